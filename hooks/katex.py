"""수식을 사이트를 만들 때 조판합니다. 독자에게는 수식 스크립트가 가지 않습니다.

`pymdownx.arithmatex`가 찾아 둔 수식을 KaTeX로 조판합니다.
KaTeX는 quickjs에서 돌아서 Node가 없어도 됩니다.
조판할 수 없는 수식이 있으면 어느 쪽 몇째 줄인지 말하고 멈춥니다.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import quickjs
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.exceptions import PluginError

from hooks.cache import Store

SCRIPT = Path(__file__).parent / "vendor" / "katex" / "katex.min.js"
RENDER = """
(tex, display) => {
  try {
    const options = {displayMode: display, output: "htmlAndMathml", strict: "error"}
    return JSON.stringify({html: katex.renderToString(tex, options)})
  } catch (error) {
    return JSON.stringify({error: error.rawMessage || error.message, at: error.position})
  }
}
"""
AFTER_INLINE = 15  # 인라인 문법(20)을 읽은 다음, 속성(8)과 차례(5)를 읽기 전입니다

_FORMULA = re.compile(r"\s*\\([(\[])(.*)\\[)\]]\s*", re.DOTALL)
_store = Store("katex", *(Path(file).read_text("utf-8") for file in (__file__, SCRIPT)))
_ESCAPES = (("&quot;", '"'), ("&gt;", ">"), ("&lt;", "<"), ("&amp;", "&"))


class FormulaError(ValueError):
    """KaTeX가 조판할 수 없는 수식입니다."""


def typeset(tex: str, display: bool) -> str:
    """수식을 HTML과 MathML로 조판합니다. 화면 낭독기는 MathML을 읽습니다."""
    key = f"{display}\n{tex}"
    if key not in _store:
        _store[key] = _typeset(tex, display)
    return _store[key]


def _typeset(tex: str, display: bool) -> str:
    result = json.loads(_katex()(tex, display))
    if "error" in result:
        raise FormulaError(_explain(result["error"], tex[result.get("at") or 0 :]))
    return result["html"]


def _explain(message: str, rest: str) -> str:
    if "unicodeTextInMathMode" in message:
        message = "수식 안에 한글이 있습니다. 수식 밖으로 옮기세요."
    return f"{message} (여기부터: {rest[:20]})"


@functools.cache
def _katex() -> Callable[[str, bool], str]:
    context = quickjs.Context()
    context.eval("var self = globalThis;" + SCRIPT.read_text("utf-8"))
    return context.eval(RENDER)


class Typesetter(Treeprocessor):
    """문서 나무에서 수식을 찾아 조판한 HTML로 바꿉니다."""

    def __init__(self, md: Markdown, place: Callable[[str], str]) -> None:
        super().__init__(md)
        self.place = place

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.get("class") == "arithmatex" and (found := _FORMULA.fullmatch(element.text)):
                self._typeset(element, display=found[1] == "[", tex=found[2])

    def _typeset(self, element: Element, display: bool, tex: str) -> None:
        if display:  # arithmatex는 따로 선 수식만 이스케이프합니다
            for escaped, character in _ESCAPES:
                tex = tex.replace(escaped, character)
        try:
            html = typeset(tex.strip(), display)
        except FormulaError as error:
            raise PluginError(
                f"{self.place(tex)}: 수식을 조판할 수 없습니다: {tex.strip()}\nKaTeX: {error}"
            ) from None
        # 수식의 조각이 검색에 걸리지 않게 합니다. 검색은 같은 이름의 태그가 안에서 닫히면 다시 읽기
        # 시작해서, 글 속 수식의 바깥은 KaTeX가 쓰지 않는 태그여야 합니다.
        element.set("data-search-exclude", "")
        element.tag = "div" if display else "bdi"
        element.text = self.md.htmlStash.store(html)


class KatexExtension(Extension):
    """수식을 조판하는 마크다운 확장입니다. 쪽마다 `begin`으로 이름과 원고를 알려 줍니다."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings)
        self.begin("", "")

    def begin(self, name: str, source: str) -> None:
        """이제부터 읽을 쪽의 이름과 원고입니다. 틀린 수식의 자리를 말할 때 씁니다."""
        self.name, self.source = name, source

    def place(self, tex: str) -> str:
        """수식이 있는 `파일:줄`을 돌려줍니다. 원고에서 찾지 못하면 파일만 돌려줍니다."""
        words = r"\s+".join(map(re.escape, tex.split()))
        if words and (found := re.search(words, self.source)):
            return f"{self.name}:{self.source.count(chr(10), 0, found.start()) + 1}"
        return self.name or "수식"

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Typesetter(md, self.place), "katex", AFTER_INLINE)
