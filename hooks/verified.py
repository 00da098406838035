"""쪽의 끝에 둘 검증의 줄을 만듭니다. 판은 잠근 것에서, 코드와 주장의 수는 원고에서 셉니다.

날짜는 시험을 통과한 다음에 만드는 사이트에만 적습니다. 배포하는 일이 `DOCS_VERIFIED`로 알려 줍니다.
"""

from __future__ import annotations

import functools
import re
import sys
from datetime import date
from pathlib import Path

from mkdocs.exceptions import PluginError

from hooks.claims import CLAIM
from hooks.comments import replace_outside_fences
from hooks.fences import read_fences

LOCK = Path(__file__).parents[1] / "requirements" / "test.txt"
LIBRARIES = {"keras": "케라스", "tensorflow": "텐서플로"}

_SKIP = re.compile(r"<!--+\s*skip:")


def parts(markdown: str, verified: str = "") -> list[str]:
    """검증의 줄에 적을 것들입니다. 실행하는 코드가 없는 쪽이면 비었습니다.

    `verified`는 시험을 통과한 날(`2026-11-25`)입니다. 비었으면 판과 수만 적습니다.
    """
    codes, claims = count(markdown)
    if not codes:
        return []
    counts = f"코드 {codes}개" + (f", 주장 {claims}개" if claims else "")
    locked = versions(LOCK.read_text("utf-8"))
    if not verified:
        return [f"시험하는 판: {locked}", counts]
    python = "파이썬 {}.{}".format(*sys.version_info)
    return [f"마지막 검증: {_korean(verified)}", f"{locked}, {python}", counts]


def count(markdown: str) -> tuple[int, int]:
    """시험이 언제나 실행하는 코드 블록의 수와, 코드로 확인하는 문장의 수입니다."""
    codes = end = 0
    for fence in read_fences(markdown):
        if fence.is_python and not fence.inside("whole"):
            codes += not _SKIP.search(markdown, end, fence.start)
            end = fence.end
    claims = []
    replace_outside_fences(CLAIM, lambda found: claims.append(found) or "", markdown)
    return codes, len(claims)


@functools.lru_cache(maxsize=1)
def versions(lock: str) -> str:
    """잠금 파일에서 케라스와 텐서플로의 판을 읽습니다."""
    named = []
    for package, name in LIBRARIES.items():
        found = re.search(rf"^{package}==(?P<version>[\w.]+)", lock, re.MULTILINE)
        if not found:
            raise PluginError(
                f"{LOCK.relative_to(LOCK.parents[1])}에 {package}가 없습니다. "
                "`make lock`으로 다시 잠그세요."
            )
        named.append(f"{name} {found['version']}")
    return ", ".join(named)


def _korean(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PluginError(
            f"DOCS_VERIFIED에 적은 '{text}'는 날짜가 아닙니다. 2026-11-25처럼 적으세요."
        ) from None
    return f"{day.year}년 {day.month}월 {day.day}일"
