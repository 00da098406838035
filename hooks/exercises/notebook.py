"""독자가 내려받을 연습 노트북을 만듭니다. 채점기를 함께 담아서 어디서나 혼자 실행됩니다."""

from __future__ import annotations

from mkdocs.exceptions import PluginError
from nbformat import NotebookNode

from hooks.exercises.source import Exercise, Topic
from hooks.fences import read_fences
from hooks.notebook import code_cell, write
from hooks.prose import Address, Prose

CHECKERS = "# @title 채점기를 준비합니다. 읽지 않아도 됩니다.\nfrom pathlib import Path\n"
HIDDEN = {"cellView": "form", "jupyter": {"source_hidden": True, "outputs_hidden": True}}
HOW_TO = """\
빈칸 `...`을 채우거나 코드를 고치고, 바로 아래의 채점하는 셀을 실행하세요.
막히면 힌트를 한 걸음씩 펼치고, 푼 다음에는 [풀이]({solutions})와 견주세요.
과제는 [사이트]({page})에도 있습니다."""


def notebook(topic: Topic, address: Address, page: str, solutions: str) -> str:
    """연습 노트북(nbformat 4.5)입니다. `page`와 `solutions`는 과제와 풀이의 쪽 주소입니다."""
    cells = [checkers(topic)]
    for cell in topic.intro:
        cells.append(_copied(cell, address))
    first = next(cell for cell in cells if cell["cell_type"] == "markdown")
    first["source"] += "\n\n" + HOW_TO.format(page=page, solutions=solutions)
    cells.insert(0, cells.pop(cells.index(first)))
    for exercise in topic.exercises:
        cells += _exercise(exercise, address)
    return write(cells)


def checkers(topic: Topic) -> dict:
    """채점기의 파일을 노트북의 폴더에 쓰는, 접어 둔 셀입니다."""
    source = CHECKERS
    for file in topic.checkers:
        text = file.read_text("utf-8")
        if "'''" in text:
            raise PluginError(f"{file.name}: 노트북에 담을 수 있게 따옴표 셋(''')을 쓰지 마세요.")
        source += f"\nPath(\"{file.name}\").write_text(r'''{text}''', encoding=\"utf-8\")"
    return code_cell(source + ";") | {"metadata": HIDDEN}


def _exercise(exercise: Exercise, address: Address) -> list[dict]:
    hints = "\n\n".join(
        f"<details>\n<summary>힌트 {number}</summary>\n\n{words(hint.source, address)}\n\n</details>"
        for number, hint in enumerate(exercise.cells["hint"], 1)
    )
    task = f"## {exercise.title}\n\n{exercise.kind} · {exercise.minutes}분\n\n"
    return [
        _markdown(task + words(exercise.task, address)),
        _markdown(hints),
        code_cell(exercise.cells["start"][0].source),
        code_cell(exercise.cells["check"][0].source),
    ]


def _copied(cell: NotebookNode, address: Address) -> dict:
    if cell.cell_type == "markdown":
        return _markdown(words(cell.source, address))
    return code_cell(cell.source)


def _markdown(source: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def words(text: str, address: Address) -> str:
    """쪽의 글을 노트북에서 읽히는 Markdown으로 바꿉니다. 상자는 굵은 제목이 됩니다."""
    prose, lines, copied = Prose(address), text.split("\n"), []
    fences = {fence.line: fence for fence in read_fences(text)}
    number = 1
    while number <= len(lines):
        if fence := fences.get(number):
            copied += prose.fence(fence, lambda body: body)
            number = fence.last_line + 1
        else:
            if (line := prose.line(lines[number - 1])) is not None:
                copied.append(line)
            number += 1
    return "\n".join(copied).strip("\n")
