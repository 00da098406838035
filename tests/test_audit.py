"""쪽과 조각과 그림을 살피는 함수마다, 잘못을 저지르고 그 말을 읽습니다."""

import pytest

from tests.engine import audit

SNIPPET = """
    \"\"\"docs/a.md에서 읽습니다.\"\"\"

    # --8<-- [start:data]
    x = 1
    # --8<-- [end:data]
"""
PAGE = """
    # 쪽

    ```python
    --8<-- "a.py:data"
    ```

    ??? whole "전체 코드"

        ```python
        --8<-- "a.py"
        ```
"""
FIGURE = '<svg xmlns="http://www.w3.org/2000/svg"></svg>\n'


def one(problems: list[str]) -> str:
    assert len(problems) == 1, problems
    return problems[0]


def test_a_sound_project_has_no_problems(project):
    project.snippet(SNIPPET)
    project.page(PAGE)
    for check in audit.CHECKS:
        assert check(project.root) == []
    assert audit.shown_but_not_run(project.root, project.build()) == []


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("# --8<-- [start:data]\nx = 1\n", "snippets/a.py:1: 절 'data'이 끝나지 않습니다"),
        ("x = 1\n# --8<-- [end:data]\n", "snippets/a.py:2: 시작하지 않은 절 'data'을 끝냅니다"),
        (
            "# --8<-- [start:tlu]\nx = 1\n# --8<-- [start:tlu]\ny = 1\n# --8<-- [end:tlu]\n",
            "snippets/a.py:3: 절 'tlu'이 1행에서 이미 시작했습니다",
        ),
        (
            "# --8<-- [start:a]\n# --8<-- [end:a]\n# --8<-- [end:a]\n",
            "snippets/a.py:3: 시작하지 않은 절 'a'을 끝냅니다",
        ),
        ("# --8<-- (start:data)\nx = 1\n", "snippets/a.py:1: 절 표시를 읽을 수 없습니다"),
    ],
)
def test_unbalanced_or_doubled_markers(project, code, says):
    project.snippet(code)
    assert says in one(audit.markers(project.root))


def test_unused_section(project):
    project.snippet("# --8<-- [start:data]\nx = 1\n# --8<-- [end:data]\n")
    project.page("# 쪽\n")
    problem = one(audit.sections(project.root))
    assert "snippets/a.py:1: 절 'data'을 어느 쪽도 쓰지 않습니다" in problem
    assert "절을 지우세요" in problem


def test_section_shown_twice(project):
    project.snippet("# --8<-- [start:data]\nx = 1\n# --8<-- [end:data]\n")
    fence = '```python\n--8<-- "a.py:data"\n```\n'
    project.page(f"# 쪽\n\n{fence}\n{fence}")
    assert "2번 쓰입니다" in one(audit.sections(project.root))


def test_page_that_shows_another_page_s_snippet(project):
    project.snippet(SNIPPET)
    project.page('```python\n--8<-- "a.py:data"\n```\n', "docs/b-c.md")
    problems = audit.pairs(project.root)
    assert "docs/b-c.md: 다른 쪽의 조각 a.py를" in problems[0].replace("을 씁", "를 씁")
    assert "snippets/b_c.py" in problems[0]
    assert "snippets/a.py: 이름이 같은 쪽이 docs/에 없습니다" in problems[1]


def test_snippet_named_like_a_library(project):
    project.snippet("import keras\n", "snippets/ch1/saving.py")
    project.snippet("x = 1\n", "snippets/ch1/keras.py")
    project.snippet("x = 1\n", "snippets/ch2/keras.py")
    project.snippet("x = 1\n", "snippets/ch2/random.py")
    keras, random = audit.shadows(project.root)
    assert "snippets/ch1/keras.py" in keras and "쪽과 조각의 이름을 바꾸세요" in keras
    assert "snippets/ch2/random.py" in random


def test_page_without_its_whole_file(project):
    project.snippet(SNIPPET)
    project.page('```python\n--8<-- "a.py:data"\n```\n')
    assert "snippets/a.py를 통째로 한 번 보이세요" in one(audit.wholes(project.root))


def test_unused_misnamed_and_repeated_figures(project):
    project.write("docs/fig/a-plot.svg", FIGURE)
    project.write("docs/fig/b.svg", FIGURE)
    project.write("docs/fig/c-lost.svg", FIGURE)
    project.page("![가](fig/a-plot.svg)\n\n![나](fig/b.svg)\n\n![가](fig/a-plot.svg)\n")
    misnamed, repeated, unused = audit.figures(project.root)
    assert "docs/a.md:3: 그림 fig/b.svg의 이름을 `a-`로 시작하게" in misnamed
    assert "docs/a.md:5: 그림 fig/a-plot.svg가 두 번" in repeated
    assert "docs/fig/c-lost.svg: 어느 쪽도 보이지 않는 그림입니다" in unused


