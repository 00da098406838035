"""사이트를 빨리 만들려고 덜 하는 일이, 만들어지는 것을 바꾸지 않습니다."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from material.plugins.search.plugin import Parser
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer, get_lexer_by_name
from pymdownx.snippets import SnippetExtension, SnippetMissingError, SnippetPreprocessor

from hooks import api_index, cache, downloads, searchable, snippets
from hooks import highlight as coloring
from hooks.highlight import Extension, colored
from hooks.katex import typeset
from hooks.lexer import Lexer
from hooks.outline import Outline

ROOT = Path(__file__).parents[1]
SNIPPETS = sorted(ROOT.glob("snippets/**/*.py"))
TRICKY = [
    'text = """\n하나\n\n둘\n"""\n\nx = 1',
    "text = '''\n\n'''\n\n\n\ny = 2\n",
    "\n\nprint(1)\n\n# 주석\n\n@decorator\ndef f(): ...\n",
    "def f():\n    a = 1\n\n    b = 2\n\n\nc = 3",
    "",
    "match value:\n    case [1, _] if f(x):\n        pass\nmatch = case = 1\n",
    "x = f'{a!r:>{w}} {{b}} {f\"{c}\"}'; y = rb'\\x' + Rf\"{d}\\n\" + u'\\N{DASH}' + B'\\0'\n",
    "@a.b\nclass 가[T](B): lazy = 0x_f + 1_0.5e-3j if not x else ...\n",
    "from . import a as b, c\nlazy import d\nfrom __future__ import e\n$ ? x = 'a\\\n b",
    '#!/usr/bin/python\nr"""독스트링"""\nraise KeyError from None; self.__init__(__name__)\n',
]
OURS, STOCK = Lexer(), PythonLexer()
SETTINGS = {"pygments_lang_class": True, "anchor_linenums": False}
PAGE = """
```python title="코드"
x = 1

y = "<글>"
```

```text title="출력"
1 < 2
```

```python hl_lines="2"
a = 1
b = 2
```

``` { .python #here .wide }
x = 1
```

```없는말
x
```

