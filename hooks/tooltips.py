"""쪽에 처음 나오는 용어에 뜻을 답니다.

용어는 용어집의 그 항목으로 가는 링크입니다. 그래서 스크립트가 없어도, 어느 기기에서도 뜻에 닿습니다.
뜻과 영어는 속성에 적어 두고, theme/js/terms.js가 카드로 보입니다. 속성이라서 검색과 복사에 끼지 않습니다.
"""

from __future__ import annotations

import posixpath
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from hooks import glossary
from hooks.mentions import Mentions, is_glossed
from hooks.terms import EVERYDAY, Term

AFTER_TOC = 4  # 제목과 차례(5)가 정해진 다음, MkDocs가 링크를 확인하기(0) 전입니다

ONLY_GLOSSED = EVERYDAY | {"클래스", "보정", "추론", "동결"}
"""보통 말로도 쓰는 용어입니다. 바로 뒤에 그 용어의 영어가 있을 때만 뜻을 답니다."""

_READ = frozenset({"p", "li", "dd", "td"})
_SKIP = frozenset(
    "h1 h2 h3 h4 h5 h6 a abbr code pre th button label summary figcaption bdi script style".split()
)
_SKIP_CLASSES = frozenset("admonition-title arithmatex checks figure highlight whole".split())


class Marker(Treeprocessor):
    """문서 나무에서 용어를 찾아 링크로 바꿉니다. 같은 용어는 한 번만 바꿉니다."""

    def __init__(self, md: Markdown, page: str, mentions: Mentions) -> None:
        super().__init__(md)
        self.mentions = mentions
        self.glossary = posixpath.relpath(glossary.PAGE, posixpath.dirname(page) or ".")
        self.seen: set[Term] = set()

    def run(self, root: Element) -> None:
        self._visit(root, reading=False, following="")

    def _visit(self, element: Element, reading: bool, following: str) -> None:
        """`reading`은 본문 안인지, `following`은 요소 바로 뒤의 글입니다."""
        if element.tag in _SKIP or _SKIP_CLASSES & set(element.get("class", "").split()):
            return
        reading = reading or element.tag in _READ
        children = list(element)
        if reading and element.text:
            element.text, marks = self._mark(element.text, 0, "" if children else following)
            element[:0] = marks
        for child in children:
            tail = child.tail or ""
            self._visit(child, reading, tail)
            if reading and tail:
                # 앞의 요소에 바로 붙은 글자는 낱말의 처음이 아닙니다.
                first = 0 if child.tag == "br" else 1
                child.tail, marks = self._mark(tail, first, "")
                at = list(element).index(child) + 1
                element[at:at] = marks

    def _mark(self, text: str, first: int, following: str) -> tuple[str, list[Element]]:
        """글을 첫 용어의 앞과, 용어와 그 뒤의 글을 담은 링크들로 나눕니다."""
        end, lead, marks = 0, text, []
        for term, start, stop in self.mentions.find(text):
            after = text[stop:] or following
            everyday = term.ko in ONLY_GLOSSED and not is_glossed(term, after)
            if start < first or term in self.seen or everyday:
                continue
            self.seen.add(term)
            if marks:
                marks[-1].tail = text[end:start]
            else:
                lead = text[:start]
            marks.append(self._link(term))
            end = stop
        if marks:
            marks[-1].tail = text[end:]
        return lead, marks

    def _link(self, term: Term) -> Element:
        link = Element("a", {"class": "term", "href": f"{self.glossary}#{term.anchor}"})
        link.text = term.ko
        if term.ko.casefold() != term.english.casefold():
            link.set("data-english", term.english)
        link.set("data-definition", term.definition.replace("`", ""))
        return link


class TooltipExtension(Extension):
    """용어에 뜻을 다는 마크다운 확장입니다. 쪽마다 `begin`으로 쪽의 자리를 알려 줍니다."""

    def __init__(self, terms: list[Term], **settings) -> None:
        super().__init__(**settings)
        self.learn(terms)
        self.begin("")

    def learn(self, terms: list[Term]) -> None:
        """뜻을 달 용어입니다."""
        self.mentions = Mentions(terms)

    def begin(self, page: str) -> None:
        """이제부터 읽을 쪽의 자리입니다."""
        self.page = page

    def extendMarkdown(self, md: Markdown) -> None:
        if self.page != glossary.PAGE:
            marker = Marker(md, self.page, self.mentions)
            md.treeprocessors.register(marker, "term-tooltips", AFTER_TOC)