def test_shot_that_nobody_takes(project):
    project.write("docs/fig/a-screen.png", "")
    project.page("![](fig/a-screen.png)\n")
    nobody, silent = audit.shots(project.root)
    assert "docs/a.md:1: fig/a-screen.png를 찍는 곳이 없습니다" in nobody
    assert "docs/a.md:1: 그림에 대체 텍스트가 없습니다" in silent
    project.write("tools/screenshots.py", 'SHOTS = ("docs/fig/a-screen.png",)\n')
    project.page("![텐서보드](fig/a-screen.png)\n")
    assert audit.shots(project.root) == audit.figures(project.root) == []


def test_table_without_its_script_or_its_page(project):
    project.write("snippets/ch1/experiments/a.py", "CELLS = []\n")
    project.write("snippets/ch1/experiments/b_c.csv", "seed\n0\n")
    project.page("<!-- 파일: ch1/experiments/b_c.csv -->\n```python\nx = 1\n```\n", "docs/ch1/b.md")
    unmade, scriptless, unread = audit.tables(project.root)
    assert "snippets/ch1/experiments/a.py: 표가 없습니다" in unmade and "NAME=ch1/a" in unmade
    assert "snippets/ch1/experiments/b_c.csv: 이 표를 만드는 b_c.py가" in scriptless
    assert "<!-- 파일: ch1/experiments/b_c.csv -->" in unread
    project.write("snippets/ch1/experiments/a.csv", "seed\n0\n")
    project.write("snippets/ch1/experiments/b_c.py", "CELLS = []\n")
    for name in ("a", "b_c"):
        directive = f"<!-- 파일: ch1/experiments/{name}.csv -->"
        project.page(
            f"{directive}\n```python\nx = 1\n```\n", f"docs/ch1/{name.replace('_', '-')}.md"
        )
    assert audit.tables(project.root) == audit.pairs(project.root) == []


@pytest.mark.parametrize("code", ["assert x == 1\n", 'assert x == 1, "x is not 1"\n'])
def test_assert_that_says_nothing(project, code):
    project.snippet(f"x = 1\n{code}")
    assert "snippets/a.py:2: assert에 한국어 설명" in one(audit.silent_asserts(project.root))


def test_page_that_is_not_collected(project):
    project.page("```python\nx = 1\n```\n", "docs/a.markdown")
    problem = one(audit.uncollected(project.root, lambda path: path.suffix == ".md"))
    assert "docs/a.markdown: 파이썬 코드가 있는데 시험이 이 쪽을 모으지 않습니다" in problem


def test_every_nested_folder_is_collected(project):
    project.page("```python\nx = 1\n```\n", "docs/b/c/d.md")
    result = project.run("docs")
    result.assert_outcomes(passed=1)


@pytest.mark.parametrize(
    "page",
    [
        # 목록에 든 것처럼 보이지만 superfences에는 그렇지 않은 것
        "- 목록\n\n  ```python\n  x = 1\n    ```\n",
        # 네 칸 들여쓰기만 있어서 superfences에는 코드 블록인 것
        "문단입니다.\n\n    ```python\n    x = 1\n    ```\n",
        # superfences가 모르는 속성
        '```python exec="on"\nx = 1\n```\n',
    ],
    ids=["들여쓰기가 어긋난 목록", "네 칸 들여쓴 문단", "모르는 속성"],
)
def test_fence_that_the_site_reads_differently(project, page):
    project.page(f"# 쪽\n\n{page}\n\n끝입니다.\n")
    problem = one(audit.shown_but_not_run(project.root, project.build()))
    assert "docs/a.md" in problem
    assert "들여쓰기" in problem


def test_code_on_the_site_that_nobody_ran(project):
    project.page("# 쪽\n")
    site = project.build()
    html = site / "a" / "index.html"
    shown = '<div class="language-python highlight"><pre><code>x = 1</code></pre></div></body>'
    html.write_text(html.read_text("utf-8").replace("</body>", shown), "utf-8")
    problem = one(audit.shown_but_not_run(project.root, site))
    assert "보이는 코드를 아무도 실행하지 않습니다: 'x = 1'" in problem


def test_snippet_changed_between_run_and_build(project):
    project.snippet(SNIPPET)
    project.page(PAGE)
    site = project.build()
    project.snippet(SNIPPET.replace("x = 1", "x = 2"))
    problem = one(audit.shown_but_not_run(project.root, site))
    assert "docs/a.md: 3행의 코드가" in problem
    assert "+x = 1" in problem
