"""연습을 처음 코드부터 자주 하는 실수까지 한 커널에서 차례로 실행합니다.

독자가 내려받을 노트북의 코드 셀을 차례로 모두 실행하고, 채점마다 그 뒤에 풀이와 실수를 끼워 넣은 것입니다.
실행한 것은 `neurons-solutions.ipynb`에 남깁니다.
"""

from __future__ import annotations

import copy
import os
import tempfile
from collections.abc import Iterator
from itertools import zip_longest

import nbformat
from mkdocs.exceptions import PluginError
from nbformat import NotebookNode

from hooks.exercises.notebook import checkers
from hooks.exercises.source import Topic, role

TIMEOUT = 300
"""셀 하나를 기다리는 초입니다."""

TESTED = ("start", "solution", "also", "wrong")
"""뒤에 채점하는 셀이 따라오는 구실입니다."""


def steps(topic: Topic) -> Iterator[NotebookNode]:
    """실행할 차례대로 셀을 냅니다. 처음 코드, 풀이, 다른 풀이, 실수마다 채점이 뒤따릅니다."""
    yield from map(_fresh, topic.intro)
    for exercise in topic.exercises:
        cells = exercise.cells
        yield _fresh(cells["task"][0])
        for name in TESTED:
            for cell in cells[name]:
                yield _fresh(cell)
                yield _fresh(cells["check"][0])


def _fresh(cell: NotebookNode) -> NotebookNode:
    cell = copy.deepcopy(cell)
    cell.pop("id", None)
    cell.metadata = {"tags": cell.metadata["tags"]} if role(cell) else {}
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    return cell


def execute(topic: Topic) -> NotebookNode:
    """새 커널에서 모두 실행한 노트북입니다. 셀이 멈추거나 경고하면 `PluginError`를 냅니다."""
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    book = _book(topic)
    book.cells.insert(0, nbformat.from_dict(checkers(topic) | {"id": "checkers"}))
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            book, timeout=TIMEOUT, resources={"metadata": {"path": folder}}, kernel_name="python3"
        )
        try:
            client.execute(env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONHASHSEED": "0"})
        except CellExecutionError as error:
            raise PluginError(f"{topic.path.name}: 실행하다가 멈췄습니다.\n{error}") from None
    del book.cells[0]  # 채점기를 쓰는 셀은 남기지 않습니다
    for cell in book.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = [_printed(output, cell, topic) for output in _merged(cell.outputs)]
    return book


def _book(topic: Topic) -> NotebookNode:
    cells = list(steps(topic))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": python, "language_info": {"name": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def _merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """이어지는 같은 흐름의 글을 하나로 합칩니다. 어디서 끊기는지는 실행마다 다릅니다."""
    merged: list[NotebookNode] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def _printed(output: NotebookNode, cell: NotebookNode, topic: Topic) -> NotebookNode:
    if output.output_type == "stream" and output.name == "stdout":
        return output
    said = output.get("text") or output.get("data", {}).get("text/plain", output.output_type)
    raise PluginError(
        f"{topic.path.name}: 인쇄하지 않은 것이 출력에 있습니다. 셀: {cell.source.splitlines()[0]}\n{said}"
    )


def stored(topic: Topic) -> NotebookNode:
    """저장한 노트북입니다. 없거나 원고와 다르면 다시 실행하라고 `PluginError`를 냅니다."""
    way_out = f"`make update PAGE={'/'.join(topic.path.parts[-4:])}`로 다시 실행하세요."
    if not topic.executed.is_file():
        raise PluginError(f"{topic.executed.name}이 없습니다. {way_out}")
    # 쓸 때(write) 확인한 노트북이라서, 읽을 때마다 형식을 확인하지 않습니다.
    book = nbformat.v4.reads(topic.executed.read_text("utf-8"))
    for kept, cell in zip_longest(book.cells, steps(topic)):
        if kept is None or cell is None or kept.source != cell.source:
            first = (cell or kept).source.split("\n", 1)[0]
            raise PluginError(
                f"{topic.path.name}: 원고의 {first!r} 셀이 실행한 것과 다릅니다. {way_out}"
            )
    return book


def write(topic: Topic, book: NotebookNode) -> None:
    """실행한 노트북을 저장합니다. 실행하는 데 실패했으면 부르지 않으므로 전에 저장한 것이 남습니다."""
    nbformat.validate(book)
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
    topic.executed.write_text(nbformat.writes(book) + "\n", "utf-8")


def printed(cell: NotebookNode) -> str:
    """셀이 인쇄한 글입니다."""
    return "".join(output.text for output in cell.get("outputs", []))
