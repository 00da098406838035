"""용어표로 용어집(docs/glossary.md)의 항목을 씁니다. 용어마다 뜻, 다른 표기, 다루는 쪽이 있습니다.

항목은 제목이라서 검색이 용어 하나하나를 따로 찾고, 다른 쪽은 `glossary.md#dropout`으로 가리킵니다.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby

from mkdocs.exceptions import PluginError

from hooks.mentions import Mentions, is_glossed
from hooks.outline import Heading, Outline
from hooks.terms import Term

PAGE = "glossary.md"
MARKER = "<!-- 용어집 -->"

# 한글의 첫소리 19개가 드는 묶음입니다. 된소리는 예사소리와 함께 둡니다.
_INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
_ANCHORS = dict(
    zip(
        "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
        "giyeok nieun digeut rieul mieum bieup siot ieung jieut chieut kieuk tieut pieup hieut".split(),
        strict=True,
    )
)
_LATIN = "로마자와 숫자"
# 다른 표기는 검색 스크립트가 이미 알고, 쪽의 제목은 그 쪽을 찾을 말이라 검색에서 뺍니다.
_VARIANTS = '{ .variants data-search-exclude="" }\n'
_INTRODUCED = '{ .introduced data-search-exclude="" }\n'
_END = frozenset({"summary", "exercises", "references"})

Place = tuple[Outline, Heading | None]


def write(markdown: str, terms: list[Term], outlines: list[Outline]) -> str:
    """원고의 표시를 항목으로 바꿉니다. `outlines`는 차례대로 놓인 다른 쪽들입니다."""
    if MARKER not in markdown:
        raise PluginError(f"{PAGE}: 항목이 놓일 자리가 없습니다. {MARKER}을 한 줄에 쓰세요.")
    return markdown.replace(MARKER, entries(terms, introductions(terms, outlines)))


def entries(terms: list[Term], places: dict[Term, Place]) -> str:
    """용어를 가나다와 로마자의 차례로 늘어놓습니다."""
    lines = []
    for group, members in groupby(sorted(terms, key=_order), key=group_of):
        anchor = _ANCHORS.get(group, "latin")
        lines.append(f'## {group} {{ #{anchor} data-search-exclude="" }}\n')
        lines += [_entry(term, places.get(term)) for term in members]
    return "\n".join(lines)


def group_of(term: Term) -> str:
    """용어가 드는 묶음의 이름입니다."""
    code = ord(term.ko[0]) - 0xAC00
    return _INITIALS[code // 588] if 0 <= code < 11172 else _LATIN


def _order(term: Term) -> tuple[bool, str, str]:
    return group_of(term) == _LATIN, term.ko.casefold(), term.en


def _entry(term: Term, place: Place | None) -> str:
    same = term.ko.casefold() == term.english.casefold()
    english = "" if same else f" *({html.escape(term.english, quote=False)})*"
    lines = [
        f"### {html.escape(term.ko, quote=False)}{english} {{ #{term.anchor} }}\n",
        f"{term.definition}\n",
    ]
    if term.variants:
        lines += [
            f"다른 표기: {html.escape(', '.join(term.variants), quote=False)}",
            _VARIANTS,
        ]
    if place:
        lines += [f"다루는 곳: {_link(*place)}", _INTRODUCED]
    return "\n".join(lines)


def _link(outline: Outline, heading: Heading | None) -> str:
    inside = heading is not None and heading.level > 1
    title = f"{outline.title} › {heading.title}" if inside else outline.title
    return f"[{title}]({outline.link(heading)})"


def introductions(terms: list[Term], outlines: list[Outline]) -> dict[Term, Place]:
    """용어마다 그것을 다루는 곳을 정합니다. 어느 쪽에도 나오지 않는 용어는 뺍니다.

    굵게 쓰고 영어를 붙인 곳, 그 말이 제목인 절, 영어를 붙인 곳, 제목에 그 말이 있는 절,
    그 말이 나오는 곳의 차례로 고르고, 같으면 앞의 쪽을 고릅니다.
    길잡이 쪽(index.md)과, 쪽의 끝에 있는 정리와 연습문제와 더 읽을거리는 나중에 봅니다.
    """
    found: dict[Term, tuple[tuple[bool, int], Place]] = {}
    mentions = Mentions(terms)
    for outline in sorted(outlines, key=_is_guide):
        for term, rank, heading in _appearances(mentions, outline):
            if term not in found or rank < found[term][0]:
                found[term] = rank, (outline, heading)
    return {term: place for term, (_, place) in found.items()}


def _is_guide(outline: Outline) -> bool:
    return outline.uri.rpartition("/")[2] == "index.md"


def _appearances(
    mentions: Mentions, outline: Outline
) -> Iterator[tuple[Term, tuple[bool, int], Heading | None]]:
    end_matter = next((h.start for h in outline.headings if h.anchor in _END), len(outline.source))
    for heading in outline.headings:
        for term, _, _ in mentions.find(heading.title):
            if heading.level <= 2:
                rank = 1 if heading.title == term.ko else 3
                yield term, (heading.start >= end_matter, rank), heading
    words = outline.words
    for term, start, end in mentions.find(words):
        bold = words[start - 2 : start] == "**" and words[end : end + 2] == "**"
        glossed = is_glossed(term, words[end : end + 80]) or (bold and _is_latin(term))
        rank = (0 if bold else 2) if glossed else 4
        yield term, (start >= end_matter, rank), outline.above(start)


def _is_latin(term: Term) -> bool:
    """우리말로 옮기지 않아서 영어를 붙일 일이 없는 용어입니다."""
    return not re.search("[가-힣]", term.ko)


def fold(toc) -> None:
    """쪽 곁의 차례에 묶음만 남깁니다. 용어까지 늘어놓으면 차례가 너무 깁니다."""
    for title in toc:
        for group in title.children:
            group.children = []
