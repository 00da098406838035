"""`--update-output`은 실행한 결과만, 안전하게 씁니다."""

import os
import stat

import pytest

PAGE = """
    # 쪽

    ```python
    print("손실 0.512")
    ```

    ```text title="출력"
    {}
    ```
"""


def test_output_is_rewritten_and_then_holds(project):
    path = project.page(PAGE.format("손실 0.9"))
    path.chmod(0o640)
    result = project.run("docs", "--update-output")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["docs/a.md: 출력 1개와 그림 0개를 고쳤습니다."])
    assert "손실 0.512\n```" in path.read_text("utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    project.run("docs").assert_outcomes(passed=2)


def test_tolerated_noise_leaves_no_diff(project):
    path = project.page(PAGE.format("손실  0.513"))
    before = path.read_bytes(), path.stat().st_mtime_ns
    project.run("docs", "--update-output").assert_outcomes(passed=2)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_nothing_is_written_for_a_page_that_failed(project):
    path = project.page(PAGE.format("손실 0.9") + "\n    ```python\n    1 / 0\n    ```\n")
    other = project.page(PAGE.format("손실 0.9"), "docs/b.md")
    before = path.read_bytes()
    result = project.run("docs", "--update-output")
    result.assert_outcomes(failed=1, passed=4)
    result.stdout.fnmatch_lines(["docs/a.md: 실패한 코드가 있어서 고치지 않았습니다."])
    assert path.read_bytes() == before
    assert "0.512" in other.read_text("utf-8")


def test_figures_of_a_failed_page_are_not_written_either(project):
    project.page(
        """
        ```python
        import matplotlib.pyplot as plt

        plt.plot([1, 2])
        plt.show()
        ```

        ![선](fig/a-line.svg)

        ```python
        1 / 0
        ```
        """
    )
    project.run("docs", "--update-output").assert_outcomes(failed=1, passed=2)
    assert not (project.root / "docs/fig").exists()


def test_page_edited_during_the_run_is_left_alone(project):
    path = project.page(
        f"""
        ```python
        with open({str(project.root / "docs/a.md")!r}, "a") as page:
            page.write("글쓴이가 덧붙인 줄")
        print(1)
        ```

        ```text title="출력"
        2
        ```
        """
    )
    result = project.run("docs", "--update-output")
    result.stdout.fnmatch_lines(["*실행하는 동안 쪽이 바뀌어서 고치지 않았습니다*"])
    text = path.read_text("utf-8")
    assert text.endswith("글쓴이가 덧붙인 줄") and "\n2\n" in text


def test_interrupted_run_writes_nothing(project):
    path = project.page(PAGE.format("손실 0.9"))
    project.write(
        "conftest.py",
        """
        import pytest
        pytest_plugins = ["tests.engine.plugin"]

        @pytest.hookimpl(trylast=True)
        def pytest_runtest_teardown(nextitem):
            if nextitem is None:
                raise KeyboardInterrupt
        """,
    )
    before = path.read_bytes()
    result = project.run_apart("docs", "--update-output")
    result.stdout.fnmatch_lines(["*KeyboardInterrupt*"])
    assert path.read_bytes() == before


def test_page_is_replaced_whole_even_when_writing_fails(project, monkeypatch):
    path = project.page(PAGE.format("손실 0.9"))
    before = path.read_bytes()

    def full(*_):
        raise OSError("디스크가 찼습니다")

    monkeypatch.setattr(os, "fsync", full)
    project.run("docs", "--update-output")
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.glob("*.md")) == ["a.md"]
    assert not list(path.parent.glob(".a.md*"))


@pytest.mark.parametrize(
    ("place", "want"),
    [
        (
            '!!! note "참고"\n\n    ```python\n    print("가\\n나")\n    ```\n\n'
            '    ```text title="출력"\n    ```\n',
            '    ```text title="출력"\n    가\n    나\n    ```\n',
        ),
        (
            '> ```python\n> print("가\\n\\n나")\n> ```\n>\n> ```text title="출력"\n> ```\n',
            '> ```text title="출력"\n> 가\n>\n> 나\n> ```\n',
        ),
        (
            '```python\nprint("```python\\nx = 1\\n```")\n```\n\n```text title="출력"\n```\n',
            '````text title="출력"\n```python\nx = 1\n```\n````\n',
        ),
        (
            '- ```python\n  print("가")\n  ```\n\n- ```text title="출력"\n  ```\n',
            '- ```text title="출력"\n  가\n  ```\n',
        ),
        (
            '```python\nprint("  들여쓴 줄  ")\n```\n\n~~~text title="출력"\n~~~\n',
            '~~~text title="출력"\n  들여쓴 줄\n~~~\n',
        ),
    ],
    ids=["상자", "인용", "펜스를 담은 출력", "목록", "물결"],
)
def test_body_is_rewritten_in_its_place(project, place, want):
    path = project.page(place)
    project.run("docs", "--update-output").assert_outcomes(passed=2)
    assert want in path.read_text("utf-8")
    project.run("docs").assert_outcomes(passed=2)


def test_two_outputs_of_a_page_are_rewritten_together(project):
    block = '```python\nprint({})\n```\n\n```text title="출력"\n```\n\n'
    path = project.page("# 쪽\n\n" + block.format(1) + block.format("'긴 출력' * 9") + "끝\n")
    project.run("docs", "--update-output")
    assert path.read_text("utf-8").endswith(f"{'긴 출력' * 9}\n```\n\n끝\n")
    project.run("docs").assert_outcomes(passed=4)


def test_windows_line_endings_are_kept(project):
    path = project.page(PAGE.format("손실 0.9"))
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    project.run("docs", "--update-output")
    written = path.read_bytes()
    assert "손실 0.512\r\n".encode() in written
    assert written.count(b"\n") == written.count(b"\r\n")


def test_workers_of_xdist_update_whole_pages(project):
    pages = [project.page(PAGE.format("손실 0.9"), f"docs/{name}.md") for name in "abc"]
    result = project.run_apart("-n", "2", "--dist", "loadfile", "docs", "--update-output")
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines(["docs/?.md: 출력 1개와 그림 0개를 고쳤습니다."])
    assert all("0.512" in page.read_text("utf-8") for page in pages)


def test_update_refuses_to_split_a_page_among_workers(project):
    result = project.run_apart("-n", "2", "--dist", "load", "docs", "--update-output")
    result.stderr.fnmatch_lines(["*--dist loadfile로 실행하세요*"])
