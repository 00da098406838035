"""파이썬 코드를 Pygments와 똑같이 나누되, 규칙을 하나씩 대 보지 않고 한꺼번에 대 봅니다.

Pygments는 낱말마다 한 상태의 규칙 50여 개를 차례로 대 봅니다.
규칙을 `|`로 이은 정규식 하나면 어느 규칙이 처음으로 맞는지 한 번에 알 수 있습니다.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from pygments.lexers import PythonLexer

# 묶음을 여는 괄호입니다. 백슬래시 뒤의 것과 글자 모음(`[(]`) 속의 것은 첫째 갈래에 걸립니다.
_GROUP = re.compile(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])|\((?!\?)", re.DOTALL)


class Lexer(PythonLexer):
    """규칙을 한꺼번에 대 보는 파이썬 분석기입니다."""

    def __init__(self, **options) -> None:
        super().__init__(**options)
        self._tokens = {state: _Rules(rules) for state, rules in self._tokens.items()}


class _Rules:
    """한 상태의 규칙들입니다. Pygments가 차례로 대 볼 때, 맞는 규칙 하나만 내줍니다."""

    def __init__(self, rules: list[tuple]) -> None:
        self.patterns = [match.__self__.pattern for match, *_ in rules]
        # 낱말을 더 나누는 규칙만 묶음을 보려고 다시 대 봅니다.
        self.rules = [(m if callable(act) else self._again, act, to) for m, act, to in rules]
        self.found: re.Match | None = None

    def __iter__(self) -> Iterator[tuple]:
        yield self._look, None, None  # 맞는 것이 없다고 답하므로 다음 규칙으로 넘어갑니다
        if self.found:
            yield self.rules[self.found.lastindex - 1]

    def _look(self, text: str, position: int) -> None:
        self.found = self._match(text, position)

    def _again(self, text: str, position: int) -> re.Match | None:
        return self.found

    @functools.cached_property
    def _match(self):
        """규칙마다 빈 묶음 하나로 끝나서, 마지막 묶음의 차례가 곧 규칙의 차례입니다."""
        patterns = (f"{_without_groups(pattern)}()" for pattern in self.patterns)
        return re.compile("|".join(patterns), PythonLexer.flags).match


def _without_groups(pattern: str) -> str:
    """묶음의 차례를 세지 않는 정규식입니다. 맨 앞의 `(?i)`는 이 규칙에만 걸리게 합니다."""
    plain = _GROUP.sub(lambda found: found[1] or "(?:", pattern)
    return f"(?i:{plain[4:]})" if plain.startswith("(?i)") else f"(?:{plain})"
