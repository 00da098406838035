"""쪽마다 내려받을 노트북을 만듭니다. 글, 코드, 출력, 그림이 모두 그 쪽의 원고에서 나옵니다.

코드 펜스와 상자는 시험과 같은 눈(`hooks.fences`)으로 읽고, 조각은 MkDocs와 같은 설정으로 펼칩니다.

    코드                   코드 셀
    출력, 경고             앞 셀의 출력
    오류                   앞 셀의 출력. 그 셀에 `raises-exception`을 달아 끝까지 실행되게 합니다
    그림                   그린 셀의 출력
    둘째 탭부터의 코드     글 속의 코드. 첫째 탭의 코드만 이어서 실행됩니다
    skip이 있는 코드       글 속의 코드
    파일                   표를 쓰는 코드 셀. 내려받은 노트북은 표를 함께 담습니다
    전체 코드 상자         뺍니다
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hooks import experiments
from hooks.fences import IMAGE, Fence, read_fences
from hooks.prose import Address, Prose

FIGURE_BOX = re.compile(r"[ \t]*\?\?\?\+? +(?:[\w-]+ +)*figure\b")
SKIP = re.compile(r"""[ \t]*<!--+\s*skip:\s*next\s+(?:(["'])(?P<reason>.*)\1|if\(.*\))\s*--+>""")
NAMED = re.compile(r"(?P<name>[A-Za-z_][\w.]*)(?:: |$)")
ENDING = re.compile(r"(?:Error|Exception|Exit|Interrupt|Iteration|Warning)\Z")
EXCEPTION = re.compile(r"^(?P<name>[A-Za-z_][\w.]*)(?:: (?P<value>[\s\S]*))?\Z", re.MULTILINE)

FONT = """\
# 그림의 한글 글꼴을 고릅니다.
import matplotlib.pyplot as plt
from matplotlib import font_manager

korean = ["Noto Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic", "Noto Sans CJK KR"]
found = [name for name in korean if name in font_manager.get_font_names()]
plt.rcParams["font.family"] = [*found[:1], "DejaVu Sans"]
plt.rcParams["axes.unicode_minus"] = False
"""


@dataclass(frozen=True)
class Source:
    """노트북을 만들 쪽입니다.

    `expand`는 조각을 펼치고, `address`는 사이트의 주소를, `table`은 표의 글을 돌려줍니다.
    """

    text: str
    folder: Path
    expand: Callable[[str], str]
    address: Address
    table: Callable[[str], str]


def has_code(text: str) -> bool:
    """쪽에 독자가 차례로 실행할 코드가 있는지 봅니다."""
    return any(fence.is_python and not fence.inside("whole") for fence in read_fences(text))


def notebook(source: Source) -> str:
    """쪽을 노트북(nbformat 4.5)으로 바꿉니다."""
    cells = Cells(source).read()
    if any("matplotlib" in cell["source"] for cell in cells if cell["cell_type"] == "code"):
        cells.insert(0, code_cell(FONT))
    return write(cells)


def write(cells: list[dict]) -> str:
    """셀을 노트북 파일의 글로 씁니다. 셀마다 id를 차례대로 답니다."""
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    python = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {
        "cells": cells,
        "metadata": {"kernelspec": python, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def code_cell(source: str) -> dict:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source.strip("\n"),
    }


def table_cell(target: str, text: str) -> dict:
    """쪽의 코드가 읽는 표를 노트북의 폴더에 쓰는 셀입니다."""
    name = target.rsplit("/", 1)[-1]
    return code_cell(
        "# 다음 코드가 읽는 표를 파일로 씁니다.\n"
        "from pathlib import Path\n\n"
        f'Path("{name}").write_text("""\\\n{text}""", encoding="utf-8");'
    )


class Cells:
    """쪽을 위에서 아래로 읽으며 셀을 만듭니다."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.prose = Prose(source.address, left_out={"whole"}, untitled={"figure"})
        self.cells: list[dict] = []
        self.words: list[str] = []
        self.waiting: list[dict] = []  # 아직 그린 셀을 만나지 못한 그림
        self.last: dict | None = None  # 다음 출력의 주인
        self.skipped = False

    def read(self) -> list[dict]:
        fences = {fence.line: fence for fence in read_fences(self.source.text)}
        number = 1
        while number <= len(self.lines):
            if fence := fences.get(number):
                self._fence(fence)
                number = fence.last_line + 1
            else:
                self._line(number)
                number += 1
        self._flush()
        return self.cells

    def _line(self, number: int) -> None:
        text = self.lines[number - 1]
        if found := experiments.DIRECTIVE.fullmatch(text.strip()):
            self._flush()
            target = found["target"].strip()
            self.cells.append(table_cell(target, self.source.table(target)))
            return
        if found := SKIP.match(text):
            self.skipped = True
            text = text.replace(found[0].strip(), f"{found['reason'] or ''}\n")
        without = IMAGE.sub(lambda image: self._image(image, number), text)
        if text.strip() and not without.strip():
            return
        if (words := self.prose.line(without)) is not None:
            self.words.append(words)

    def _image(self, found: re.Match, number: int) -> str:
        """그린 셀의 출력으로 옮긴 그림은 글에서 지웁니다. 그린 셀이 없으면 그대로 둡니다."""
        file = self.source.folder / found["path"]
        following = (line for line in self.lines[number:] if IMAGE.sub("", line).strip())
        before_box = FIGURE_BOX.match(next(following, "")) is not None
        if not file.is_file() or not (before_box or self.last):
            return found[0]
        output = {
            "output_type": "display_data",
            "data": {"image/svg+xml": file.read_text("utf-8"), "text/plain": found["alt"]},
            "metadata": {},
        }
        (self.waiting if before_box else self.last["outputs"]).append(output)
        return ""

    def _fence(self, fence: Fence) -> None:
        if fence.inside("whole"):
            return
        self.prose.line(fence.prefix + fence.mark)  # 앞의 상자가 닫혔으면 닫습니다
        if fence.is_python:
            self._python(fence)
        elif self.last and fence.lang == "text" and fence.title in ("출력", "경고", "오류"):
            self._output(fence)
        else:
            self._quote(fence)

    def _python(self, fence: Fence) -> None:
        skipped, self.skipped = self.skipped, False
        if skipped or fence.alternative:
            self.last = None
            self._quote(fence)
            return
        self._flush()
        self.last = code_cell(self.source.expand(fence.body))
        self.last["outputs"], self.waiting = self.waiting, []
        self.cells.append(self.last)

    def _quote(self, fence: Fence) -> None:
        """실행하지 않는 코드와 출력을 글 속에 둡니다."""
        self.words += self.prose.fence(fence, self.source.expand)

    def _output(self, fence: Fence) -> None:
        text = fence.body.rstrip("\n") + "\n"
        if fence.title == "오류":
            self.last["metadata"]["tags"] = ["raises-exception"]
            self.last["outputs"] += error(text)
        else:
            name = "stderr" if fence.title == "경고" else "stdout"
            self.last["outputs"].append(stream(name, text))

    def _flush(self) -> None:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self.words)).strip("\n")
        self.words = []
        if text.strip():
            self.cells.append({"cell_type": "markdown", "metadata": {}, "source": text})


def stream(name: str, text: str) -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def error(text: str) -> list[dict]:
    """오류 블록을 인쇄한 것과 예외로 나눕니다. 예외는 그 이름으로 시작하는 마지막 줄부터입니다.

    메시지의 둘째 줄도 `Received: …`처럼 이름 같은 것으로 시작하므로, 예외다운 이름을 먼저 찾습니다.
    """
    lines = text.rstrip("\n").split("\n")
    starts = [n for n, line in enumerate(lines) if NAMED.match(line)]
    starts = [n for n in starts if ENDING.search(NAMED.match(lines[n])["name"])] or starts
    start = starts[-1] if starts else 0
    printed, last = lines[:start], "\n".join(lines[start:])
    found = EXCEPTION.match(last)
    raised = {
        "output_type": "error",
        "ename": found["name"] if found else "Error",
        "evalue": (found["value"] or "") if found else last,
        "traceback": [last],
    }
    return [stream("stdout", "\n".join(printed) + "\n"), raised] if printed else [raised]
