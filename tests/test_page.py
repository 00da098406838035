"""쪽을 실행하는 규칙: 이름공간, 건너뛰기, 전체 코드, 그림, 차례."""

import inspect

import pytest

from tests.engine.page import cached, installed

PLOT = """
    import matplotlib.pyplot as plt

    plt.plot([1, 2])
    plt.show()
"""


def test_blocks_of_a_page_share_one_main_module(project):
    project.page(
        """
        ```python
        from dataclasses import dataclass
        import inspect
        import pickle


        @dataclass
        class Point:
            x: int
        ```

        ```python
        print(pickle.loads(pickle.dumps(Point(3))), __name__)
        print(inspect.getsource(Point).splitlines()[1])
        ```

        ```text title="출력"
        Point(x=3) __main__
        class Point:
        ```
        """
    )
    project.run("docs").assert_outcomes(passed=3)


def test_code_may_start_processes_of_its_own(project):
    project.page(
        """
        ```python
        import multiprocessing

        process = multiprocessing.get_context("fork").Process(target=sum, args=([1],))
        process.start()
        process.join()
        print(process.exitcode)
        ```

        ```text title="출력"
        0
        ```
        """
    )
    project.run("docs").assert_outcomes(passed=2)


def test_nothing_is_handed_from_page_to_page(project):
    project.page("```python\nx = 1\n```\n", "docs/a.md")
    project.page('```python\nprint(x)\n```\n\n```text title="오류"\n```\n', "docs/b.md")
    result = project.run("docs")
    result.stdout.fnmatch_lines(["*+NameError: name 'x' is not defined"])


def test_one_block_chosen_alone_runs_after_the_blocks_before_it(project):
    project.page(
        '```python\nx = 1\n```\n\n```python\nprint(x)\n```\n\n```text title="출력"\n1\n```\n'
    )
    project.run("docs/a.md::line:9,column:1").assert_outcomes(passed=1)


def test_first_failure_skips_the_rest_of_its_page_only(project):
    project.page("```python\n1 / 0\n```\n\n```python\nx = 1\n```\n", "docs/a.md")
    project.page("```python\nx = 1\n```\n", "docs/b.md")
    result = project.run("docs", "-rs")
    result.assert_outcomes(failed=1, skipped=1, passed=1)
    result.stdout.fnmatch_lines(["*1행의 코드가 실패해서 건너뜁니다*"])


def test_skipped_block_shows_its_reason_and_does_not_run(project):
    project.page(
        """
        <!-- skip: next "GPU에서 20분 걸립니다" -->

        ```python
        raise SystemExit
        ```

        ```text title="출력"
        정확도 0.99
        ```

        ```python
        x = 1
        ```
        """
    )
    result = project.run("docs", "-rs")
    result.assert_outcomes(skipped=2, passed=1)
    result.stdout.fnmatch_lines(["*GPU에서 20분 걸립니다*"])


@pytest.mark.parametrize(("module", "outcome"), [("json", "passed"), ("no_such", "skipped")])
def test_condition_of_a_skip(project, module, outcome):
    project.page(
        f"""
        <!-- skip: next if(not installed("{module}"), reason="{module}이 없습니다") -->

        ```python
        import {module}
        ```
        """
    )
    project.run("docs").assert_outcomes(**{outcome: 1})


def test_optional_block_runs_but_leaves_the_flow_alone(project):
    project.page(
        """
        ```python
        x = 1
        ```

        <!-- skip: next if(not installed("json"), reason="json이 없습니다") -->

        ```python
        x += 10
        print(x)
        ```

        ```text title="출력"
        11
        ```

        ```python
        print(x)
        ```

        ```text title="출력"
        1
        ```
        """
    )
    project.run("docs").assert_outcomes(passed=5)


def test_conditions_look_at_the_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    assert not cached("fashion-mnist")
    (tmp_path / "datasets" / "fashion-mnist").mkdir(parents=True)
    assert cached("fashion-mnist")
    assert installed("json") and not installed("no_such_module")


def test_whole_file_is_not_run_on_the_page(project):
    project.snippet("raise SystemExit\n")
    project.page('??? whole "전체 코드"\n\n    ```python\n    --8<-- "a.py"\n    ```\n')
    assert project.run("docs").parseoutcomes() == {}


