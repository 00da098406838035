"""그림을 밝은 화면과 어두운 화면에 함께 맞는 SVG 하나로 쓰고, 다시 그린 그림과 비교합니다.

바이트를 비교하지 않습니다. 맷플롯립의 판이 같아도 CPU가 다르면 좌표의 끝자리가 흔들립니다.
글자는 출력과 같은 규칙으로, 좌표는 1pt(그림 너비 약 390pt)까지, 색은 256단계에서 3까지,
끼워 넣은 이미지는 평균 화소 차 2까지 같은 그림으로 봅니다. 나머지는 똑같아야 합니다.
"""

from __future__ import annotations

import base64
import functools
import io
import re
from html import escape, unescape

from tests.engine.compare import same_text

INK = {"#111213": ("ink", "#e6e7e8"), "#d1d2d3": ("grid", "#3a3b3c")}
FAMILY = "'Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic','Noto Sans CJK KR',sans-serif"
POINT = 1.0
CHAOS = 20.0
"""`허용: 그림`이 있으면 이만큼까지 움직여도 됩니다. 발산하는 훈련처럼 CPU마다 달라지는 곡선입니다."""
CHANNEL = 3
PIXEL = 2.0

_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_PROLOGUE = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_FAMILY = re.compile(r"'Noto Sans KR'(?:, ?'[^']*'|, ?[A-Za-z-]+)*")
_DECIMALS = re.compile(r"(?<=\d\.\d\d)\d+")
_GEOMETRY = re.compile(
    r'(?<=[\s])(d|x|y|x1|y1|x2|y2|cx|cy|r|width|height|points|transform|viewBox)="([^"]*)"'
)
_RASTER = re.compile(r"(?<=base64,)[A-Za-z0-9+/=\s]+")
_TEXT = re.compile(r"(<text\b[^>]*>|<tspan\b[^>]*>|<title>)([^<]*)(?=</)")
_COLOR = re.compile(r"#[0-9a-f]{6}\b")
_ID = re.compile(r'(?<=[#"])[a-zA-Z]\w*?_?[0-9a-f]{9,10}(?=[")])|(?<=[#"])image[0-9a-f]+(?=[")])')
_FLOAT = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


def dress(svg: str, alt: str) -> str:
    """맷플롯립이 쓴 SVG에 대체 텍스트, 두 화면의 색, 독자의 글꼴 차례를 넣습니다."""
    svg = _COMMENT.sub("", _METADATA.sub("", _PROLOGUE.sub("", svg)))
    svg = _GEOMETRY.sub(lambda found: _DECIMALS.sub("", found[0]), svg)
    svg = _FAMILY.sub(FAMILY, svg)
    dark = ";".join(f"--{name}:{color}" for name, color in INK.values())
    for color, (name, _) in INK.items():
        svg = svg.replace(color, f"var(--{name},{color})")
    style = f"<style>@media(prefers-color-scheme:dark){{svg{{{dark}}}}}</style>"
    head = f"<title>{escape(alt, quote=False)}</title>{style}"
    return re.sub(r"(<svg[^>]*>)", lambda found: found[1] + head, svg, count=1)


def why_different(want: str, got: str, point: float = POINT) -> str:
    """쪽의 그림 `want`와 다시 그린 `got`이 다르면 무엇이 다른지, 같으면 빈 글을 돌려줍니다.

    좌표는 `point`(pt)까지 움직여도 같은 그림으로 봅니다.
    """
    for kind, compare in (
        (_TEXT, _texts_differ),
        (_GEOMETRY, functools.partial(_points_differ, point=point)),
        (_RASTER, _pixels_differ),
        (_COLOR, _colors_differ),
    ):
        wanted, found = (list(kind.finditer(svg)) for svg in (want, got))
        if len(wanted) == len(found):
            for w, g in zip(wanted, found, strict=True):
                if why := compare(w, g):
                    return why
        want, got = (kind.sub(_compared, svg) for svg in (want, got))
    if _ID.sub("ID", want) != _ID.sub("ID", got):
        return "그림의 짜임이 다릅니다(글자, 축, 선, 점의 개수나 모양)"
    return ""


def _compared(match: re.Match) -> str:
    """비교를 마친 부분을 지웁니다. 글자를 감싼 태그에는 비교할 좌표가 남아 있습니다."""
    return match[1] if match.re is _TEXT else "="


def _texts_differ(want: re.Match, got: re.Match) -> str:
    if same_text(want[2], got[2]):
        return ""
    return f"글자가 다릅니다: {unescape(want[2])!r} → {unescape(got[2])!r}"


def _points_differ(want: re.Match, got: re.Match, point: float) -> str:
    wanted, found = (list(map(float, _FLOAT.findall(match[2]))) for match in (want, got))
    if _FLOAT.sub("#", want[2]) != _FLOAT.sub("#", got[2]) or want[1] != got[1]:
        return f"선이나 점의 개수가 다릅니다({want[1]} 속성)"
    far = max((abs(w - g) for w, g in zip(wanted, found, strict=True)), default=0.0)
    return f"{far:.1f}pt만큼 움직였습니다({want[1]} 속성)" if far > point else ""


def _colors_differ(want: re.Match, got: re.Match) -> str:
    w, g = (bytes.fromhex(match[0][1:]) for match in (want, got))
    if max(abs(a - b) for a, b in zip(w, g, strict=True)) > CHANNEL:
        return f"색이 다릅니다: {want[0]} → {got[0]}"
    return ""


def _pixels_differ(want: re.Match, got: re.Match) -> str:
    import numpy as np
    from PIL import Image

    def pixels(match):
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(match[0]))), float)

    w, g = pixels(want), pixels(got)
    if w.shape != g.shape or np.abs(w - g).mean() > PIXEL:
        return "끼워 넣은 이미지의 화소가 다릅니다"
    return ""
