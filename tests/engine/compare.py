"""쪽에 적힌 출력과 실제 출력이 같은지 비교합니다.

글자와 정수와 줄 수는 똑같아야 합니다. 소수는 쪽에 적힌 마지막 자리에서 1까지 다를 수 있습니다.
CPU가 다르면 덧셈 차례가 달라져 마지막 자리가 흔들리기 때문입니다. 자릿수와 지수 표기는 같아야 합니다.
줄 안의 공백은 개수를 가리지 않고, 케라스 진행 막대의 시간은 보지 않습니다.
"""

from __future__ import annotations

import difflib
import re
from itertools import zip_longest

NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?(?![0-9_]|\.\d|[eE][-+]?\d)"
)
DURATION = re.compile(r"(?:\d+(?::\d\d)*s )?\d+(?:\.\d+)?(?:ms|us|µs|s|min)/(?:step|epoch)")
_REDRAWN = re.compile(r"[^\n]*\r(?!\n)|\x1b\[[0-9;?]*[A-Za-z]|\x08")
SCREEN = 20  # 한 화면에 보일 만큼의 줄


def screen(text: str) -> str:
    """터미널에 마지막으로 남는 글자만 남깁니다. 진행 막대가 덮어쓴 것과 색을 지웁니다."""
    return _REDRAWN.sub("", text.replace("\r\n", "\n"))


def normal(text: str) -> list[str]:
    """비교할 때 보지 않는 것을 지운 줄들을 돌려줍니다."""
    lines = [re.sub(r"\s+", " ", DURATION.sub("⏱", line)).strip() for line in text.split("\n")]
    lines = [re.sub(r"([\[(]) | ([\])])", r"\1\2", line) for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def same_number(want: str, got: str) -> bool:
    """`want`가 쪽에 적힌 수입니다. 정수는 똑같이, 소수는 적힌 마지막 자리에서 1까지 봐줍니다."""
    if want == got:
        return True
    want_decimals, want_exponent = _parts(want)
    got_decimals, got_exponent = _parts(got)
    if want_decimals is None or len(want_decimals) != len(got_decimals or ""):
        return False
    if (want_exponent is None) is not (got_exponent is None):
        return False
    last_digit = 10.0 ** (int(want_exponent or 0) - len(want_decimals))
    return abs(float(want) - float(got)) <= 1.01 * last_digit


def _parts(number: str) -> tuple[str | None, str | None]:
    """소수점 아래의 숫자와 지수입니다. 정수면 앞의 것이 None입니다."""
    mantissa, _, exponent = number.lower().partition("e")
    _, point, decimals = mantissa.partition(".")
    return decimals if point or exponent else None, exponent or None


def same_line(want: str, got: str) -> bool:
    """비교할 것만 남긴 두 줄이 같은지 돌려줍니다."""
    if want == got:
        return True
    wanted, found = NUMBER.findall(want), NUMBER.findall(got)
    return NUMBER.sub("\0", want) == NUMBER.sub("\0", got) and all(map(same_number, wanted, found))


def same_text(want: str, got: str) -> bool:
    """쪽에 적힌 출력 `want`와 실제 출력 `got`이 같은지 돌려줍니다."""
    return all(
        w is not None and g is not None and same_line(w, g)
        for w, g in zip_longest(normal(want), normal(got))
    )


def difference(want: str, got: str) -> str:
    """두 출력의 다른 줄을 한 화면 안에서 보여 줍니다. 허용 오차 안의 줄은 다르다고 하지 않습니다."""
    wanted, found = (text.strip("\n").split("\n") for text in (want, got))
    if len(wanted) == len(found):
        shown = [w if same_text(w, g) else g for w, g in zip(wanted, found, strict=True)]
    else:
        shown = found
    lines = list(
        difflib.unified_diff(wanted, shown, "쪽에 적힌 출력", "실제 출력", lineterm="", n=1)
    )
    if len(lines) > SCREEN:
        lines = [*lines[:SCREEN], f"... (다른 줄이 {len(lines) - SCREEN}개 더 있습니다)"]
    return "\n".join(lines)
