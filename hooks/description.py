"""쪽의 설명을 정합니다. 검색 결과와 링크의 미리보기와 llms.txt가 함께 씁니다.

쪽은 답할 물음으로 시작하므로, 첫 문단의 첫 문장들이 곧 설명입니다.
따로 적은 설명(`description:`)이 쪽의 머리에 있으면 그것을 씁니다.
"""

from __future__ import annotations

import re

from hooks.prose import ATTRIBUTES, COMMENT

LONGEST = 160

_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|[`$]")


def describe(markdown: str) -> str:
    """첫 문단에서 160자 안에 드는 문장까지 돌려줍니다. 원고는 한 줄에 한 문장입니다."""
    chosen = ""
    for sentence in _first_paragraph(markdown):
        longer = f"{chosen} {sentence}".strip()
        if len(longer) > LONGEST:
            break
        chosen = longer
    return chosen


def _first_paragraph(markdown: str) -> list[str]:
    _, _, below = f"\n{markdown}".partition("\n# ")
    blocks = re.split(r"\n[ \t]*\n", below)[1:]
    lines = blocks[0].strip("\n").split("\n") if blocks else []
    return [clean for line in lines if (clean := _clean(line))]


def _clean(line: str) -> str:
    text = ATTRIBUTES.sub("", COMMENT.sub("", line))
    return _MARKS.sub("", _LINK.sub(r"\g<text>", text)).strip()
