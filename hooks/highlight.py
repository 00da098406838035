"""코드에 색을 입힙니다. 틀은 `pymdownx.highlight`와 같고, 같은 코드는 한 번만 읽습니다.

보통 이름과 빈칸과 문장 부호는 글자의 색 그대로라서 감싸지 않습니다. 쪽의 태그가 절반쯤 줄어듭니다.

전체 코드와 문장을 확인하는 코드에는 쪽의 코드가 되풀이됩니다.
색을 입힌 단락을 기억해 두면 사이트를 만드는 시간이 줄고, 다시 만들 때는 거의 들지 않습니다.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pygments
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound
from pymdownx.highlight import Highlight, HighlightExtension

from hooks import lexer
from hooks.cache import Store

NAME = "pymdownx.highlight"
PYTHON = ("python", "py")

_HOLE = "x"
_PLAIN = re.compile(r'<span class="[nwp]">(?P<text>[^<]*)</span>')
_FORMATTER = HtmlFormatter(nowrap=True)
# 빈 줄 다음의 첫 칸에서 시작하는 줄은, 파이썬이면 앞에 무엇이 있었는지 몰라도 읽을 수 있습니다.
_BREAK = re.compile(r"\n(\n+)(?=\S)")
_store = Store(
    "highlight",
    pygments.__version__,
    *(Path(file).read_text("utf-8") for file in (__file__, lexer.__file__)),
)


class Extension(HighlightExtension):
    """mkdocs.yml에 적은 설정 그대로, 색을 입히는 일만 `Highlighter`가 합니다."""

    def get_pymdownx_highlighter(self) -> type[Highlight]:
        return Highlighter


def install(config) -> None:
    """MkDocs의 설정에서 `pymdownx.highlight`를 이 확장으로 바꿉니다."""
    extensions = config.markdown_extensions
    if NAME in extensions:
        settings = config.mdx_configs.get(NAME, {})
        extensions[extensions.index(NAME)] = Extension(**settings)


class Highlighter(Highlight):
    """색을 입힌 코드와 그것을 감싼 틀을 따로 기억합니다."""

    def highlight(self, src, language, css_class="highlight", **options):
        """줄마다 다르게 보이는 코드와 글 속의 코드는 기억하지 않습니다."""
        by_line = options.get("hl_lines") or options.get("linestart", -1) > 0 or self.linenums
        anchored = self.line_spans or self.line_anchors
        if by_line or anchored or options.get("inline") or not self.stripnl or not known(language):
            return super().highlight(src, language, css_class, **options)
        options.pop("code_block_count", None)  # 줄의 앵커에만 씁니다
        key = repr((vars(self) | {"md": None}, language, css_class, options))
        if key not in _shells:
            shell = super().highlight(_HOLE, language, css_class, **options)
            _shells[key] = shell.split(highlight(_HOLE, _lexer(language), _FORMATTER))
        before, after = _shells[key]
        return f"{before}{colored(src, language)}{after}"


_shells: dict[str, list[str]] = {}


def known(language: str) -> bool:
    """Pygments가 아는 이름인지 봅니다."""
    return _lexer(language) is not None


def colored(src: str, language: str) -> str:
    """코드에 색을 입힌 줄들입니다."""
    src = src.strip("\n")
    if language not in PYTHON:
        return _colored(src, language)
    return "".join(_colored(part, language) + blank for part, blank in _paragraphs(src))


def _paragraphs(src: str) -> Iterator[tuple[str, str]]:
    """파이썬 코드를 단락과 그 뒤의 빈 줄로 나눕니다. 여러 줄 문자열 안에서는 나누지 않습니다."""
    start = 0
    for found in _BREAK.finditer(src):
        part = src[start : found.start()]
        if part.count('"""') % 2 == part.count("'''") % 2 == 0:
            yield part, found[1]
            start = found.end()
    yield src[start:], ""


def _colored(src: str, language: str) -> str:
    key = f"{language}\n{src}"
    if key not in _store:
        _store[key] = _PLAIN.sub(r"\g<text>", highlight(src, _lexer(language), _FORMATTER))
    return _store[key]


@functools.cache
def _lexer(language: str):
    if language in PYTHON:
        return lexer.Lexer(stripnl=True)
    try:
        return get_lexer_by_name(language, stripnl=True)
    except ClassNotFound:
        return None
