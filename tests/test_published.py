"""지시 주석은 독자의 쪽에 남지 않고, 출력 블록과 그림에는 종류와 크기가 적힙니다."""

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from PIL import Image

from hooks import bundle, directives, figures, outputs, tables
from tests.project import ROOT


@pytest.mark.parametrize(
    "comment", ['<!-- 허용: 출력 "막대" -->', "<!-- 용어: 그대로 -->", "<!-- 수: 4 -->"]
)
def test_directives_are_removed(comment):
    assert directives.replace(f"앞\n{comment}\n뒤\n") == "앞\n뒤\n"
    assert directives.replace(f"앞{comment} 뒤\n") == "앞 뒤\n"
    assert directives.replace(f"    {comment}\n") == ""


def test_an_ordinary_comment_and_an_example_are_left_alone():
    for text in ("<!-- 그냥 주석 -->\n", '```markdown\n<!-- skip: next "이유" -->\n```\n'):
        assert directives.replace(text) == text


@pytest.mark.parametrize("indent", ["", "    "])
def test_code_that_never_runs_says_why(indent):
    box = '!!! note "참고"\n\n' if indent else ""
    text = f'{box}{indent}<!-- skip: next "GPU가 필요합니다." -->\n{indent}```python\n{indent}x\n{indent}```\n'
    html = Markdown(extensions=["admonition", "attr_list", "pymdownx.superfences"]).convert(
        directives.replace(text)
    )
    assert '<p class="not-run">이 코드는 시험할 때 실행하지 않습니다. GPU가 필요합니다.</p>' in html
    assert "<pre>" in html and "skip" not in html


def test_code_that_reads_a_table_says_where_to_get_it():
    replaced = directives.replace(
        "<!-- 파일: ch11/experiments/optimizers.csv -->\n```python\nx\n```\n"
    )
    assert "[optimizers.csv](experiments/optimizers.csv)를 읽습니다" in replaced
    assert "[optimizers.py](experiments/optimizers.py)로 만들었습니다" in replaced
    assert "{ .needs-file }" in replaced


def test_code_with_a_condition_says_it_is_optional():
    text = '<!-- skip: next if(not cached("mnist"), reason="없습니다") -->\n```python\nx\n```\n'
    replaced = directives.replace(text)
    assert "골라서 실행하는 코드입니다" in replaced and "{ .not-run }" in replaced
    assert "mnist" not in replaced


@pytest.mark.parametrize(
    ("title", "kind"),
    [("출력", "output"), ("오류", "error"), ("경고", "warning"), ("채점", "graded")],
)
def test_result_blocks_are_classified(title, kind):
    block = '<div class="language-text highlight"><span class="filename">{}</span><pre></pre></div>'
    assert f'class="language-text highlight run run--{kind}"' in outputs.classify(
        block.format(title)
    )
    assert outputs.classify(block.format("설정")) == block.format("설정")


@pytest.mark.parametrize(
    "page", ["ch11/dropout", "ch10/subclassing", "ch10/exercises/losses-solutions"]
)
def test_classes_say_what_a_selector_would_have_to_look_for(site, page):
    """브라우저가 `:has()`로 뒤를 돌아보지 않게 적어 둔 클래스입니다."""
    html = (site / page / "index.html").read_text("utf-8")
    article = BeautifulSoup(html, "html.parser").article
    for known, looked_for in [
        (".ran", ".highlight:has(+ .run)"),
        (".drawn", "p:has(> img[src*='fig/'])"),
    ]:
        assert article.select(known) == article.select(looked_for)
    assert article.select(".ran")


def test_screen_styles_do_not_look_back():
    for file in sorted((ROOT / "theme/css").glob("*.css")):
        looks_back = ":has(" in bundle.pack_styles(file.read_text("utf-8"))
        assert looks_back == (file.name == "print.css"), file.name


def test_tables_are_wrapped_without_a_script():
    html = "<p>앞</p>\n<table>\n<tr><td>1</td></tr>\n</table>\n<table></table>"
    table = '<div class="md-typeset__scrollwrap"><div class="md-typeset__table">'
    table += '<table class="table">{}</table></div></div>'
    first, second = table.format("\n<tr><td>1</td></tr>\n"), table.format("")
    assert tables.wrap(html) == f"<p>앞</p>\n{first}\n{second}"


@pytest.mark.parametrize(
    ("url", "src"),
    [("ch10/a/", "../fig/a-b.svg"), ("ch10/", "fig/a-b.svg"), ("a/", "../ch10/fig/a-b.svg")],
)
def test_figures_get_their_size(tmp_path, url, src):
    (tmp_path / "ch10/fig").mkdir(parents=True)
    svg = '<svg height="230.4pt" viewBox="0 0 388.8 230.4" width="388.8pt"></svg>'
    (tmp_path / "ch10/fig/a-b.svg").write_text(svg, "utf-8")
    html = figures.measure(f'<img alt="그림" src="{src}" />', url, tmp_path)
    assert html == f'<img width="518" height="307" alt="그림" src="{src}" />'


def test_repeated_code_and_answers_are_not_searched():
    for kind in ("whole", "figure", "answer"):
        assert outputs.unlist(f'<details class="{kind}">').startswith(
            "<details data-search-exclude "
        )
    assert outputs.unlist('<details class="old">') == '<details class="old">'
    assert outputs.unlist('<div class="admonition exercise">').startswith(
        "<div data-search-exclude "
    )
    assert outputs.unlist('<div class="admonition note">') == '<div class="admonition note">'


def test_shots_get_half_their_pixels(tmp_path):
    """화면은 화소 두 개를 CSS의 화소 하나로 찍습니다."""
    Image.new("RGB", (2200, 960)).save(tmp_path / "a-b.png")
    html = figures.measure('<img alt="화면" src="../a-b.png" />', "a/", tmp_path)
    assert html == '<img width="1100" height="480" alt="화면" src="../a-b.png" />'


def test_a_figure_that_is_not_there_is_left_to_the_link_check(tmp_path):
    html = '<img alt="그림" src="../fig/none.svg" />'
    assert figures.measure(html, "ch10/a/", tmp_path) == html
