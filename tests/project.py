"""시험에서 쓰는 작은 임시 프로젝트입니다. 쪽과 조각을 적고, 그 안에서 pytest를 실행합니다."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

ROOT = Path(__file__).parents[1]


class Project:
    """`root`에 만든 임시 프로젝트입니다. 마크다운 설정은 진짜 mkdocs.yml에서 옵니다."""

    def __init__(self, pytester, monkeypatch) -> None:
        self.pytester = pytester
        self.monkeypatch = monkeypatch
        self.root: Path = pytester.path
        for name in ("MATPLOTLIBRC", "TF_CPP_MIN_LOG_LEVEL", "COLUMNS"):
            monkeypatch.setenv(name, "80")  # 안쪽 pytest가 바꾼 값을 시험이 끝나면 되돌립니다
        (self.root / "docs").mkdir()
        (self.root / "snippets").mkdir()
        for shared in ("matplotlibrc", "fonts"):
            (self.root / "docs" / shared).symlink_to(ROOT / "docs" / shared)
        self.write("mkdocs.yml", markdown_settings())
        self.write("conftest.py", 'pytest_plugins = ["tests.engine.plugin"]\n')

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"), "utf-8")
        return path

    def page(self, text: str, name: str = "docs/a.md") -> Path:
        return self.write(name, text)

    def snippet(self, text: str, name: str = "snippets/a.py") -> Path:
        return self.write(name, text)

    def run(self, *options: str):
        """안쪽 pytest를 실행하고 결과를 돌려줍니다."""
        return self.pytester.runpytest_inprocess(
            "-p", "no:cacheprovider", "-p", "no:hypothesispytest", *(options or ("docs",))
        )

    def run_apart(self, *options: str):
        """안쪽 pytest를 다른 프로세스에서 실행합니다. xdist와 Ctrl-C는 이렇게만 볼 수 있습니다."""
        self.monkeypatch.setenv("PYTHONPATH", str(ROOT))
        return self.pytester.runpytest_subprocess("-p", "no:cacheprovider", *options)

    def build(self) -> Path:
        """사이트를 만들고 그 폴더를 돌려줍니다."""
        site = self.root / "site"
        build(load_config(str(self.root / "mkdocs.yml"), site_dir=str(site), strict=True))
        return site


def markdown_settings() -> str:
    """진짜 mkdocs.yml에서 마크다운 확장만 남긴 설정입니다. 사이트의 확장은 빼고 테마는 기본입니다."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    section = re.search(r"^markdown_extensions:\n(?:(?:[ #].*)?\n)+", text, re.MULTILINE)[0]
    section = re.sub(r"!relative \$config_dir/", "", section)
    extensions = yaml.load(section, yaml.BaseLoader)["markdown_extensions"]
    kept = [
        item
        for item in extensions
        if not str(item if isinstance(item, str) else next(iter(item))).startswith("hooks")
        and "emoji" not in str(item)
    ]
    settings = {"site_name": "시험", "theme": {"name": "mkdocs"}, "plugins": []}
    return yaml.safe_dump(
        {**settings, "markdown_extensions": [_typed(item) for item in kept]}, allow_unicode=True
    )


def _typed(item):
    """BaseLoader가 글로 읽은 참과 거짓과 수를 되돌립니다."""
    return yaml.safe_load(
        yaml.safe_dump(item).replace("'true'", "true").replace("'false'", "false")
    )
