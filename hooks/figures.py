"""그림의 자리를 가운데에 두고, 늦게 와도 글이 밀리지 않게 크기를 적고, 둘째부터는 가까이 갔을 때 받게 합니다."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

POINT = 96 / 72  # CSS에서 1pt는 4/3px입니다

SCALE = 2  # 화면을 찍은 PNG는 CSS의 화소 하나를 화소 두 개로 담습니다

_IMAGE = re.compile(r'<img (?![^>]*\bwidth=)(?=[^>]*\bsrc="(?P<src>[^":]*\.(?:svg|png))")')
_PARAGRAPH = re.compile(r'<p(?=><img [^>]*\bsrc="[^"]*\bfig/)')
_ROOT = re.compile(r"<svg\b[^>]*>")
_SIDES = tuple(re.compile(rf'\b{side}="(?P<points>[\d.]+)pt"') for side in ("width", "height"))


def measure(html: str, url: str, docs: Path) -> str:
    """주소가 `url`인 쪽의 그림마다 `docs` 폴더에 있는 SVG나 PNG의 너비와 높이를 적습니다."""
    first = _IMAGE.search(html)

    def replace(found: re.Match) -> str:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(url), found["src"]))
        lazy = "" if found.start() == first.start() else 'loading="lazy" '
        return f"<img {lazy}{_size(docs / path)}"

    return _IMAGE.sub(replace, html)


def place(html: str) -> str:
    """그림의 단락에 클래스 `drawn`을 답니다. 그림을 가운데에 둡니다(theme/css/text.css)."""
    return _PARAGRAPH.sub('<p class="drawn"', html)


def _size(file: Path) -> str:
    if file.suffix == ".png":
        return _size_of_shot(file)
    root = _ROOT.search(file.read_text("utf-8")) if file.is_file() else None
    sides = [side.search(root[0]) for side in _SIDES] if root else [None]
    if None in sides:
        return ""
    width, height = (round(float(side["points"]) * POINT) for side in sides)
    return f'width="{width}" height="{height}" '


def _size_of_shot(file: Path) -> str:
    """PNG의 머리(IHDR)에 적힌 화소 수에서 구합니다."""
    head = file.read_bytes()[:24] if file.is_file() else b""
    if head[12:16] != b"IHDR":
        return ""
    width, height = (int.from_bytes(head[at : at + 4], "big") // SCALE for at in (16, 20))
    return f'width="{width}" height="{height}" '
