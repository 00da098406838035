"""그림에 크기를 적습니다. 그림이 늦게 와도 글이 밀리지 않습니다."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

POINT = 96 / 72  # CSS에서 1pt는 4/3px입니다

_IMAGE = re.compile(r'<img (?![^>]*\bwidth=)(?=[^>]*\bsrc="(?P<src>[^":]*\.svg)")')
_ROOT = re.compile(r"<svg\b[^>]*>")
_SIDES = tuple(re.compile(rf'\b{side}="(?P<points>[\d.]+)pt"') for side in ("width", "height"))


def measure(html: str, url: str, docs: Path) -> str:
    """주소가 `url`인 쪽의 그림마다 `docs` 폴더에 있는 SVG의 너비와 높이를 적습니다."""

    def replace(found: re.Match) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(url), found["src"]))
        return f"<img {_size(docs / path)}"

    return _IMAGE.sub(replace, html)


def _size(file: Path) -> str:
    root = _ROOT.search(file.read_text("utf-8")) if file.is_file() else None
    sides = [side.search(root[0]) for side in _SIDES] if root else [None]
    if None in sides:
        return ""
    width, height = (round(float(side["points"]) * POINT) for side in sides)
    return f'width="{width}" height="{height}" '
