"""코드의 글꼴을 사이트의 코드에 나오는 글자만 남겨 다시 만듭니다.

    make fonts

D2Coding은 한글의 너비가 로마자의 꼭 두 배라서 출력의 칸이 맞습니다. npm에서 받아 해시를 확인하고,
쪽의 코드와 출력에 나오는 글자와 ASCII만 남겨 theme/fonts/에 둡니다.
고친 글꼴은 원래의 이름을 쓸 수 없어서 이름을 바꿉니다.
"""

import hashlib
import html
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).resolve().parent.parent
FONT = ROOT / "theme/fonts/note-code.woff2"
FAMILY = "Note Code"
SOURCE = "d2coding@1.3.2"  # npm의 꾸러미입니다
SHA256 = "988681d36dbecc08e8e50a4a20db94559c4443b94263ed8cbc1fdddb853b80d0"
MEMBER = "package/src/d2coding.ttf"
ASCII = frozenset(map(chr, range(0x20, 0x7F)))

_CODE = re.compile(r"<(?P<tag>code|pre|kbd|samp)\b[^>]*>(?P<inside>.*?)</(?P=tag)>", re.DOTALL)


def characters(pages: Iterable[str]) -> set[str]:
    """HTML의 코드와 출력에 나오는 글자입니다."""
    found: set[str] = set()
    for page in pages:
        for code in _CODE.finditer(page):
            found.update(html.unescape(re.sub(r"<[^>]+>", "", code["inside"])))
    return {character for character in found if not character.isspace()}


def covered(font: Path) -> set[str]:
    """글꼴에 있는 글자입니다."""
    return set(map(chr, TTFont(font).getBestCmap()))


def built_pages() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=folder))
        return [page.read_text("utf-8") for page in Path(folder).rglob("*.html")]


def download() -> bytes:
    """npm으로 받습니다. 받은 묶음이 적어 둔 해시와 다르면 멈춥니다."""
    if not shutil.which("npm"):
        raise SystemExit("npm이 없으니, Node.js를 설치하고 다시 실행하세요.")
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", SOURCE, "--silent", "--pack-destination", folder]
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            raise SystemExit(f"{SOURCE}를 받지 못했으니, 인터넷 연결을 확인하고 다시 실행하세요.")
        data = next(Path(folder).glob("*.tgz")).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit(f"{SOURCE}의 해시가 다릅니다. 판이 바뀌었는지 확인하세요.")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return archive.extractfile(MEMBER).read()


def cut(source: bytes, wanted: set[str]) -> TTFont:
    """`wanted`의 글자만 남기고 이름을 바꿉니다."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)  # 다시 만들어도 같은 파일
    options = subset.Options(
        layout_features=[], hinting=False, name_IDs=["*"], drop_tables=["FFTM", "DSIG"]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(wanted | ASCII))
    subsetter.subset(font)
    names = {1: FAMILY, 3: FAMILY, 4: FAMILY, 6: FAMILY.replace(" ", ""), 16: FAMILY}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    font.flavor = "woff2"
    return font


def main() -> int:
    wanted = characters(built_pages())
    cut(download(), wanted).save(FONT)
    print(f"{FONT.relative_to(ROOT)}: {len(wanted)}자, {FONT.stat().st_size / 1000:.1f}KB")
    if missing := wanted - covered(FONT):
        print(f"D2Coding에 없는 글자입니다. 쪽에서 빼세요: {''.join(sorted(missing))}")
    return bool(missing)


if __name__ == "__main__":
    sys.exit(main())
