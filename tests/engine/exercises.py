"""연습의 원고(docs/ch10/exercises/neurons.py)를 새 커널에서 실행해 확인합니다.

풀이는 모두 맞고, 처음 코드와 자주 하는 실수는 저마다 제 까닭을 들어야 하며, 저장한 출력과 같아야 합니다.
`pytest --update-output`은 실행한 노트북(neurons-solutions.ipynb)을 다시 저장합니다.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import PluginError

from hooks.exercises import source
from tests.engine.compare import NUMBER, difference, same_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

WARNINGS = ("ignore::DeprecationWarning:jupyter_client", "ignore::RuntimeWarning")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    # 명령에 콕 집어 적은 파일은 pytest가 파이썬 모듈로 모으므로, 아래에서 대신합니다.
    if source.is_source(file_path) and not parent.session.isinitpath(file_path):
        return ExerciseFile.from_parent(parent, path=file_path)
    return None


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.File | None:
    if source.is_source(module_path):
        return ExerciseFile.from_parent(parent, path=module_path)
    return None


class ExerciseFile(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        item = ExerciseItem.from_parent(self, name="exercises")
        for warning in WARNINGS:
            item.add_marker(pytest.mark.filterwarnings(warning))
        yield item


class ExerciseItem(pytest.Item):
    """원고 하나를 실행하는 시험입니다."""

    def runtest(self) -> None:
        from hooks.exercises import run

        update = self.config.getoption("update_output")
        try:
            topic = source.read(self.path)
            kept = None if update else run.stored(topic)
            book = run.execute(topic)
        except PluginError as error:
            pytest.fail(str(error), pytrace=False)
        problems = list(verdicts(topic, book))
        if kept is not None:
            problems += changes(topic, kept, book)
        if problems:
            pytest.fail("\n".join(problems), pytrace=False)
        if update:
            run.write(topic, book)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"{self.path.name}의 연습"


def verdicts(topic: source.Topic, book: NotebookNode) -> Iterator[str]:
    """채점이 원고의 뜻과 다른 곳을 알립니다."""
    from hooks.exercises import run

    cells = iter(book.cells)
    for _ in topic.intro:
        next(cells)
    for exercise in topic.exercises:
        next(cells)  # 과제
        where = f"{topic.path.name}#{exercise.anchor}"
        reasons: dict[str, str] = {}
        for name in run.TESTED:
            for _ in exercise.cells[name]:
                code, check = next(cells), next(cells)
                said, first = run.printed(check).strip(), code.source.split("\n", 1)[0]
                right = name in ("solution", "also")
                if not said.startswith("✓ " if right else "✗ ") or "\n" in said:
                    wanted = "맞아야" if right else "틀려야"
                    yield f"{where}: {name} 셀({first})이 {wanted} 하는데 채점기가 말했습니다: {said!r}"
                elif not right and said in reasons:
                    yield f"{where}: {first!r}와 {reasons[said]!r}의 까닭이 같습니다: {said!r}"
                elif not right:
                    reasons[said] = first


def changes(topic: source.Topic, kept: NotebookNode, book: NotebookNode) -> Iterator[str]:
    """저장한 출력과 다른 출력을 알립니다."""
    from hooks.exercises import run

    varies = False
    for old, new in zip(kept.cells, book.cells, strict=True):
        want, got = run.printed(old), run.printed(new)
        if source.role(new) != "check":  # 채점은 앞의 코드가 낸 값을 말합니다
            varies = source.varies(new)
        if varies:
            want, got = (NUMBER.sub("#", text) for text in (want, got))
        if not same_text(want, got):
            first = new.source.split("\n", 1)[0]
            page = topic.path.relative_to(Path.cwd()).as_posix()
            yield (
                f"{topic.path.name}의 {first!r} 셀의 출력이 저장한 것과 다릅니다.\n"
                f"{difference(want, got)}\n고치려면 `make update PAGE={page}`"
            )
