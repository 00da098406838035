"""찾은 것을 사람이 읽을 차례로 알립니다."""

from collections.abc import Iterable

import pytest


def expect_none(found: Iterable[tuple[int, str]]) -> None:
    """찾은 것이 있으면 줄 번호 순서로 한 줄에 하나씩 알리고 시험을 끝냅니다."""
    lines = [line for _, line in sorted(set(found))]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)
