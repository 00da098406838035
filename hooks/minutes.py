"""쪽을 읽는 데 걸리는 시간을 셈해, 장의 길(`<div class="path">`)에 있는 링크마다 적습니다.

글은 1분에 500자, 코드는 1분에 20줄로 셉니다. 처음에 접혀 있는 상자와 주석은 세지 않습니다.
출력과 그림은 글을 읽으며 보는 것이라서 따로 세지 않습니다.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hooks.fences import read_fences

LETTERS, LINES = 500, 20

_PATH = re.compile(r'<div class="path" markdown>.*?</div>', re.DOTALL)
_LINK = re.compile(r"\[[^\]]+\]\((?P<page>[\w./-]+\.md)\)")
_UNSEEN = re.compile(r"<!--.*?-->|<[^>]+>|!\[[^\]]*\]|\]\([^)]*\)|\{[^{}\n]*\}", re.DOTALL)
_FOLDED = re.compile(r"^(?P<indent> *)\?\?\? .*\n(?:(?P=indent) {4}.*\n|[ \t]*\n)*", re.MULTILINE)


def minutes(markdown: str, expand: Callable[[str], str]) -> int:
    """쪽 하나를 읽는 데 걸리는 분입니다. `expand`는 펜스에 끼워 넣은 조각을 펼칩니다."""
    open_text = _FOLDED.sub("\n", markdown + "\n")
    lines = 0
    prose = list(open_text)
    for fence in read_fences(open_text):
        prose[fence.start : fence.end] = " " * (fence.end - fence.start)
        if fence.is_python:
            lines += sum(bool(line.strip()) for line in expand(fence.body).splitlines())
    letters = len(re.sub(r"\s", "", _UNSEEN.sub("", "".join(prose))))
    return max(1, round(letters / LETTERS + lines / LINES))


def write(markdown: str, minutes_of: Callable[[str], int]) -> str:
    """길에 있는 링크 뒤에 분을 적습니다. `minutes_of`는 쪽의 상대 주소를 받습니다."""

    def link(found: re.Match) -> str:
        return f'{found[0]} <span class="path__minutes">{minutes_of(found["page"])}분</span>'

    return _PATH.sub(lambda path: _LINK.sub(link, path[0]), markdown)
