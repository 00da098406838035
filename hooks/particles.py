"""줄이 조사나 어미로 시작하지 않게 합니다.

`word-break: keep-all`은 글자와 글자 사이만 지킵니다. 닫는 괄호나 따옴표와 수식의 뒤에서는 브라우저가
줄을 바꾸므로, 그것과 바로 붙은 한글을 한 덩어리로 묶습니다. 코드의 뒤는 theme/css/text.css가 막습니다.
어느 쪽도 글자를 더하지 않아서 복사와 검색에 아무것도 끼지 않습니다.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

AFTER_TOOLTIPS = 3
LONGEST = 12  # 이보다 글자가 많은 수식은 휴대 전화에서 줄을 바꿀 수 있게 둡니다

_ATTACHED = re.compile(r"[가-힣]+|\([가-힣 ]{1,6}\)[가-힣]*")  # 조사, 또는 기호를 읽는 법과 조사
_CLOSED = re.compile(r"(?<!\s)[-)\]%'\"’”》」]+[가-힣]+")
_UNSEEN = re.compile(r'<span class="katex-mathml">.*?</math></span>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>|\u200b")
_SKIP = frozenset("h1 h2 h3 h4 h5 h6 code pre script style summary".split())


class Binder(Treeprocessor):
    """닫는 괄호나 짧은 수식과, 그 뒤에 붙은 한글을 `<span class="bound">`로 묶습니다."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            if element.tag not in _SKIP:
                self._bind(element)

    def _bind(self, element: Element) -> None:
        children = list(element)
        element[:] = []
        self._text(element, element.text)
        for child in children:
            tail, child.tail = child.tail, None
            attached = _ATTACHED.match(tail or "")
            # 좁은 표에서는 묶지 않아, 한 화면에 들던 표가 옆으로 밀리지 않게 합니다.
            if attached and element.tag != "td" and self._is_short_formula(child):
                bound = Element("span", {"class": "bound"})
                bound.append(child)
                child.tail = attached[0]
                element.append(bound)
                self._text(element, tail[attached.end() :], bound)
            else:
                element.append(child)
                self._text(element, tail, child)

    def _text(self, element: Element, text: str | None, before: Element | None = None) -> None:
        """`before`의 뒤(없으면 `element`의 처음)에 글을 두고, 글 속의 묶을 것을 묶습니다."""
        if not text or isinstance(text, AtomicString):
            _put(element, before, text)
            return
        end = 0
        for found in _CLOSED.finditer(text):
            _put(element, before, text[end : found.start()])
            before = Element("span", {"class": "bound"})
            before.text = found[0]
            element.append(before)
            end = found.end()
        _put(element, before, text[end:])

    def _is_short_formula(self, element: Element) -> bool:
        stashed = HTML_PLACEHOLDER_RE.fullmatch(element.text or "")
        if element.tag != "bdi" or not stashed:
            return False
        html = _UNSEEN.sub("", self.md.htmlStash.rawHtmlBlocks[int(stashed[1])])
        return len(_TAG.sub("", html)) <= LONGEST


def _put(element: Element, before: Element | None, text: str | None) -> None:
    if before is None:
        element.text = text
    else:
        before.tail = text


class ParticleExtension(Extension):
    """조사를 앞말에 묶는 마크다운 확장입니다."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Binder(md), "particles", AFTER_TOOLTIPS)
