"""사이트의 스타일을 한 파일로 묶습니다. 화면을 그리기 전에 받을 파일이 줄어듭니다.

고치는 파일은 theme/css/에 주제마다 나누어 두고, 주석은 독자에게 보내지 않습니다.
"""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.structure.files import File, Files

FOLDER, BUNDLE = "css/", "css/site.css"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\n\s*")


def parts(config) -> list[str]:
    """mkdocs.yml의 extra_css에서 묶을 파일들입니다. 차례를 지킵니다."""
    return [path for path in config.extra_css if path.startswith(FOLDER)]


def add(files: Files, config) -> None:
    """묶은 파일을 사이트에 더하고, 쪽이 그것만 부르게 합니다."""
    names = parts(config)
    folder = Path(config.theme.custom_dir)
    css = "".join(pack((folder / name).read_text("utf-8")) for name in names)
    files.append(File.generated(config, BUNDLE, content=css))
    config.extra_css = [path for path in config.extra_css if path not in names] + [BUNDLE]


def pack(css: str) -> str:
    """주석과 들여쓰기를 지웁니다."""
    return _SPACE.sub("\n", _COMMENT.sub("", css)).strip() + "\n"
