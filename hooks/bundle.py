"""사이트의 스타일과 스크립트를 저마다 한 파일로 묶습니다. 받을 파일과 바이트가 줄어듭니다.

고치는 파일은 theme/css/와 theme/js/에 주제마다 나누어 두고, 주석은 독자에게 보내지 않습니다.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

STYLES, SCRIPTS = "css/site.css", "js/site.js"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_SPACE = re.compile(r"\n\s*")


def add(files: Files, config) -> None:
    """묶은 파일을 사이트에 더하고, 쪽이 그것만 부르게 합니다."""
    config.extra_css = _bundle(files, config, config.extra_css, STYLES, pack_styles)
    config.extra_javascript = _bundle(files, config, config.extra_javascript, SCRIPTS, pack_scripts)


def _bundle(files: Files, config, paths: list, bundle: str, pack: Callable[[str], str]) -> list:
    """묶을 폴더의 파일을 적힌 차례대로 묶고, 남은 주소 뒤에 묶음을 붙입니다."""
    inside = [str(path) for path in paths if is_part(str(path), bundle)]
    theme = Path(config.theme.custom_dir)
    text = "".join(pack((theme / name).read_text("utf-8")) for name in inside)
    files.append(File.generated(config, bundle, content=text))
    return [path for path in paths if str(path) not in inside] + [bundle]


def is_part(path: str, bundle: str) -> bool:
    """묶음과 같은 폴더에 있는 파일인지 봅니다."""
    return path.startswith(bundle.rpartition("/")[0] + "/") and path != bundle


def pack_styles(css: str) -> str:
    """주석과 들여쓰기를 지웁니다."""
    return _SPACE.sub("\n", _COMMENT.sub("", css)).strip() + "\n"


def pack_scripts(script: str) -> str:
    """한 줄을 차지하는 주석과 들여쓰기를 지웁니다. 여러 줄 문자열이 없어야 합니다."""
    if "`" in re.sub(r"`[^`\n]*`", "", script):
        raise PluginError(
            "theme/js/의 스크립트는 들여쓰기를 지우므로 여러 줄 문자열을 쓸 수 없습니다."
        )
    return _SPACE.sub("\n", _LINE_COMMENT.sub("", script)).strip() + "\n"
