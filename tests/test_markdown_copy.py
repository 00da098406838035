"""쪽의 Markdown 사본은 쪽의 코드를 그대로 담고, 원고에만 쓰는 표시는 담지 않습니다."""

import posixpath
import re
from textwrap import dedent

import pytest
from mkdocs.utils.meta import get_data

from hooks import api_index, glossary
from hooks.fences import read_fences
from hooks.markdown_copy import convert
from tests.engine.audit import load_pages
from tests.project import ROOT

PAGES = {page.name: page for page in load_pages(ROOT)}
GATHERED = {f"docs/{glossary.PAGE}", f"docs/{api_index.PAGE}"}
SITE = "https://example.kr/"


def place(name: str) -> str:
    """쪽의 사본이 놓이는 자리입니다."""
    path = name.removeprefix("docs/").removesuffix(".md")
    return path + ".md" if posixpath.basename(path) == "index" else f"{path}/index.md"


def outside_fences(text: str) -> str:
    for fence in reversed(read_fences(text)):
        text = text[: fence.start] + text[fence.end :]
    return text


@pytest.fixture(scope="module", params=PAGES)
def page(request, site):
    """쪽과 그 사본입니다."""
    return PAGES[request.param], (site / place(request.param)).read_text("utf-8")


def test_copy_has_every_code_of_the_page(page):
    source, copy = page
    expected = ["\n".join(code.source).strip("\n") for code in source.code]
    copied = [fence.body.strip("\n") for fence in read_fences(copy) if fence.is_python]
    assert copied == expected


def test_copy_has_every_output_of_the_page(page):
    source, copy = page
    kept = [f.body.rstrip() for f in read_fences(source.text) if not f.is_python]
    assert [f.body.rstrip() for f in read_fences(copy) if not f.is_python] == kept


def test_copy_has_nothing_only_the_source_needs(page):
    _, copy = page
    assert "--8<--" not in copy and "title=" not in [f.info for f in read_fences(copy)]
    assert all(fence.closed for fence in read_fences(copy))
    words = re.sub(r"`[^`\n]*`", "", outside_fences(copy))
    for mark in ("<!--", "{ #", "{ .", "???", "!!!", "===", "<div", "</div"):
        assert mark not in words, mark


def test_copy_keeps_the_words_and_formulas(page):
    """코드가 아닌 조각(`…`)과 수식($…$)은 한 글자도 바뀌지 않습니다."""
    source, copy = page
    if source.name in GATHERED:
        pytest.skip("다른 쪽에서 모아 만드는 쪽이라 원고에 글이 없습니다")
    body = re.sub(r"<!--.*?-->", "", outside_fences(get_data(source.text)[0]))
    assert inline(outside_fences(copy)) == inline(body)


def inline(text: str) -> list[str]:
    """글 속의 코드와 수식을 차례로 돌려줍니다. 여러 줄 수식의 들여쓰기는 보지 않습니다."""
    found = re.findall(r"`[^`\n]+`|\$\$[\s\S]+?\$\$|\$[^$\n]+\$", text)
    return [re.sub(r"\n[ \t]+", "\n", code) for code in found]


def test_links_are_absolute_and_lead_somewhere(page, site):
    _, copy = page
    words = re.sub(r"`[^`\n]*`", "", outside_fences(copy))
    for target in re.findall(r"\]\(([^)\s]+)\)", words):
        assert re.match(r"https?://", target), target
        if target.startswith(SITE):
            path, _, anchor = target.removeprefix(SITE).partition("#")
            file = site / path
            file = file / "index.html" if file.is_dir() else file
            assert file.is_file(), target
            assert not anchor or f'id="{anchor}"' in file.read_text("utf-8"), target


def test_page_names_its_copy(page, site):
    source, copy = page
    html = (site / place(source.name)).with_suffix(".html").read_text("utf-8")
    link = re.search(r'<link rel="alternate " type="text/markdown"[^>]* href="([^"]*)">', html)
    assert link and posixpath.normpath(link[1]) == "index.md"
    assert 'href="./index.md" data-copy-page' in html or 'href="index.md" data-copy-page' in html
    address = SITE + place(source.name).removesuffix("index.md")
    assert re.match(rf"# .+\n\n> 원문: {re.escape(address)}\n\n\S", copy)


def test_llms_txt_lists_every_copy_with_its_description(site):
    # 풀이는 과제의 사본에서 갑니다.
    text = (site / "llms.txt").read_text("utf-8")
    assert re.match(r"# .+\n\n> .+\n\n", text)
    lines = [line for line in text.split("\n") if line.startswith("- ")]
    items = [re.fullmatch(r"- \[(.+)\]\((\S+)\): (.+)", line) for line in lines]
    pages = [page.relative_to(site).as_posix() for page in site.rglob("index.html")]
    copies = [
        SITE + page.removesuffix("html") + "md" for page in pages if "-solutions/" not in page
    ]
    assert sorted(item[2] for item in items) == sorted(copies)
    for item in items:
        html = (site / item[2].removeprefix(SITE)).with_suffix(".html").read_text("utf-8")
        assert f'<meta name="description" content="{item[3]}">' in html
    assert re.findall("^## .+", text, re.MULTILINE)[0] == "## 안내"


def copy_of(text: str) -> str:
    return convert(
        dedent(text).lstrip("\n"),
        f"{SITE}a/",
        lambda target: f"{SITE}{target}",
        lambda body: body.replace('--8<-- "a.py:data"', "x = 1\n\n\ny = 2"),
    )


def test_boxes_tabs_and_directives():
    assert copy_of(
        """
        # 제목 { #title }

        글입니다.<!-- 검증: a.py:solved -->

        === "숫자"

            <!-- 허용: 출력 "막대" -->
            ```python title="a.py" hl_lines="1"
            --8<-- "a.py:data"
            ```

        === "옷"

            <!-- skip: next if(not cached("fashion-mnist"), reason="없습니다") -->
            ```python
            y
            ```

        ![선이 내려갑니다.](fig/a-line.svg)

        ??? figure "그림 코드"

            ```python
            z
            ```

        - 목록입니다.

            ```text title="출력"
            1
            ```

        ??? whole "전체 코드"

            ```python
            --8<-- "a.py:data"
            ```
        """
    ) == dedent(
        """\
        # 제목

        > 원문: https://example.kr/a/

        글입니다.

        **숫자**

        **a.py**

        ```python
        x = 1


        y = 2
        ```

        **옷**

        골라서 실행하는 코드입니다. 여기까지 복사하거나 노트북을 실행할 때는 빠집니다.

        ```python
        y
        ```

        ![선이 내려갑니다.](https://example.kr/fig/a-line.svg)

        **그림 코드**

        ```python
        z
        ```

        - 목록입니다.

            **출력**

            ```text
            1
            ```

        **전체 코드**

        ```python
        x = 1


        y = 2
        ```
        """
    )
