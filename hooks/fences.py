"""쪽에서 코드 펜스와 펜스를 감싼 상자를 읽습니다. 시험과 노트북이 같은 눈으로 읽도록 한곳에 둡니다."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from sybil import Document
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>(?:[^)\s]*/)?fig/[^)\s#]+\.svg)[^)]*\)")
"""실행한 그림을 쪽에 두는 줄입니다. 그림은 쪽 옆의 fig/에 있습니다."""
SHOT = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>(?:[^)\s]*/)?fig/[^)\s#]+\.png)[^)]*\)")
"""화면을 찍은 그림을 쪽에 두는 줄입니다. tools/screenshots.py가 찍습니다."""

PYTHON = frozenset({"python", "py"})

_LEXER = RawFencedCodeBlockLexer(re.compile(r"(?P<info>[^\n]*)(?:\n|\Z)"))
_LANG = re.compile(r"\{?\s*\.?(?P<lang>[\w+#-]*)")
_OPTION = re.compile(r"""(?P<name>[\w-]+)=(?P<quote>["'])(?P<value>.*?)(?P=quote)""")
BOX = re.compile(
    r"(?P<mark>!!!|\?\?\?\+?|===[!+]*)[ \t]*(?P<types>[\w -]*?)[ \t]*(?:\"(?P<title>[^\"]*)\")?[ \t]*$"
)


@dataclass(frozen=True)
class Box:
    """펜스를 감싼 상자 하나입니다.

    `kind`는 `"!!!"`(펼친 상자), `"???"`(접는 상자), `"==="`(탭)이고,
    탭이면 `ordinal`은 묶음에서 몇째 탭인지(첫째가 1), `opened_at`은 첫째 탭의 줄입니다.
    """

    kind: str
    types: tuple[str, ...]
    title: str
    line: int
    ordinal: int
    opened_at: int


@dataclass(frozen=True)
class Fence:
    """코드 펜스 하나입니다. 줄 번호는 1부터, `start`와 `end`는 글에서의 글자 자리입니다."""

    start: int
    end: int
    line: int
    prefix: str
    mark: str
    info: str
    body: str
    boxes: tuple[Box, ...]
    closed: bool

    @property
    def lang(self) -> str:
        return _LANG.match(self.info)["lang"].lower()

    @property
    def options(self) -> dict[str, str]:
        return {found["name"]: found["value"] for found in _OPTION.finditer(self.info)}

    @property
    def title(self) -> str:
        return self.options.get("title", "")

    @property
    def is_python(self) -> bool:
        return self.lang in PYTHON

    @property
    def last_line(self) -> int:
        return self.line + self.body.count("\n") + (1 if self.closed else 0)

    @property
    def alternative(self) -> Box | None:
        """둘째 탭부터는 첫째 탭의 대안이라서 쪽의 흐름에 끼지 않습니다. 그 탭을 돌려줍니다."""
        return next((box for box in self.boxes if box.ordinal > 1), None)

    def inside(self, box_type: str) -> Box | None:
        """`??? figure`처럼 종류가 `box_type`인 상자 안에 있으면 그 상자를 돌려줍니다."""
        return next((box for box in self.boxes if box_type in box.types), None)


@functools.lru_cache(maxsize=1024)  # 고치며 볼 때, 쪽마다 여러 꼴(원고, 접은 것, 사본)로 읽습니다
def read_fences(text: str) -> tuple[Fence, ...]:
    """글의 코드 펜스를 나오는 차례로 돌려줍니다. 다른 펜스 안에 보기로 든 펜스는 뺍니다."""
    fences: list[Fence] = []
    lines = text.split("\n")
    inside_code: set[int] = set()
    end = 0
    for region in sorted(_LEXER(Document(text, "")), key=lambda region: region.start):
        if region.start < end:
            continue
        end = region.end
        line = text.count("\n", 0, region.start) + 1
        opening = lines[line - 1]
        mark = re.search(r"`{3,}|~{3,}", opening)
        last = text.count("\n", 0, max(region.end - 1, 0)) + 1
        closed = last > line and lines[last - 1].strip(" \t>") == mark[0][0] * len(
            lines[last - 1].strip(" \t>")
        )
        fences.append(
            Fence(
                start=region.start,
                end=region.end,
                line=line,
                prefix=opening[: mark.start()],
                mark=mark[0],
                info=region.lexemes["info"].strip(),
                body=str(region.lexemes["source"]),
                boxes=_boxes(lines, line, _width(opening[: mark.start()]), inside_code),
                closed=closed,
            )
        )
        inside_code.update(range(line, last + 1))
    return tuple(fences)


def _width(text: str) -> int:
    return len(text.expandtabs(4))


def _indent(text: str) -> int:
    text = text.expandtabs(4)
    return len(text) - len(text.lstrip())


def _boxes(lines: list[str], line: int, depth: int, inside_code: set[int]) -> tuple[Box, ...]:
    """`line`째 줄(들여쓰기 `depth`)을 감싼 상자를 바깥쪽부터 돌려줍니다."""
    found: list[Box] = []
    for number in range(line - 1, 0, -1):
        if depth == 0:
            break
        text = lines[number - 1]
        if number in inside_code or not text.strip() or _indent(text) >= depth:
            continue
        depth = _indent(text)
        if box := BOX.match(text.strip()):
            tabs = [number]
            if box["mark"].startswith("==="):
                tabs = _tabs(lines, number, inside_code)
            types, title = tuple(box["types"].split()), box["title"] or ""
            found.append(Box(box["mark"][:3], types, title, number, len(tabs), tabs[-1]))
    return tuple(reversed(found))


def _tabs(lines: list[str], line: int, inside_code: set[int]) -> list[int]:
    """`line`째 줄의 탭에서 거꾸로 묶음의 첫째 탭까지의 줄 번호입니다. `===!`는 새 묶음을 엽니다."""
    indent = _indent(lines[line - 1])
    tabs = []
    for number in range(line, 0, -1):
        text = lines[number - 1]
        if number in inside_code or not text.strip() or _indent(text) > indent:
            continue
        if _indent(text) < indent or not text.strip().startswith("==="):
            break
        tabs.append(number)
        if text.strip().startswith("===!"):
            break
    return tabs
