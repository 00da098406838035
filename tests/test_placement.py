"""펜스를 놓을 수 있는 자리마다, 실행하는 코드와 사이트에 보이는 코드가 같은지 확인합니다."""

from textwrap import dedent

import pytest

from hooks.fences import read_fences
from tests.engine import audit

PLACES = {
    "맨 바깥": """
        ```python
        print("안녕")
        ```

        ```text title="출력"
        안녕
        ```
    """,
    "제목과 강조": """
        ```python title="a.py" hl_lines="1"
        print("안녕")
        ```

        ```text title="출력"
        안녕
        ```
    """,
    "중괄호": """
        ```{.python .wide}
        print("안녕")
        ```

        ```text title="출력"
        안녕
        ```
    """,
    "물결": """
        ~~~python
        print("안녕")
        ~~~

        ~~~text title="출력"
        안녕
        ~~~
    """,
    "펼친 상자": """
        !!! note "참고"

            ```python
            print("안녕")
            ```

            ```text title="출력"
            안녕
            ```
    """,
    "상자 속의 접는 상자": """
        !!! note "참고"

            ??? answer "풀이"

                ```python
                for word in ["안녕"]:
                    print(word)
                ```

                ```text title="출력"
                안녕
                ```
    """,
    "탭": """
        === "하나"

            ```python
            print("안녕")
            ```

            ```text title="출력"
            안녕
            ```

        === "둘"

            ```python
            print("다른 길")
            ```

            ```text title="출력"
            다른 길
            ```
    """,
    "목록": """
        1.  첫째

            ```python
            print("안녕")
            ```

            ```text title="출력"
            안녕
            ```

        2.  둘째
    """,
    "인용": """
        > 인용입니다.
        >
        > ```python
        > print("안녕")
        > ```
        >
        > ```text title="출력"
        > 안녕
        > ```
    """,
    "보기로 든 펜스": """
        ````markdown
        ```python
        이것은 실행하지 않습니다
        ```
        ````

        ```python
        print("안녕")
        ```

        ```text title="출력"
        안녕
        ```
    """,
}


PLACES = {name: dedent(text) for name, text in PLACES.items()}


@pytest.mark.parametrize("place", PLACES)
def test_placement_is_run_and_shown_alike(project, place):
    project.page(f"# 쪽\n{PLACES[place]}")
    result = project.run("docs")
    assert result.parseoutcomes() == {"passed": 4 if place == "탭" else 2}
    assert audit.shown_but_not_run(project.root, project.build()) == []


@pytest.mark.parametrize("place", PLACES)
def test_wrong_output_is_seen_in_every_placement(project, place):
    project.page(f"# 쪽\n{PLACES[place]}".replace("안녕\n", "잘 가\n", 1))
    result = project.run("docs")
    assert result.parseoutcomes()["failed"] == 1


def test_second_tab_starts_from_what_stands_before_the_tabs(project):
    project.page(
        """
        ```python
        n = 1
        ```

        === "하나"

            ```python
            n += 1
            ```

        === "둘"

            ```python
            n += 10
            ```

            ```python
            print(n)
            ```

            ```text title="출력"
            11
            ```

        ```python
        print(n)
        ```

        ```text title="출력"
        2
        ```
        """
    )
    project.run("docs").assert_outcomes(passed=7)


def test_boxes_around_a_fence():
    text = (
        '!!! note "참고"\n\n    === "하나"\n\n        본문\n\n    === "둘"\n\n'
        "        ```python\n        x = 1\n        ```\n"
    )
    (fence,) = read_fences(text)
    assert [(box.kind, box.title, box.ordinal) for box in fence.boxes] == [
        ("!!!", "참고", 1),
        ("===", "둘", 2),
    ]
    assert fence.alternative.opened_at == 3
    assert (fence.line, fence.body) == (9, "x = 1\n")


def test_a_new_tab_set_is_not_an_alternative():
    fence = "    ```python\n    x = 1\n    ```\n\n"
    text = f'=== "하나"\n\n{fence}문단\n\n=== "둘"\n\n{fence}===! "셋"\n\n{fence}'
    assert [fence.alternative for fence in read_fences(text)] == [None, None, None]
