"""내려받아 인터넷 없이 여는 사이트를 압축 파일 하나로 만듭니다.

    make offline  # dist/neural-network-notes-offline.zip

압축을 풀고 index.html을 누르면 열립니다. 검색도 됩니다.
Material의 offline 플러그인이 주소를 파일의 주소로 바꾸고 검색 색인을 스크립트로 쌉니다.
파일로 연 쪽은 워커를 띄울 수 없어서, iframe으로 흉내 내는 스크립트를 함께 싣습니다.
"""

import tempfile
import zipfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "mkdocs.yml"
ARCHIVE = ROOT / "dist" / "neural-network-notes-offline.zip"
WORKER = "vendor/iframe-worker/shim.js"
# 서버가 있어야 쓸모가 있는 것과, 파일로 연 사이트는 읽지 않는 색인
SERVER_ONLY = ("404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json")


def build_offline(folder: Path) -> None:
    """파일로 여는 사이트를 `folder`에 만듭니다."""
    settings = yaml_load(SETTINGS.read_text("utf-8"), get_yaml_loader(config=MkDocsConfig()))
    build(
        load_config(
            str(SETTINGS),
            site_dir=str(folder),
            strict=True,
            plugins=[*settings["plugins"], "material/offline"],
            # file://에는 출처가 없어서 Content-Security-Policy의 'self'가 아무것도 가리키지 않습니다.
            extra={**settings["extra"], "polyfills": [WORKER], "csp": False},
        )
    )
    for name in SERVER_ONLY:
        (folder / name).unlink(missing_ok=True)


def pack(folder: Path, archive: Path) -> None:
    """`folder`를 압축합니다. 풀면 압축 파일과 이름이 같은 폴더 하나가 생깁니다."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.write(path, Path(archive.stem, path.relative_to(folder)))


def make() -> Path:
    """사이트를 만들어 압축하고, 압축 파일의 자리를 돌려줍니다."""
    with tempfile.TemporaryDirectory() as folder:
        build_offline(Path(folder))
        pack(Path(folder), ARCHIVE)
    return ARCHIVE


if __name__ == "__main__":
    made = make()
    print(f"{made.relative_to(ROOT).as_posix()}를 만들었습니다({made.stat().st_size / 1e6:.1f}MB).")
