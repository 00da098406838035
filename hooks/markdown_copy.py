"""쪽마다 Markdown 사본을 만듭니다. 사본은 쪽의 HTML 파일 곁에 이름만 `.md`로 바꾸어 둡니다.

조각은 펼치고, 시험에게 하는 말과 속성은 지웁니다. 수식은 TeX로, 접힌 상자는 굵은 제목으로 남습니다.
"""

from __future__ import annotations

from collections.abc import Callable

from hooks import directives
from hooks.fences import Fence, read_fences
from hooks.prose import Address, Prose


def path(page: str) -> str:
    """사이트에서 `ch11/dropout/index.html`의 사본이 놓이는 자리입니다."""
    return page.removesuffix(".html") + ".md"


def convert(text: str, url: str, address: Address, expand: Callable[[str], str]) -> str:
    """쪽의 글을 사본으로 바꿉니다.

    `url`은 쪽의 주소이고, `address`는 상대 주소를 사이트의 주소로 바꾸고, `expand`는 조각을 펼칩니다.
    """
    text = directives.replace(text)
    lines, fences = text.split("\n"), {fence.line: fence for fence in read_fences(text)}
    prose = Prose(address)
    copied: list[str] = []

    number = 1
    while number <= len(lines):
        if fence := fences.get(number):
            prose.line(fence.prefix + fence.mark)  # 앞의 상자가 닫혔으면 닫습니다
            _words(copied, _title(fence, prose))
            copied += prose.fence(fence, expand)
            number = fence.last_line + 1
        else:
            _words(copied, prose.line(lines[number - 1]))
            if lines[number - 1].startswith("# "):
                _words(copied, f"\n> 원문: {url}\n")
            number += 1
    return "\n".join(copied).strip("\n") + "\n"


def _title(fence: Fence, prose: Prose) -> str | None:
    indent = fence.prefix[prose.depth() :]
    return f"{indent}**{fence.title}**\n" if fence.title else None


def _words(copied: list[str], text: str | None) -> None:
    """글을 더합니다. 빈 줄은 이어서 두 번 두지 않습니다. 코드 속의 빈 줄은 건드리지 않습니다."""
    for line in [] if text is None else text.split("\n"):
        if line.strip() or (copied and copied[-1]):
            copied.append(line.rstrip())
