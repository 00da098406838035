"""문장 뒤의 검증 주석은 독자가 열어 볼 수 있는 코드가 됩니다."""

import re

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from hooks import claims

SNIPPET = """\
# --8<-- [start:solved]
assert 1 < 2, "1이 더 큽니다"
# --8<-- [end:solved]
# --8<-- [start:never]
assert 2 < 3, "2가 더 큽니다"
# --8<-- [end:never]
"""
SOLVED, NEVER = "<!-- 검증: a.py:solved -->", "<!-- 검증: a.py:never -->"


@pytest.fixture
def render(settings, tmp_path):
    """쪽을 사이트와 같은 확장으로 바꿉니다."""
    (tmp_path / "a.py").write_text(SNIPPET, "utf-8")
    snippets = {**settings.mdx_configs["pymdownx.snippets"], "base_path": [str(tmp_path)]}
    configs = {**settings.mdx_configs, "pymdownx.snippets": snippets}

    def convert(text: str) -> BeautifulSoup:
        md = Markdown(extensions=settings.markdown_extensions, extension_configs=configs)
        return BeautifulSoup(md.convert(claims.mark(text)), "html.parser")

    return convert


def opened(page: BeautifulSoup, button) -> str:
    """단추를 누르면 열리는 코드입니다."""
    return page.find(id=button["popovertarget"]).select_one(".language-python code").get_text()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (f"네 점을 맞힙니다.{SOLVED}\n", "p"),
        (f"- 목록입니다.{SOLVED}\n- 다음입니다.\n", "li"),
        (f'!!! note "참고"\n\n    상자입니다.{SOLVED}\n', ".admonition p"),
        (f"| 함수 | 점 |\n|---|---|\n| AND | 4개{SOLVED} |\n", "td"),
        (f'=== "탭"\n\n    탭입니다.{SOLVED}\n', ".tabbed-block p"),
    ],
)
def test_the_mark_opens_the_code(render, text, where):
    page = render(text)
    button = page.select_one(f"{where} button")
    assert opened(page, button) == 'assert 1 < 2, "1이 더 큽니다"\n'
    assert button["aria-label"] and button["type"] == "button"


def test_the_code_is_apart_from_the_code_of_the_page(render):
    page = render(f"```python\nx = 1\n```\n\n문장입니다.{SOLVED}\n")
    inside = page.select(".footnote .language-python code")
    assert [code.get_text() for code in inside] == ['assert 1 < 2, "1이 더 큽니다"\n']
    page.select_one(".footnote").decompose()
    assert [code.get_text() for code in page.select(".language-python code")] == ["x = 1\n"]


def test_the_same_code_is_shown_once(render):
    page = render(f"하나입니다.{SOLVED} 둘입니다.{NEVER}\n\n다시 하나입니다.{SOLVED}\n")
    assert [button["popovertarget"] for button in page.select(".claim button")] == [
        "check-1",
        "check-2",
        "check-1",
    ]
    assert len(page.select(".check")) == 2


def test_the_mark_stays_with_the_end_of_its_sentence(render):
    page = render(f"끝납니다.{SOLVED} `fit()`{SOLVED}\n")
    assert [mark.get_text() for mark in page.select(".claim")] == [".", ""]


def test_the_code_opens_without_javascript(render):
    page = render(f"문장입니다.{SOLVED}\n")
    check = page.select_one(".check")
    assert check["popover"] == "auto" and check["aria-label"]
    close = check.select_one("button")
    assert (close["popovertarget"], close["popovertargetaction"]) == (check["id"], "hide")


def test_search_skips_the_code(render):
    page = render(f"문장입니다.{SOLVED}\n")
    checks = page.select_one("[data-search-exclude]")
    assert checks.select_one(".check") and not checks.find(checks.name)


def test_an_example_in_a_fence_is_left_alone():
    text = f"```markdown\n문장입니다.{SOLVED}\n```\n"
    assert claims.mark(text) == text


def test_a_page_without_claims_is_left_alone():
    assert claims.mark("문장입니다.\n") == "문장입니다.\n"


def test_no_comment_is_left(render):
    assert not re.search(r"<!--|검증:", str(render(f"문장입니다.{SOLVED}\n")))
