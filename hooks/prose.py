"""쪽의 글을 어디서나 읽히는 Markdown으로 옮깁니다. 노트북과 쪽의 사본이 함께 씁니다.

상자는 굵은 제목으로, 상대 주소는 사이트의 주소로 바꾸고, 주석과 속성은 지웁니다.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from hooks.fences import BOX, Fence

COMMENT = re.compile(r"[ \t]*<!--.*?-->")
# `{ #anchor }`, `{ .class }`. 수식의 중괄호와 헷갈리지 않게 공백이나 닫는 괄호 뒤의 것만 봅니다.
ATTRIBUTES = re.compile(r"(?:(?<=[)\]])|(?:^|[ \t]+))\{:?[ \t]*(?:\.[A-Za-z]|#\w)[^{}\n]*\}")
WRAPPER = re.compile(r"(?:[ \t]*</?(?:div|section|figure)\b[^>]*>[ \t]*)+")
LINK = re.compile(r"(?<=\]\()(?P<target>[^)\s]+)")

Address = Callable[[str], str]


@dataclass
class Opened:
    """열려 있는 상자입니다. `inside`는 상자 안의 들여쓰기, `types`는 상자의 종류입니다."""

    inside: int
    types: tuple[str, ...]


class Prose:
    """쪽의 글을 한 줄씩 받아 바꿉니다. 어느 상자 안인지 기억합니다.

    `left_out`인 상자는 모두 빼고, `untitled`인 상자는 제목만 뺍니다.
    """

    def __init__(
        self,
        address: Address,
        left_out: Collection[str] = (),
        untitled: Collection[str] = (),
    ) -> None:
        self.address = address
        self.left_out = left_out
        self.untitled = untitled
        self.opened: list[Opened] = []

    def line(self, text: str) -> str | None:
        """글 한 줄을 바꿉니다. 남기지 않을 줄이면 None을 돌려줍니다."""
        if not text.strip():
            return ""
        indent = len(text) - len(text.lstrip())
        self.opened = [box for box in self.opened if box.inside <= indent]
        if header := BOX.match(text.strip()):
            return self._open(indent, header)
        if any(kind in self.left_out for box in self.opened for kind in box.types):
            return None
        return self._words(text[self.depth() :])

    def depth(self) -> int:
        """지금 열린 상자가 들여 쓴 칸 수입니다. 목록의 들여쓰기는 그대로 둡니다."""
        return 4 * len(self.opened)

    def fence(self, fence: Fence, expand: Callable[[str], str]) -> list[str]:
        """코드 펜스의 줄을 지금의 들여쓰기에 맞추어 돌려줍니다. `expand`는 조각을 펼칩니다."""
        indent = fence.prefix[self.depth() :]
        body = expand(fence.body).rstrip("\n").split("\n")
        lines = [f"{fence.mark}{fence.lang}", *body, fence.mark]
        return [(indent + line).rstrip() for line in lines]

    def _open(self, indent: int, header: re.Match) -> str | None:
        outside = max(indent - self.depth(), 0)
        types = tuple(header["types"].split())
        self.opened.append(Opened(indent + 4, types))
        if any(kind in self.left_out or kind in self.untitled for kind in types):
            return None
        return f"{' ' * outside}**{header['title'] or '참고'}**\n"

    def _words(self, text: str) -> str | None:
        clean = COMMENT.sub("", text)
        clean = ATTRIBUTES.sub("", clean)
        if WRAPPER.fullmatch(clean) or (text.strip() and not clean.strip()):
            return None
        return LINK.sub(lambda found: self.address(found["target"]), clean)
