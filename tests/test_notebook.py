"""쪽에서 만든 노트북은 쪽과 같은 차례로 실행되고, 같은 출력과 그림을 담습니다."""

import json
from pathlib import Path
from textwrap import dedent

import matplotlib
import nbformat
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from hooks.downloads import path
from hooks.notebook import Source, has_code, notebook
from tests.project import ROOT

SVG = "<svg><title>직선</title></svg>"


@pytest.fixture
def cells(tmp_path):
    """쪽으로 노트북을 만들어 셀을 돌려줍니다. 형식도 확인합니다."""
    (tmp_path / "fig").mkdir()
    (tmp_path / "fig/a-line.svg").write_text(SVG, "utf-8")

    def make(text: str) -> list:
        source = Source(
            text=dedent(text).lstrip("\n"),
            folder=tmp_path,
            expand=lambda body: body.replace('--8<-- "a.py:data"', "x = 1"),
            address=lambda target: f"https://example.kr/{target}",
            table=lambda target: "name,x\n한글,1\n",
        )
        book = nbformat.reads(notebook(source), as_version=4)
        nbformat.validate(book)
        return book.cells

    return make


def kinds(cells) -> list[str]:
    return [f"{cell.cell_type}: {cell.source}" for cell in cells]


def test_prose_and_code_keep_their_order(cells):
    page = """
        # 제목 { #title }

        글입니다.<!-- 검증: a.py:solved -->

        ```python title="a.py" hl_lines="1"
        --8<-- "a.py:data"
        ```

        <!-- 허용: 출력 "막대" -->
        다음 글입니다.

        ```bash
        pip install keras
        ```
    """
    assert kinds(cells(page)) == [
        "markdown: # 제목\n\n글입니다.",
        "code: x = 1",
        "markdown: 다음 글입니다.\n\n```bash\npip install keras\n```",
    ]


def test_the_notebook_carries_the_table_its_code_reads(cells, tmp_path, monkeypatch):
    page = """
        글입니다.

        <!-- 파일: ch11/experiments/optimizers.csv -->
        ```python
        open("optimizers.csv").read()
        ```
    """
    words, table, code = cells(page)
    assert (words.source, code.source) == ("글입니다.", 'open("optimizers.csv").read()')
    monkeypatch.chdir(tmp_path)
    exec(table.source)
    assert (tmp_path / "optimizers.csv").read_text("utf-8") == "name,x\n한글,1\n"


def test_outputs_belong_to_their_cell(cells):
    page = """
        ```python
        print(1)
        ```

        ```text title="출력"
        1
        ```

        ```text title="경고"
        UserWarning: 늦습니다
        ```
    """
    (cell,) = cells(page)
    assert [(out.name, out.text) for out in cell.outputs] == [
        ("stdout", "1\n"),
        ("stderr", "UserWarning: 늦습니다\n"),
    ]


def test_an_error_does_not_stop_run_all(cells):
    page = """
        ```python
        print(1); 1 / 0
        ```

        ```text title="오류"
        1
        ZeroDivisionError: division by zero
        ```
    """
    (cell,) = cells(page)
    printed, raised = cell.outputs
    assert cell.metadata.tags == ["raises-exception"]
    assert printed.text == "1\n"
    assert (raised.ename, raised.evalue) == ("ZeroDivisionError", "division by zero")


def test_a_picture_before_its_folded_code_belongs_to_that_code(cells):
    page = """
        ```python
        x = 1
        ```

        그림을 봅니다.

        ![직선](fig/a-line.svg)

        ??? figure "그림 코드"

            ```python
            draw()
            ```

        이어집니다.
    """
    made = cells(page)
    assert kinds(made) == [
        "code: x = 1",
        "markdown: 그림을 봅니다.",
        "code: draw()",
        "markdown: 이어집니다.",
    ]
    assert not made[0].outputs
    assert made[2].outputs[0].data == {"image/svg+xml": SVG, "text/plain": "직선"}


def test_a_picture_after_its_code_belongs_to_that_code(cells):
    made = cells("```python\ndraw()\n```\n\n![직선](fig/a-line.svg)\n\n글입니다.\n")
    assert kinds(made) == ["code: draw()", "markdown: 글입니다."]
    assert made[0].outputs[0].data["image/svg+xml"] == SVG


