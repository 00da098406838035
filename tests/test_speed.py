"""사이트를 빨리 만들려고 덜 하는 일이, 만들어지는 것을 바꾸지 않습니다."""

import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from material.plugins.search.plugin import Parser
from mkdocs.structure.pages import Page
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from hooks import downloads, reload, searchable
from hooks.highlight import Extension, colored
from hooks.katex import typeset

ROOT = Path(__file__).parents[1]
SNIPPETS = sorted(ROOT.glob("snippets/**/*.py"))
TRICKY = [
    'text = """\n하나\n\n둘\n"""\n\nx = 1',
    "text = '''\n\n'''\n\n\n\ny = 2\n",
    "\n\nprint(1)\n\n# 주석\n\n@decorator\ndef f(): ...\n",
    "def f():\n    a = 1\n\n    b = 2\n\n\nc = 3",
    "",
]
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


@pytest.mark.parametrize("path", SNIPPETS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_colors_of_a_snippet_are_those_of_pygments(path):
    assert_same(path.read_text("utf-8"))


@pytest.mark.parametrize("code", TRICKY)
def test_colors_of_tricky_code_are_those_of_pygments(code):
    assert_same(code)


def assert_same(code: str) -> None:
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


def words(html: str) -> list[tuple[str, str]]:
    parser = Parser()
    parser.feed(html)
    return [("".join(part.title), "".join(part.text)) for part in parser.data]


class File(SimpleNamespace):
    __hash__ = object.__hash__


@pytest.fixture
def rendered(monkeypatch):
    """조판한 쪽의 이름입니다."""
    names = []

    def render(page, config, files):
        names.append(page.file.src_uri)
        page.content = page.markdown.upper()
        page.toc, page._title_from_render, page.present_anchor_ids = [], "a", {"a"}
        page.links_to_anchors = {page.file: {"a": "a.md#a"}}

    monkeypatch.setattr(Page, "render", render)
    return names


def test_unchanged_page_is_not_rendered_again(rendered, tmp_path):
    snippet = tmp_path / "a.py"
    snippet.write_text("x = 1")
    config = SimpleNamespace(
        config_file_path=str(tmp_path / "mkdocs.yml"),
        mdx_configs={"pymdownx.snippets": {"base_path": str(tmp_path)}},
    )
    memory = reload.Memory()

    def build(markdown: str, uris: tuple = ("a.md",)):
        file = File(src_uri="a.md")
        files = SimpleNamespace(src_uris=dict.fromkeys(uris), get_file_from_path=lambda _: file)
        page = SimpleNamespace(file=file, markdown=markdown)
        memory.begin(config, files)
        memory.attach(page)
        page.render(config, files)
        assert page.content == markdown.upper() and list(page.links_to_anchors) == [file]
        return len(rendered)

    assert [build("a"), build("a"), build("b"), build("b")] == [1, 1, 2, 2]
    assert build("b", ("a.md", "b.md")) == 3
    snippet.write_text("x = 22")
    os.utime(snippet, (1, 1))
    assert build("b", ("a.md", "b.md")) == 4


def test_changed_snippet_is_expanded_again(tmp_path):
    snippet = tmp_path / "a.py"
    config = SimpleNamespace(mdx_configs={"pymdownx.snippets": {"base_path": str(tmp_path)}})
    expand = downloads.expander
    for number, text in enumerate(["x = 1", "x = 2"]):
        snippet.write_text(text)
        downloads._forget_if_changed(((str(snippet), number),))
        assert expand(config)('--8<-- "a.py"') == text
