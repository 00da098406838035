"""원고에 적은 지시 주석을 찾습니다. 코드 펜스 안에 보기로 든 주석은 지시가 아닙니다."""

from __future__ import annotations

import re
from collections.abc import Callable

from hooks.fences import read_fences


def replace_outside_fences(
    pattern: re.Pattern, replacement: Callable[[re.Match], str], text: str
) -> str:
    """코드 펜스 밖에서 `pattern`에 맞는 것을 바꿉니다."""
    if not pattern.search(text):
        return text
    fences = read_fences(text)

    def change(found: re.Match) -> str:
        inside = any(fence.start <= found.start() < fence.end for fence in fences)
        return found[0] if inside else replacement(found)

    return pattern.sub(change, text)