글의 `#!python x = 1`입니다.
"""


@pytest.fixture(autouse=True)
def nothing_kept(tmp_path, monkeypatch):
    """지난번에 남긴 것이 아니라 지금 만드는 것을 봅니다."""
    monkeypatch.setattr(cache, "_stores", [])
    monkeypatch.setattr(coloring, "_store", cache.Store(tmp_path / "highlight"))


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_colors_of_a_snippet_are_those_of_pygments(path):
    assert_same(path.read_text("utf-8"))


@pytest.mark.parametrize("code", TRICKY)
def test_colors_of_tricky_code_are_those_of_pygments(code):
    assert_same(code)


def assert_same(code: str) -> None:
    assert list(OURS.get_tokens(code)) == list(STOCK.get_tokens(code))
    whole = highlight(code, get_lexer_by_name("python", stripnl=True), HtmlFormatter(nowrap=True))
    ours = colored(code, "python")
    assert without_plain(ours) == without_plain(whole)
    assert not re.search(r'<span class="[nwp]">', ours)


def without_plain(html: str) -> str:
    """보통 이름과 빈칸과 문장 부호를 감싼 것을 벗깁니다."""
    soup = BeautifulSoup(f"<pre>{html}</pre>", "html.parser")
    for span in soup.select("span.n, span.w, span.p"):
        span.unwrap()
    return str(soup)


def test_plain_names_have_the_color_of_the_code():
    """그래서 감싸지 않아도 모양이 같습니다. 두 화면 모두 그렇습니다."""
    css = (ROOT / "theme/css/colors.css").read_text("utf-8")
    colors = {
        name: re.findall(rf"--md-code-{name}-color: (#\w+);", css)
        for name in ("fg", "hl-name", "hl-punctuation")
    }
    assert len(colors["fg"]) == 2
    assert colors["fg"] == colors["hl-name"] == colors["hl-punctuation"]


def test_fences_are_those_of_pymdownx():
    both = ["pymdownx.superfences", "pymdownx.inlinehilite", "attr_list"]
    stock = Markdown(
        extensions=["pymdownx.highlight", *both],
        extension_configs={"pymdownx.highlight": SETTINGS},
    )
    ours = Markdown(extensions=[Extension(**SETTINGS), *both])
    whole = without_plain(stock.convert(PAGE))
    assert without_plain(ours.convert(PAGE)) == whole
    assert without_plain(ours.reset().convert(PAGE)) == whole  # 기억한 것으로


def test_search_reads_the_same_words():
    code = f'<div class="highlight"><pre><span></span><code>{colored("x = 1", "python")}</code></pre></div>'
    formula = f'<bdi class="arithmatex" data-search-exclude="">{typeset("x^2", False)}</bdi>'
    html = (
        f'<h1 id="a">제목</h1><p>글 <span>하나</span> {formula}입니다.</p>{code}<h2 id="b">둘</h2>'
    )
    assert words(searchable.only(html)) == words(html)
    assert "katex" not in searchable.only(html)


EXCLUDED = '<details class="whole" data-search-exclude="">{}</details>'


@pytest.mark.parametrize(
    "box",
    [
        EXCLUDED.format("<summary>전체</summary><p>속<br>글 <em>둘</em></p>"),
        EXCLUDED.format(f"앞{EXCLUDED.format('속')}뒤") + "<p>바깥</p>",
        EXCLUDED.format('<h3 id="c">속의 제목</h3><p>속의 글</p>'),
        '<section class="checks" data-search-exclude><div><p>속</p></div></section>',
        '<section class="checks"><p>빼지 않는 글</p></section>',
    ],
    ids=["상자", "겹친 상자", "제목이 있는 상자", "검증", "빼지 않는 절"],
)
def test_search_reads_the_same_words_around_a_box(box):
    html = f'<h1 id="a">제목</h1><p>앞</p>\n{box}\n<p>뒤</p><h2 id="b">둘</h2>\n{box}'
    assert words(searchable.only(html)) == words(html)


def test_search_does_not_read_what_it_leaves_out():
    html = f"<p>앞</p>{EXCLUDED.format('<p>속</p>')}<p>뒤</p>"
    assert searchable.only(html) == f"<p>앞</p>{EXCLUDED.format('')}<p>뒤</p>"


def words(html: str) -> list[tuple[str, str]]:
    parser = Parser()
    parser.feed(html)
    return [("".join(part.title), "".join(part.text)) for part in parser.data]


def test_changed_snippet_is_expanded_again(tmp_path):
    snippet = tmp_path / "a.py"
    config = SimpleNamespace(mdx_configs={"pymdownx.snippets": {"base_path": str(tmp_path)}})
    expand = downloads.expander
    for number, text in enumerate(["x = 1", "x = 2"]):
        snippet.write_text(text)
        downloads._forget_if_changed(((str(snippet), number),))
        assert expand(config)('--8<-- "a.py"') == text


def preprocessor(kind, folder: Path):
    settings = {"base_path": [str(folder)], "check_paths": True, "dedent_subsections": True}
    return kind(SnippetExtension(**settings).getConfigs(), Markdown())


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_sections_are_those_of_pymdownx(path):
    names = re.findall(r"\[start:(\w+)\]", path.read_text("utf-8"))
    assert_same_sections(path, names)


def test_sections_with_tricky_marks_are_those_of_pymdownx(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(
        "# ;--8<-- [start:a]\na = ab = 1\n# --8<-- [start:ab]\n# ;--8<-- [end:ab]\nx\n"
        "    # --8<-- [ start : a ]\n    y\n    # --8<-- [start:b]\n    z\n# --8<-- [end:a]\n"
        "# --8<-- [end:b]\n# --8<-- [end:ab]\n"
    )
    assert_same_sections(path, ["a", "ab", "b"])


def assert_same_sections(path: Path, names: list[str]) -> None:
    stock, ours = (
        preprocessor(kind, path.parent) for kind in (SnippetPreprocessor, snippets.Preprocessor)
    )
    for name in names:
        line = f'  --8<-- "{path.name}:{name}"'
        assert ours.run([line]) == stock.run([line])
    with pytest.raises(SnippetMissingError):
        ours.run(
            [f'--8<-- "{path.name}:{"".join(names)}_없는_절"', f'--8<-- "{path.name}:nowhere"']
        )


def test_snippet_is_read_once_a_page(tmp_path, monkeypatch):
    read, opened = SnippetPreprocessor.read_lines, []
    monkeypatch.setattr(
        SnippetPreprocessor,
        "read_lines",
        lambda self, path: opened.append(path) or read(self, path),
    )
    snippet = tmp_path / "a.py"
    config = SimpleNamespace(
        markdown_extensions=[snippets.NAME],
        mdx_configs={snippets.NAME: {"base_path": [str(tmp_path)]}},
    )
    snippets.install(config)
    for number in (1, 2):
        snippet.write_text(f"x = {number}")
        page = Markdown(extensions=config.markdown_extensions)  # MkDocs는 쪽마다 새로 만듭니다
        assert page.convert('--8<-- "a.py"\n\n--8<-- "a.py"').count(f"x = {number}") == 2
        assert len(opened) == number


def test_names_in_an_unchanged_page_are_not_gathered_again(monkeypatch):
    gather, gathered = api_index._names, []
    monkeypatch.setattr(api_index, "_names", lambda *page: gathered.append(page) or gather(*page))
    source = "# 쪽 { #a }\n\n```python\n조각\n```\n"

    def names(text: str, expand) -> list[str]:
        return list(api_index.collect([Outline("a.md", text)], expand))

    def first(body: str) -> str:
        return "import keras\nkeras.Input()"

    def second(body: str) -> str:
        return "import keras\nkeras.Model()"

    assert names(source, first) == names(source, first) == ["keras.Input"]
    assert len(gathered) == 1
    assert names(source, second) == ["keras.Model"]  # 조각이 달라지면 펼치는 함수도 새것입니다
    assert names(source.replace("쪽", "새 쪽"), second) == ["keras.Model"]
    assert len(gathered) == 3
