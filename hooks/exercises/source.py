"""연습의 원고를 읽습니다. 원고는 py:percent 노트북이고, 셀의 꼬리표가 그 셀의 구실입니다.

    (없음)     주제의 글과 준비하는 코드
    task       과제. `##` 제목과 `<!-- 연습: 구현, 15분, ../perceptron.md#xor -->`이 있습니다
    hint       힌트 한 걸음
    start      독자가 고칠 처음 코드
    check      채점
    solution   풀이
    why        풀이의 설명
    also       다른 풀이
    wrong      자주 하는 실수. 첫 줄의 주석이 무슨 실수인지 말합니다

깊은 신경망의 훈련처럼 인쇄한 수가 CPU마다 다르면 구실 다음에 varies를 더 답니다.
꼬리표가 있는 셀은 task에서 시작하는 연습 하나에 듭니다.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError

from hooks.cache import Store

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = "exercises"
SOLUTIONS = "-solutions.ipynb"
"""실행한 노트북의 이름은 원고의 이름에 이것을 붙인 것입니다."""

ONE = ("task", "start", "check", "solution")
MANY = {"hint": 2, "why": 1, "also": 1, "wrong": 3}
"""연습마다 하나씩 있어야 하는 구실과, 적어도 몇 개 있어야 하는지 정해진 구실입니다."""
KINDS = ("손계산", "예측", "버그 찾기", "구현", "측정")

_store = Store("exercises", version("jupytext"))
_HEADING = re.compile(r"^## (?P<title>.+?) \{ #(?P<anchor>[a-z0-9-]+) \}$", re.MULTILINE)
_ABOUT = re.compile(
    r"^<!-- 연습: (?P<kind>[^,\n]+), (?P<minutes>\d+)분, (?P<pages>[^,\n]+) -->\n*", re.MULTILINE
)


@dataclass(frozen=True)
class Exercise:
    """연습 하나입니다. `cells`는 구실마다 그 셀들을 나온 차례로 담습니다."""

    title: str
    anchor: str
    kind: str
    minutes: int
    pages: tuple[str, ...]
    cells: dict[str, list[NotebookNode]] = field(compare=False)

    @property
    def task(self) -> str:
        """제목과 지시 주석을 뺀 과제의 글입니다."""
        text = _ABOUT.sub("", self.cells["task"][0].source)
        return _HEADING.sub("", text, count=1).strip()


@dataclass(frozen=True)
class Topic:
    """원고 하나입니다. `intro`는 첫 연습보다 앞에 있는 셀입니다."""

    path: Path
    intro: list[NotebookNode]
    exercises: list[Exercise]

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def title(self) -> str:
        """원고의 첫 제목입니다."""
        return re.search(r"^# (.+?)(?: \{.*\})?$", self.intro[0].source, re.MULTILINE)[1]

    @property
    def executed(self) -> Path:
        """실행한 노트북의 자리입니다."""
        return self.path.with_name(self.name + SOLUTIONS)

    @property
    def checkers(self) -> list[Path]:
        """노트북이 함께 담을 채점기입니다. 함께 쓰는 것이 먼저입니다."""
        docs = self.path.parents[2]
        return [docs / "grading.py", self.path.with_name(f"{self.name}_check.py")]


def name_of(file: str) -> str:
    """과제나 풀이인 파일의 이름에서 원고의 이름만 남깁니다."""
    return file.removesuffix(SOLUTIONS).removesuffix(".py")


def is_source(path: Path) -> bool:
    """연습의 원고인지 봅니다."""
    return path.parent.name == FOLDER and path.suffix == ".py" and not path.stem.endswith("_check")


def sources(docs: Path) -> list[Path]:
    """docs 폴더에 있는 연습의 원고입니다."""
    return [path for path in sorted(docs.glob(f"*/{FOLDER}/*.py")) if is_source(path)]


def read(path: Path) -> Topic:
    """원고를 읽습니다. 갖추지 못한 것이 있으면 어느 연습인지 알리며 `PluginError`를 냅니다."""
    return _read(path, path.read_text("utf-8"))


@functools.lru_cache(maxsize=64)  # 과제와 풀이와 노트북이 같은 원고를 봅니다
def _read(path: Path, text: str) -> Topic:
    intro, groups = [], []
    for cell in _cells(text):
        match role(cell):
            case "":
                if groups:
                    raise PluginError(f"{_name(path)}: {_first(cell)!r} 셀에 꼬리표가 없습니다.")
                intro.append(cell)
            case "task":
                groups.append({"task": [cell]})
            case other if not groups:
                raise PluginError(f"{_name(path)}: {other} 셀이 첫 과제(task)보다 앞에 있습니다.")
            case other:
                groups[-1].setdefault(other, []).append(cell)
    if not intro or not groups or not intro[0].source.startswith("# "):
        raise PluginError(f"{_name(path)}: `# 제목`이 있는 글 셀과 task 셀로 시작해야 합니다.")
    return Topic(path, intro, [_exercise(path, cells) for cells in groups])


def _cells(text: str) -> list[NotebookNode]:
    import jupytext  # 연습이 아닌 쪽만 시험할 때는 불러오지 않습니다.
    import nbformat

    if text not in _store:
        _store[text] = json.dumps(jupytext.reads(text, fmt="py:percent"), ensure_ascii=False)
    return nbformat.from_dict(json.loads(_store[text])).cells


def role(cell: NotebookNode) -> str:
    """셀의 구실입니다."""
    return next(iter(cell.metadata.get("tags", [])), "")


def varies(cell: NotebookNode) -> bool:
    """인쇄한 수가 CPU마다 다른 셀인지 봅니다. 구실 다음에 `varies` 꼬리표를 답니다."""
    return "varies" in cell.metadata.get("tags", [])[1:]


def _exercise(path: Path, cells: dict[str, list[NotebookNode]]) -> Exercise:
    text = cells["task"][0].source
    heading, about = _HEADING.search(text), _ABOUT.search(text)
    where = f"{_name(path)}의 {_first(cells['task'][0])!r}"
    if not heading:
        raise PluginError(f"{where}: 과제는 `## 제목 {{ #anchor }}`로 시작해야 합니다.")
    if not about or about["kind"] not in KINDS:
        kinds = ", ".join(KINDS)
        raise PluginError(
            f"{where}: `<!-- 연습: 구현, 15분, ../perceptron.md#xor -->`이 없거나 갈래가 다릅니다. "
            f"갈래는 {kinds} 가운데 하나입니다."
        )
    for name, found in cells.items():
        if name not in ONE and name not in MANY:
            raise PluginError(f"{where}: 꼬리표 {name!r}를 모릅니다.")
        if name in ONE and len(found) != 1:
            raise PluginError(f"{where}: {name} 셀이 {len(found)}개입니다. 하나만 두세요.")
    for name in (*ONE, *MANY):
        if len(cells.get(name, [])) < MANY.get(name, 1):
            raise PluginError(f"{where}: {name} 셀이 {MANY.get(name, 1)}개는 있어야 합니다.")
    for cell in cells["wrong"]:
        if not cell.source.startswith("# "):
            raise PluginError(f"{where}: wrong 셀의 첫 줄에 무슨 실수인지 주석으로 쓰세요.")
    return Exercise(
        title=heading["title"],
        anchor=heading["anchor"],
        kind=about["kind"],
        minutes=int(about["minutes"]),
        pages=tuple(about["pages"].split()),
        cells=cells,
    )


def _name(path: Path) -> str:
    return "/".join(path.parts[-4:])


def _first(cell: NotebookNode) -> str:
    return cell.source.split("\n", 1)[0]
