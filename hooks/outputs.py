"""출력, 오류, 경고 블록에 종류를 적고, 되풀이되는 코드를 검색에서 뺍니다. CSS와 복사 단추가 종류를 봅니다."""

from __future__ import annotations

import re
from collections.abc import Iterator

KINDS = {"출력": "output", "오류": "error", "경고": "warning", "채점": "graded"}
_TITLE = f'"><span class="filename">(?P<title>{"|".join(KINDS)})</span>'
_UNSEARCHED = re.compile(
    r'<(?:details (?=class="(?:whole|figure|answer)")|div (?=class="admonition exercise"))'
)
_BLOCK = re.compile(f'(?P<open><div class="language-text highlight)(?={_TITLE})')
_CLASS = " highlight"
_FOLLOWED = re.compile(r'</pre></div>\s*<div class="language-text highlight run ')


def classify(html: str) -> str:
    """제목이 출력, 오류, 경고, 채점인 블록에 클래스 `run`과 종류를, 바로 앞의 코드에 `ran`을 더합니다."""
    html = _BLOCK.sub(lambda found: f"{found['open']} run run--{KINDS[found['title']]}", html)
    return "".join(_with_ran(html))


def _with_ran(html: str) -> Iterator[str]:
    done = 0
    for found in _FOLLOWED.finditer(html):
        block = html.rindex('<div class="language-', 0, found.start())
        end = html.index(_CLASS, block) + len(_CLASS)
        yield f"{html[done:end]} ran"
        done = end
    yield html[done:]


def unlist(html: str) -> str:
    """전체 코드와 그림 코드와 풀이와 연습의 링크는 검색하지 않습니다.

    코드는 쪽의 코드가 되풀이되어 어떤 낱말로도 걸리고, 풀이는 문제보다 먼저 보이면 안 되고,
    연습의 제목은 그것을 다루는 쪽의 낱말입니다.
    """
    return _UNSEARCHED.sub(r"\g<0>data-search-exclude ", html)
