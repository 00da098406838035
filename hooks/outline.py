"""쪽의 원고에서 제목과 글을 읽습니다. 다른 쪽의 어느 제목을 가리킬지 정할 때 봅니다."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from mkdocs.structure.pages import Page
from mkdocs.utils.meta import get_data

from hooks.fences import Fence, read_fences

_HEADING = re.compile(
    r"^(?P<mark>#{1,6}) +(?P<title>.+?)[ \t]*\{[ \t]*#(?P<anchor>[\w-]+)[^}\n]*\}[ \t]*$",
    re.MULTILINE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# 인라인 코드, 수식, 링크와 그림, 속성입니다. 글이 아니라서 낱말을 찾지 않습니다.
_NOT_WORDS = re.compile(
    r"(`+)(?:(?!\1).)+\1|\$[^$\n]+\$|!?\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])|<[^>\n]+>"
    r"|\{[ \t]*[#.][^}\n]*\}"
)


@dataclass(frozen=True)
class Heading:
    """제목 하나입니다. `start`는 원고에서의 글자 자리입니다."""

    level: int
    title: str
    anchor: str
    start: int


@dataclass(frozen=True)
class Outline:
    """쪽 하나의 원고입니다. `uri`는 docs 폴더에서 본 자리, `name`은 차례에 적은 이름입니다."""

    uri: str
    source: str
    name: str = ""

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """코드 펜스를 나오는 차례로 돌려줍니다."""
        return read_fences(self.source)

    @cached_property
    def headings(self) -> list[Heading]:
        """제목을 나오는 차례로 돌려줍니다."""
        return [
            Heading(len(found["mark"]), found["title"], found["anchor"], found.start())
            for found in _HEADING.finditer(self._outside_code)
        ]

    @cached_property
    def words(self) -> str:
        """글만 남기고 나머지를 빈칸으로 둔 원고입니다. 글자 자리는 원고와 같습니다."""
        return _NOT_WORDS.sub(_blank, _HEADING.sub(_blank, self._outside_code))

    @cached_property
    def _outside_code(self) -> str:
        text, end = "", 0
        for fence in self.fences:
            text += self.source[end : fence.start] + " " * (fence.end - fence.start)
            end = fence.end
        return _COMMENT.sub(_blank, text + self.source[end:])

    @property
    def title(self) -> str:
        """차례에 적은 이름, 없으면 쪽의 제목입니다."""
        return self.name or (self.headings[0].title if self.headings else self.uri)

    def above(self, position: int) -> Heading | None:
        """글자 자리 `position`의 바로 위 제목입니다."""
        return next((h for h in reversed(self.headings) if h.start <= position), None)

    def link(self, heading: Heading | None) -> str:
        """docs 폴더의 꼭대기에 있는 쪽에서 이 쪽의 제목으로 가는 주소입니다."""
        return f"{self.uri}#{heading.anchor}" if heading else self.uri


def of(page: Page) -> Outline:
    """MkDocs의 쪽을 읽습니다. 아직 다른 훅이 손대지 않은 원고를 봅니다."""
    return Outline(page.file.src_uri, get_data(page.file.content_string)[0], page.title or "")


def _blank(found: re.Match) -> str:
    return " " * len(found[0])
