"""넓은 표는 표만 옆으로 밀리게 감싸고, 화면 낭독기가 빈 제목을 읽지 않게 빈 머리 칸을 보통 칸으로 바꿉니다."""

from __future__ import annotations

import re

# 테마는 클래스가 없는 표를 브라우저에서 감쌉니다. 표마다 쪽의 모양을 다시 셈하고, 스크립트가 없으면 감싸지 못합니다.
_TABLE = re.compile(r"<table>(?P<inside>.*?</table>)", re.DOTALL)
_WRAPPED = (
    '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
    r'<table class="table">\g<inside></div></div>'
)
_EMPTY = re.compile(r"<th(?P<attributes>[^>]*)>\s*</th>")


def without_empty_headers(html: str) -> str:
    """글이 없는 `<th>`를 `<td>`로 바꿉니다."""
    return _EMPTY.sub(r"<td\g<attributes>></td>", html)


def wrap(html: str) -> str:
    """표를 테마와 같은 틀로 감쌉니다. 모양은 theme/css/text.css에 있습니다."""
    return _TABLE.sub(_WRAPPED, html)
