"""수식은 사이트를 만들 때 조판되고, 틀린 수식은 자리와 함께 빌드를 멈춥니다."""

import pytest
from markdown import Markdown
from mkdocs.exceptions import PluginError

from hooks.katex import FormulaError, KatexExtension, typeset


def render(text: str, name: str = "ch10/a.md") -> str:
    formulas = KatexExtension()
    formulas.begin(name, text)
    extensions = ["pymdownx.arithmatex", "pymdownx.superfences", "admonition", "tables", formulas]
    settings = {"pymdownx.arithmatex": {"generic": True}}
    return Markdown(extensions=extensions, extension_configs=settings).convert(text)


def test_a_formula_is_shown_and_read_aloud():
    html = typeset(r"\eta", False)
    assert '<span class="katex-html" aria-hidden="true">' in html
    assert "<mi>η</mi>" in html and '<annotation encoding="application/x-tex">\\eta' in html


def test_inline_and_display():
    html = render("학습률 $\\eta$입니다.\n\n$$\n\\hat{y} = x\n$$\n")
    assert html.count("katex-display") == 1
    assert html.count('class="katex"') == 2
    assert "\\(" not in html and "\\[" not in html


@pytest.mark.parametrize(
    "text",
    [
        '!!! note "참고"\n\n    $x_1$과\n\n    $$\n    x_2\n    $$\n',
        "- 목록의 $x_1$\n- $$x_2$$\n",
        "| 함수 | 식 |\n|---|---|\n| AND | $x_1$, $x_2$ |\n",
    ],
)
def test_formulas_in_boxes_lists_and_tables(text):
    html = render(text)
    assert html.count('class="katex"') == 2
    assert "$" not in html


def test_signs_that_html_escapes():
    html = render("$$\n\\begin{cases} 1 & z \\ge 0 \\\\ 0 & z < 0 \\end{cases}\n$$\n\n$a < b$\n")
    assert "katex-error" not in html
    assert "&amp;lt;" not in html and "amp;amp" not in html


def test_code_is_not_typeset():
    html = render('`$x$`\n\n```\n$$x$$\n<div class="arithmatex">\\[x\\]</div>\n```\n')
    assert "katex" not in html


def test_search_skips_the_whole_formula():
    """검색은 제외한 태그와 이름이 같은 태그가 안에서 닫히면 다시 읽기 시작합니다."""
    inline, block = render("$x$"), render("$$\nx\n$$")
    assert '<bdi class="arithmatex" data-search-exclude' in inline
    assert "<bdi" not in typeset("x", False)
    assert '<div class="arithmatex" data-search-exclude' in block
    assert "<div" not in typeset("x", True)


def test_a_wrong_formula_stops_with_its_place():
    text = "# 제목\n\n옳은 $x$입니다.\n\n    \n$$\n\\frac{1}{2}\n+ \\fraq{1}{2}\n$$\n"
    with pytest.raises(PluginError) as error:
        render(text)
    message = str(error.value)
    assert "ch10/a.md:7: 수식을 조판할 수 없습니다" in message
    assert r"\fraq" in message


def test_the_place_of_an_indented_formula():
    text = "- 목록\n\n    $$\n    x\n    + \\no\n    $$\n"
    with pytest.raises(PluginError, match=r"ch10/a\.md:4: "):
        render(text)


def test_korean_belongs_outside_the_formula():
    with pytest.raises(FormulaError, match="수식 안에 한글이 있습니다"):
        typeset("가중치 = 1", False)
