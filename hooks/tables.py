"""표의 빈 머리 칸은 머리가 아닙니다. 화면 낭독기가 빈 제목을 읽지 않게 보통 칸으로 바꿉니다."""

from __future__ import annotations

import re

_EMPTY = re.compile(r"<th(?P<attributes>[^>]*)>\s*</th>")


def without_empty_headers(html: str) -> str:
    """글이 없는 `<th>`를 `<td>`로 바꿉니다."""
    return _EMPTY.sub(r"<td\g<attributes>></td>", html)
