"""연습의 원고와 실행한 노트북을 Markdown 쪽으로 바꿉니다. 나머지는 여느 쪽과 똑같이 조판됩니다.

과제의 쪽에는 과제, 접힌 힌트, 처음 코드와 채점이 있고, 풀이의 쪽에는 풀이, 다른 풀이, 자주 하는 실수가 있습니다.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from textwrap import indent

from nbformat import NotebookNode

from hooks.exercises.links import key
from hooks.exercises.run import printed
from hooks.exercises.source import SOLUTIONS, Exercise, Topic

Named = Callable[[str], str]
"""`../perceptron.md#xor`을 받아 그 제목의 글을 돌려주는 함수입니다."""

HOW_TO = """\
[노트북을 내려받아]({name}.ipynb) 주피터나 코랩에서 열고, 코드를 고친 다음 채점하는 셀을 실행하세요.
채점기는 노트북에 들어 있습니다."""


def tasks(topic: Topic, book: NotebookNode, named: Named) -> str:
    """과제의 쪽입니다."""
    cells = iter(book.cells)
    intro = _intro(topic, cells)
    parts = [intro[0], HOW_TO.format(name=topic.name), *intro[1:]]
    for exercise in topic.exercises:
        runs = Runs(exercise, cells)
        parts += [_heading(exercise), _about(topic, exercise, named), exercise.task]
        for number, hint in enumerate(exercise.cells["hint"], 1):
            parts.append(_folded("hint", f"힌트 {number}", hint.source))
        parts += runs.take("start")
        parts.append(f"[풀이]({topic.name}{SOLUTIONS}#{exercise.anchor})\n{{ .to-solution }}")
    return "\n\n".join(parts) + "\n"


def solutions(topic: Topic, book: NotebookNode) -> str:
    """풀이의 쪽입니다."""
    cells = iter(book.cells)
    intro = _intro(topic, cells)
    first = intro[0].split("\n", 1)[0]
    parts = [
        re.sub(r"^# ", "# 풀이: ", first),
        f"[{topic.title}]({topic.path.name})의 풀이를 실행한 것입니다.\n"
        "먼저 스스로 풀어 보고 견주세요.",
        *intro[1:],
    ]
    for exercise in topic.exercises:
        runs = Runs(exercise, cells)
        parts += [_heading(exercise), f"[과제로]({topic.path.name}#{exercise.anchor})"]
        parts += runs.take("solution")
        parts += [cell.source for cell in exercise.cells["why"]]
        for run in runs.each("also"):
            parts.append(_folded("also", "다른 풀이", run))
        for run, cell in zip(runs.each("wrong"), exercise.cells["wrong"], strict=True):
            parts.append(_folded("mistake", _mistake(cell), run))
    return "\n\n".join(parts) + "\n"


def describe(topic: Topic, solved: bool) -> str:
    """검색 결과와 링크의 미리보기에 쓸 과제나 풀이의 설명입니다."""
    titles = [
        re.sub(r"[`*$]", "", exercise.title).replace(" & ", "·") for exercise in topic.exercises
    ]
    named = ", ".join(titles[:3]) + (" 등" if len(titles) > 3 else "")
    if solved:
        return (
            f"{named} 연습 {len(titles)}개의 풀이입니다. "
            "다른 풀이와, 자주 하는 실수에 채점기가 한 말도 실행해서 보입니다."
        )
    return (
        f"{named} 연습 {len(titles)}개가 있습니다. "
        "코드를 고치고 채점하면 어디가 왜 틀렸는지 알려 줍니다."
    )


class Runs:
    """연습 하나에서 실행한 셀들입니다. 구실마다 코드와 채점과 출력을 Markdown으로 돌려줍니다."""

    def __init__(self, exercise: Exercise, cells: Iterator[NotebookNode]) -> None:
        next(cells)  # 과제
        self.pairs = {
            name: [(next(cells), next(cells)) for _ in exercise.cells[name]]
            for name in ("start", "solution", "also", "wrong")
        }

    def take(self, name: str) -> list[str]:
        """하나뿐인 구실의 코드와 채점입니다."""
        ((code, check),) = self.pairs[name]
        return [*_code(code), f"```python\n{check.source}\n```", _said(check)]

    def each(self, name: str) -> Iterator[str]:
        """여럿인 구실마다 코드와 채점기가 한 말을 한 덩어리로 냅니다. 채점하는 코드는 풀이와 같아서 뺍니다."""
        for code, check in self.pairs[name]:
            if name == "wrong":
                code = NotebookNode(code | {"source": code.source.split("\n", 1)[1].lstrip("\n")})
            yield "\n\n".join([*_code(code), _said(check)])


def _intro(topic: Topic, cells: Iterator[NotebookNode]) -> list[str]:
    parts = []
    for _ in topic.intro:
        cell = next(cells)
        parts += [cell.source] if cell.cell_type == "markdown" else _code(cell)
    return parts


def _code(cell: NotebookNode) -> list[str]:
    parts = [f"```python\n{cell.source}\n```"]
    if text := printed(cell):
        parts.append(f'```text title="출력"\n{text.rstrip()}\n```')
    return parts


def _said(check: NotebookNode) -> str:
    """채점기가 한 말입니다."""
    return f'```text title="채점"\n{printed(check).rstrip()}\n```'


def _heading(exercise: Exercise) -> str:
    return f"## {exercise.title} {{ #{exercise.anchor} }}"


def _about(topic: Topic, exercise: Exercise, named: Named) -> str:
    pages = ", ".join(f"[{named(page)}]({page})" for page in exercise.pages)
    return (
        f"{exercise.kind} · {exercise.minutes}분 · {pages}\n"
        f'{{ .exercise-about data-exercise="{key(topic, exercise)}" }}'
    )


def _folded(kind: str, title: str, body: str) -> str:
    return f'??? {kind} "{title}"\n\n' + indent(body, "    ")


def _mistake(cell: NotebookNode) -> str:
    return cell.source.split("\n", 1)[0].removeprefix("# ").rstrip(".")