def test_boxes_become_bold_titles(cells):
    page = """
        !!! note "참고"

            상자의 글입니다.

            - 목록입니다.

        밖의 글입니다.

        ??? answer "풀이"

            풀이입니다.

            ```python
            x = 2
            ```

            ```text title="출력"
            2
            ```

            풀이의 끝입니다.
    """
    made = cells(page)
    assert kinds(made) == [
        "markdown: **참고**\n\n상자의 글입니다.\n\n- 목록입니다.\n\n밖의 글입니다.\n\n**풀이**\n\n풀이입니다.",
        "code: x = 2",
        "markdown: 풀이의 끝입니다.",
    ]
    assert made[1].outputs[0].text == "2\n"


def test_only_the_first_tab_runs(cells):
    page = """
        === "숫자"

            ```python
            x = 1
            ```

        === "패션"

            ```python
            x = 2
            ```

            ```text title="출력"
            2
            ```

        ```python
        print(x)
        ```
    """
    assert kinds(cells(page)) == [
        "markdown: **숫자**",
        "code: x = 1",
        "markdown: **패션**\n\n```python\nx = 2\n```\n\n```text\n2\n```",
        "code: print(x)",
    ]


def test_code_outside_the_flow_is_not_a_cell(cells):
    page = """
        <!-- skip: next "GPU가 필요합니다." -->
        ```python
        train()
        ```

        <!-- skip: next if(not cached("mnist"), reason="없습니다") -->
        ```python
        x = 1
        ```
    """
    assert kinds(cells(page)) == [
        "markdown: GPU가 필요합니다.\n\n```python\ntrain()\n```\n\n```python\nx = 1\n```",
    ]


def test_the_whole_file_is_left_out(cells):
    page = """
        앞입니다.

        ??? whole "전체 코드"

            ```python title="a.py"
            --8<-- "a.py"
            ```

        뒤입니다.
    """
    assert kinds(cells(page)) == ["markdown: 앞입니다.\n\n뒤입니다."]
    assert not has_code('??? whole "전체 코드"\n\n    ```python\n    x\n    ```\n')


def test_addresses_are_complete(cells):
    (cell,) = cells("[훈련](training.md#loss){ .md-button } [안](#here)\n\n![사진](photo.png)\n")
    assert cell.source == (
        "[훈련](https://example.kr/training.md#loss) [안](https://example.kr/#here)\n\n"
        "![사진](https://example.kr/photo.png)"
    )


def test_formulas_are_left_as_they_are(cells):
    page = "$$\nw_i \\leftarrow {.5} w_i # {x}\n$$\n"
    assert cells(page)[0].source == page.strip()


def test_a_notebook_that_draws_first_sets_the_korean_font(cells):
    made = cells("```python\nimport matplotlib.pyplot as plt\n```\n")
    assert "font.family" in made[0].source and len(made) == 2
    with matplotlib.rc_context():
        exec(compile(made[0].source, "글꼴", "exec"), {})
        assert matplotlib.rcParams["font.family"][-1] == "DejaVu Sans"


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("ch10/perceptron.md", "ch10/perceptron.ipynb"),
        ("ch10/index.md", "ch10/ch10.ipynb"),
        ("setup.md", "setup.ipynb"),
        ("index.md", "index.ipynb"),
    ],
)
def test_the_name_says_what_is_inside(page, file):
    assert path(page) == file


def test_the_page_offers_its_notebook(tmp_path):
    docs, site = tmp_path / "docs", tmp_path / "site"
    (docs / "ch10").mkdir(parents=True)
    (docs / "index.md").write_text("# 홈 { #home }\n\n[하나](ch10/a.md)\n", "utf-8")
    (docs / "ch10/a.md").write_text(
        "# 하나 { #a }\n\n[홈](../index.md#home)\n\n```python\nx = 1\n```\n", "utf-8"
    )
    nav = ["index.md", "ch10/a.md"]
    config = load_config(
        str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site), nav=nav, strict=True
    )
    build(config)
    made = json.loads((site / "ch10/a.ipynb").read_text("utf-8"))
    assert f"[홈]({config.site_url}#home)" in made["cells"][0]["source"]
    assert 'href="../a.ipynb" download' in (site / "ch10/a/index.html").read_text("utf-8")
    assert "download>" not in (site / "index.html").read_text("utf-8")
    assert not list(Path(site).glob("*.ipynb"))
