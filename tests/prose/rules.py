"""규칙 하나의 모양입니다.

규칙은 이름, 찾는 법, 고치는 법, 걸려야 하는 보기, 걸리지 않아야 하는 보기로 이루어집니다.
보기가 규칙 곁에 있어서, 모든 규칙이 한 번은 걸리고 한 번은 걸리지 않았음을 시험이 확인합니다.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.prose.text import Line, Source

Finder = Callable[[Source], Iterator[tuple[int, str]]]

IN_CODE = frozenset({"string", "comment"})


@dataclass(frozen=True)
class Rule:
    """글이 지켜야 하는 규칙 하나입니다."""

    name: str
    find: Finder
    advice: str
    bad: tuple[str, ...]
    good: tuple[str, ...]

    def findings(self, source: Source) -> Iterator[tuple[int, str]]:
        """어긴 곳의 줄 번호와 사람이 읽을 한 줄을 내놓습니다."""
        for number, found in self.find(source):
            yield number, f'{source.path}:{number}: "{found}" - {self.advice} ({self.name})'


def pattern(
    regex: str, kinds: set[str] | None = None, but: set[str] | frozenset[str] = frozenset()
) -> Finder:
    """글의 줄마다 정규식을 대는 찾기를 만듭니다. `kinds`만 보고 `but`은 건너뜁니다.

    `here`라는 묶음이 있으면 그 부분을 어긴 곳으로 보입니다.
    `\\w`는 영어와 숫자만 뜻합니다. 한글은 조사로 바로 이어지기 때문입니다.
    """
    compiled = re.compile(regex, re.ASCII)

    def find(source: Source) -> Iterator[tuple[int, str]]:
        for line in source.lines:
            if line.kind not in but and (kinds is None or line.kind in kinds):
                for match in compiled.finditer(line.text):
                    here = "here" if "here" in compiled.groupindex else 0
                    yield line.number, shown(line, *match.span(here))

    return find


def shown(line: Line, start: int, end: int) -> str:
    """자리표 대신 원고에 쓴 글을 돌려줍니다. 길면 줄입니다."""
    text = line.raw[start:end].strip()
    return text if len(text) <= 40 else text[:37] + "..."


def final(coda: str) -> str:
    """받침이 `coda`인 한글 음절을 모은 문자 묶음의 속입니다."""
    order = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ".index(coda)
    return "".join(chr(code) for code in range(0xAC00 + order, 0xD7A4, 28))
