"""쪽의 글을 노트북의 글로 옮깁니다. 상자는 굵은 제목으로, 상대 주소는 사이트의 주소로 바꿉니다."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hooks.fences import BOX as BOX

COMMENT = re.compile(r"[ \t]*<!--.*?-->")
# `{ #anchor }`, `{ .class }`. 수식의 중괄호와 헷갈리지 않게 공백이나 닫는 괄호 뒤의 것만 봅니다.
ATTRIBUTES = re.compile(r"(?:(?<=[)\]])|(?:^|[ \t]+))\{:?[ \t]*[.#][A-Za-z][^{}\n]*\}")
WRAPPER = re.compile(r"[ \t]*</?(?:div|section|figure)\b[^>]*>[ \t]*")
LINK = re.compile(r"(?<=\]\()(?P<target>[^)\s]+)")

Address = Callable[[str], str]


@dataclass
class Opened:
    """열려 있는 상자입니다. `inside`는 상자 안의 들여쓰기, `types`는 상자의 종류입니다."""

    inside: int
    types: tuple[str, ...]


class Prose:
    """쪽의 글을 한 줄씩 받아 노트북의 글로 바꿉니다. 어느 상자 안인지 기억합니다."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self.opened: list[Opened] = []

    def line(self, text: str) -> str | None:
        """글 한 줄을 바꿉니다. 노트북에 두지 않을 줄이면 None을 돌려줍니다."""
        if not text.strip():
            return ""
        indent = len(text) - len(text.lstrip())
        self.opened = [box for box in self.opened if box.inside <= indent]
        if header := BOX.match(text.strip()):
            return self._open(indent, header)
        if any("whole" in box.types for box in self.opened):
            return None
        return self._words(text[self.depth() :])

    def depth(self) -> int:
        """지금 열린 상자가 들여 쓴 칸 수입니다. 목록의 들여쓰기는 그대로 둡니다."""
        return 4 * len(self.opened)

    def _open(self, indent: int, header: re.Match) -> str | None:
        outside = max(indent - self.depth(), 0)
        types = tuple(header["types"].split())
        self.opened.append(Opened(indent + 4, types))
        if {"whole", "figure"} & set(types):
            return None
        return f"{' ' * outside}**{header['title'] or '참고'}**\n"

    def _words(self, text: str) -> str | None:
        clean = COMMENT.sub("", text)
        clean = ATTRIBUTES.sub("", clean)
        if WRAPPER.fullmatch(clean) or (text.strip() and not clean.strip()):
            return None
        return LINK.sub(lambda found: self.address(found["target"]), clean)