def test_allowed_leftovers_need_no_change(project):
    project.page(
        """
        <!-- 허용: 파일 "저장하는 법을 보이는 쪽입니다" -->
        <!-- 허용: 출력 "진행 막대만 나옵니다" -->

        ```python
        open("model.keras", "w").close()
        print("저장했습니다")
        ```

        ```python
        open("model.keras").close()
        ```
        """
    )
    project.run("docs").assert_outcomes(passed=2)


def test_warning_block_shows_what_a_reader_would_see(project):
    project.page(
        """
        ```python
        import warnings

        warnings.warn("lr는 이제 쓰지 않습니다")
        ```

        ```text title="경고"
        UserWarning: lr는 이제 쓰지 않습니다
        ```
        """
    )
    project.run("docs").assert_outcomes(passed=2)


def test_error_block_shows_what_was_printed_before_the_error(project):
    project.page(
        """
        ```python
        print("시작")
        int("a")
        ```

        ```text title="오류"
        시작
        ValueError: invalid literal for int() with base 10: 'a'
        ```

        ```python
        print("이어서")
        ```

        ```text title="출력"
        이어서
        ```
        """
    )
    project.run("docs").assert_outcomes(passed=4)


def test_progress_bar_is_compared_as_it_ends_and_without_times(project):
    project.page(
        """
        ```python
        print("1/2 ━━ 1s 30ms/step - loss: 0.90\\r2/2 ━━━━ 0s 12ms/step - loss: 0.50")
        ```

        ```text title="출력"
        2/2 ━━━━ 1s 99ms/step - loss: 0.50
        ```
        """
    )
    project.run("docs").assert_outcomes(passed=2)


@pytest.mark.parametrize("folded", [True, False], ids=["접은 코드 위의 그림", "코드 아래의 그림"])
def test_figure_is_written_then_kept(project, folded):
    image = "![선 하나가 오른쪽 위로 갑니다](fig/a-line.svg)"
    project.snippet(f"# --8<-- [start:draw]\n{inspect.cleandoc(PLOT)}\n# --8<-- [end:draw]\n")
    fence = '```python\n--8<-- "a.py:draw"\n```\n'
    if folded:
        fence = "    " + fence.strip().replace("\n", "\n    ") + "\n"
        project.page(f'{image}\n\n??? figure "그림 코드"\n\n{fence}')
    else:
        project.page(f"{fence}\n{image}\n")
    project.run("docs", "--update-output").assert_outcomes(passed=2)
    svg = (project.root / "docs/fig/a-line.svg").read_text("utf-8")
    assert "<title>선 하나가 오른쪽 위로 갑니다</title>" in svg
    assert "prefers-color-scheme:dark" in svg
    project.run("docs").assert_outcomes(passed=2)

    project.snippet(
        f"# --8<-- [start:draw]\n{inspect.cleandoc(PLOT).replace('[1, 2]', '[2, 1]')}\n"
        "# --8<-- [end:draw]\n"
    )
    result = project.run("docs")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["fig/a-line.svg: *움직였습니다*"])


def test_pages_do_not_load_what_they_do_not_import(project):
    """편집한 쪽 하나를 시험할 때, 그 쪽이 쓰지 않는 라이브러리를 기다리지 않습니다."""
    project.page(
        """
        ```python
        import sys

        heavy = ["numpy", "matplotlib", "sklearn", "keras", "tensorflow"]
        print([name for name in heavy if name in sys.modules])
        ```

        ```text title="출력"
        []
        ```
        """
    )
    project.run_apart("docs").assert_outcomes(passed=2)


def test_pytest_itself_loads_no_numerical_library(project):
    project.page("```python\nimport numpy\n```\n")
    project.write(
        "conftest.py",
        """
        import sys

        pytest_plugins = ["tests.engine.plugin"]


        def pytest_sessionfinish():
            heavy = {"numpy", "matplotlib", "sklearn", "keras", "tensorflow", "hypothesis"}
            print("불러온 것:", sorted(heavy & sys.modules.keys()))
        """,
    )
    result = project.run_apart("-p", "no:hypothesispytest", "-s", "docs")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*불러온 것: []*"])


def test_colours_of_an_error_are_not_shown(project):
    """케라스는 예외의 글에 터미널의 색을 넣습니다. 쪽에는 글만 둡니다."""
    code = 'raise ValueError("\\x1b[1m굵은 글\\x1b[0m")'
    fences = f'```python\n{code}\n```\n\n```text title="오류"\nValueError: 굵은 글\n```\n'
    project.page(f"# 쪽\n\n{fences}")
    project.run("docs").assert_outcomes(passed=2)
