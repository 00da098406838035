"""쪽 하나를 읽어 실행할 조각(Step)과 확인할 것(Check)의 차례로 만듭니다.

    ```python                          실행할 코드
    ```text title="출력"               바로 앞 코드가 인쇄한 것
    ```text title="오류"               바로 앞 코드가 인쇄하고 낸 예외
    ```text title="경고"               바로 앞 코드가 낸 경고
    ![설명](fig/쪽이름-그림.svg)       바로 앞 코드의 그림. 바로 뒤가 `??? figure` 상자면 그 코드의 그림
    <!-- 검증: ch10/xor.py:solved -->  문장이 주장하는 것을 확인하는, 보이지 않는 코드
    <!-- skip: next "이유" -->         다음 코드를 실행하지 않음. `if(조건, reason="이유")`면 맞을 때만
    <!-- 허용: 파일 "이유" -->         다음 코드가 무엇을 남기거나, 인쇄한 것을 보이지 않아도 됨
    <!-- 파일: ch11/experiments/optimizers.csv -->  쪽의 코드가 읽는 표. 쪽의 폴더에 복사해 둠

`??? whole` 상자의 "전체 코드"는 쪽에서 실행하지 않습니다. 파일째 혼자 실행해서 확인합니다.
둘째 탭부터의 코드는 첫째 탭의 대안이고, skip 지시가 있는 코드는 골라서 실행하는 것입니다.
둘 다 쪽의 흐름에 들지 않으므로, 새 프로세스에서 앞의 코드 다음에 따로 실행합니다.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sybil import Document
from sybil.evaluators.skip import If

from hooks import experiments
from hooks.fences import IMAGE, Box, Fence, read_fences
from tests.engine.session import Session
from tests.engine.snippets import INCLUDE, Line, MissingSnippet, Snippets
from tests.engine.worker import Outcome

NOT_RUN = frozenset(
    "bash console powershell text markdown yaml toml json html css javascript diff".split()
)
ALLOWED = ("출력", "경고", "그림", "파일", "작업폴더", "스타일", "스레드", "모듈")
TIMEOUT = float(os.environ.get("DOCS_TIMEOUT", "60"))

CLAIM = re.compile(r"<!--\s*검증\s*:(?P<target>.*?)-->")
ALLOW = re.compile(r"<!--\s*허용:(?P<body>.*?)-->")
SKIP = re.compile(r"<!--+\s*skip:(?P<body>.*?)--+>")
COMMENTS = re.compile(r"<!--+\s*(?P<word>[가-힣]+|skip)\b\s*(?P<colon>:?)")
KNOWN_COMMENTS = frozenset({"검증", "허용", "skip", "용어", "수", "파일"})


@dataclass
class Problem:
    """실행하지 않고도 알 수 있는 잘못입니다."""

    start: int
    end: int
    line: int
    message: str


@dataclass
class Image:
    start: int
    end: int
    line: int
    path: str
    alt: str


@dataclass
class Output:
    """코드 뒤에 보이는 글입니다. `kind`는 출력, 오류, 경고 가운데 하나입니다."""

    fence: Fence
    kind: str
    step: Step


@dataclass
class Step:
    """실행할 조각 하나입니다."""

    start: int
    end: int
    line: int
    kind: str  # "코드" 또는 "검증"
    source: list[Line]
    fence: Fence | None = None
    skip: str = ""  # 실행하지 않는 까닭
    optional: bool = False  # skip 지시가 있음
    allowed: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, Output] = field(default_factory=dict)
    images: list[Image] = field(default_factory=list)
    unreadable: str = ""

    @property
    def alternative(self) -> Box | None:
        return self.fence.alternative if self.fence else None

    @property
    def aside(self) -> bool:
        """쪽의 흐름에 들지 않는 조각입니다. 복사하거나 노트북에서 이어서 실행할 때 빠집니다."""
        return self.optional or self.alternative is not None

    @property
    def origin(self) -> Line:
        """조각의 첫 줄입니다. 비었으면 쪽의 줄입니다."""
        return next((line for line in self.source if line.strip()), Line("", "", self.line))


@dataclass
class Code:
    """쪽에 보이는 파이썬 펜스 하나와, 조각을 펼친 줄들입니다. 전체 코드면 `whole`이 그 파일입니다."""

    fence: Fence
    source: list[Line]
    whole: Path | None = None


class Page(Document):
    """Sybil이 읽는 문서입니다. 조각을 차례로 실행하고 결과를 기억합니다."""

    snippets: Snippets

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text, path)
        self.root = self.snippets.root
        self.name = Path(path).relative_to(self.root).as_posix()
        self.problems: list[Problem] = []
        self.steps: list[Step] = []
        self.code: list[Code] = []
        self.tables: list[Path] = []  # 코드가 읽는 표
        self.broken: Step | None = None
        self._outcomes: dict[int, Outcome] = {}
        self._session: Session | None = None
        Reader(self).read()

    def run(self, step: Step) -> Outcome | None:
        """`step`까지의 조각을 차례로 실행하고 그 결과를 돌려줍니다.

        앞의 조각이 실패했으면 실행하지 않고 None을 돌려줍니다. 조각 하나만 골라 실행해도,
        어떤 차례로 물어도, 독자가 처음부터 따라온 것과 같은 상태에서 실행합니다.
        """
        if step.aside:
            return self._run_aside(step)
        for earlier in self.main_steps():
            if self.broken is None and id(earlier) not in self._outcomes:
                if self._session is None:
                    self._session = Session(self.root, self.tables)
                self._outcomes[id(earlier)] = self._execute(earlier, self._session)
                if failed(earlier, self._outcomes[id(earlier)]):
                    self.broken = earlier
            if earlier is step:
                break
        return self._outcomes.get(id(step))

    def _run_aside(self, step: Step) -> Outcome | None:
        """앞의 흐름 다음에 새 프로세스에서 실행합니다. 탭이면 묶음 앞의 조각과 그 탭의 조각만 앞섭니다."""
        tab = step.alternative
        before = [s for s in self.main_steps() if s.line < (tab.opened_at if tab else step.line)]
        before += [s for s in self.steps if tab and s.alternative == tab and s.line < step.line]
        if id(step) not in self._outcomes:
            session = Session(self.root, self.tables)
            try:
                for earlier in before:
                    if not earlier.skip and failed(earlier, self._execute(earlier, session)):
                        return None
                self._outcomes[id(step)] = self._execute(step, session)
            finally:
                session.close()
        return self._outcomes[id(step)]

    def _execute(self, step: Step, session: Session) -> Outcome:
        if step.unreadable:
            return Outcome(error=step.unreadable)
        return session.run(step.source, TIMEOUT)

    @property
    def own_snippet(self) -> Path:
        """쪽의 짝인 조각 파일이 놓일 자리입니다. `a-b.md`의 짝은 `a_b.py`입니다."""
        path = Path(self.path).relative_to(self.root / "docs").with_suffix(".py")
        return self.snippets.folder / path.with_name(path.name.replace("-", "_"))

    def main_steps(self) -> list[Step]:
        """쪽의 흐름에 드는 조각을 차례로 돌려줍니다."""
        return [step for step in self.steps if not step.aside]

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def imports(self) -> set[str]:
        """쪽의 코드가 불러오는 바깥 모듈의 이름을 돌려줍니다. 포크 서버가 미리 불러옵니다."""
        sources = (s.source for s in self.main_steps())
        return set().union(*map(imports_of, sources))


def imports_of(lines: list[str]) -> set[str]:
    """코드가 불러오는 모듈의 이름을 돌려줍니다. 읽을 수 없는 코드면 빈 집합입니다."""
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def page_type_of(root: Path) -> type[Page]:
    """`root`에 있는 프로젝트의 조각을 펼치는 `Page`입니다. Sybil은 문서의 종류만 받습니다."""
    return type("ProjectPage", (Page,), {"snippets": Snippets(root)})


def failed(step: Step, outcome: Outcome) -> bool:
    """조각이 기대와 다르게 끝나서 뒤의 조각을 실행할 수 없으면 참입니다."""
    return bool(outcome.crashed) or bool(outcome.error) is not ("오류" in step.outputs)


class Reader:
    """쪽의 글을 차례로 읽어 조각과 확인할 것을 잇습니다."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.text
        self.fences = read_fences(page.text)

    def read(self) -> None:
        events: list[tuple[int, str, object]] = [(f.start, "fence", f) for f in self.fences]
        for kind, pattern in (
            ("image", IMAGE),
            ("claim", CLAIM),
            ("allow", ALLOW),
            ("table", experiments.DIRECTIVE),
            ("skip", SKIP),
            ("comment", COMMENTS),
        ):
            events += [(m.start(), kind, m) for m in self._outside_fences(pattern)]
        self.code: Step | None = None
        self.waiting: list[Image] = []  # 아직 주인을 만나지 못한 그림
        self.allowed: dict[str, str] = {}
        self.skip = ""
        self.optional = False
        self.directive: re.Match | None = None
        for _, kind, found in sorted(events, key=lambda event: event[0]):
            getattr(self, f"_{kind}")(found)
        self._orphan_images()
        self._unused_directive(len(self.text))
        self._loose_includes()

    # ── 사건마다 ─────────────────────────────────────────────────────────────
    def _fence(self, fence: Fence) -> None:
        if not fence.closed:
            self._problem(fence, "닫히지 않은 코드 펜스입니다. 끝에 같은 표시를 한 줄 더 쓰세요.")
        if fence.is_python:
            self._code(fence)
        elif fence.lang == "text" and fence.title in ("출력", "오류", "경고"):
            self._output(fence)
        elif fence.lang not in NOT_RUN:
            self._problem(
                fence,
                f"코드 펜스의 언어 {fence.lang!r}을 알 수 없습니다.\n"
                f"실행할 코드면 python을, 아니면 {', '.join(sorted(NOT_RUN))} 가운데 하나를 쓰세요.",
            )

    def _code(self, fence: Fence) -> None:
        if fence.inside("whole"):
            self._whole(fence)
            return
        figure = fence.inside("figure")
        if not figure:
            self._orphan_images()
        step = self._step(fence.start, fence.end, fence.line, "코드", fence.body, fence.line + 1)
        step.fence = fence
        self.page.code.append(Code(fence, step.source))
        step.skip, step.optional, step.allowed = self.skip, self.optional, self.allowed
        self.skip, self.optional, self.allowed, self.directive = "", False, {}, None
        if figure:
            step.images, self.waiting = self.waiting, []
        self._check_highlight(step)
        self.code = step

    def _whole(self, fence: Fence) -> None:
        includes = INCLUDE.findall(fence.body)
        lines = [line for line in fence.body.splitlines() if line.strip()]
        if len(lines) != 1 or len(includes) != 1 or ":" in includes[0]:
            self._problem(
                fence,
                "전체 코드 상자에는 파일 하나를 통째로 넣는 줄만 씁니다.\n"
                '보기: --8<-- "ch10/perceptron.py"',
            )
            return
        try:
            source = self.page.snippets.expand(fence.body, self.page.path, fence.line + 1)
        except MissingSnippet as error:
            self._problem(fence, self._missing(includes[0], error))
            return
        file = self.page.snippets.folder / includes[0]
        self.page.code.append(Code(fence, source, whole=file))

    def _output(self, fence: Fence) -> None:
        if self.code is None:
            self._problem(
                fence, f"{fence.title} 앞에 실행한 코드가 없습니다. 코드 펜스 바로 뒤로 옮기세요."
            )
        elif fence.title in self.code.outputs:
            self._problem(
                fence,
                f"{self.code.line}행의 코드에 {fence.title} 블록이 이미 있습니다. 하나로 합치세요.",
            )
        else:
            self.code.outputs[fence.title] = Output(fence, fence.title, self.code)

    def _image(self, found: re.Match) -> None:
        image = Image(*found.span(), self._line(found.start()), found["path"], found["alt"])
        if not image.alt.strip():
            self._problem(
                image, "그림에 대체 텍스트가 없습니다. 무엇이 보이는지 한 문장으로 쓰세요."
            )
        if self._next_is_figure_box(found.end()):
            self.waiting.append(image)
        elif self.code is not None and self.code.kind == "코드":
            self.code.images.append(image)
        else:
            self._no_figure(image)

    def _claim(self, found: re.Match) -> None:
        line, target = self._line(found.start()), found["target"].strip()
        if not re.fullmatch(r"[^\s:]+\.py:[\w-]+", target):
            self._problem(
                Problem(*found.span(), line, ""),
                f"검증할 파일과 절을 쓰세요: {target!r}\n보기: <!-- 검증: ch10/xor.py:solved -->",
            )
            return
        self._step(*found.span(), line, "검증", f'--8<-- "{target}"', line)

    def _allow(self, found: re.Match) -> None:
        form = re.fullmatch(r'\s*(\w+)\s+"([^"]+)"\s*', found["body"])
        where = Problem(*found.span(), self._line(found.start()), "")
        if form is None or form[1] not in ALLOWED:
            self._problem(
                where,
                f'허용하는 것과 이유를 쓰세요. 보기: <!-- 허용: 출력 "진행 막대만 나옵니다" -->\n'
                f"허용할 수 있는 것: {', '.join(ALLOWED)}",
            )
            return
        self.allowed = {**self.allowed, form[1]: form[2]}
        self.directive = found

    def _table(self, found: re.Match) -> None:
        target, snippets = found["target"].strip(), self.page.snippets.folder
        table = experiments.table_of(self.page.own_snippet)
        own = table.relative_to(snippets).as_posix()
        if target != own:
            message = f"이 쪽의 표가 아닙니다: {target!r}\n보기: <!-- 파일: {own} -->"
        elif not table.is_file():
            name = table.relative_to(self.page.root).as_posix()
            message = f"표 {name}가 없습니다.\n{experiments.way_out(table, snippets)}"
        else:
            self.page.tables.append(table)
            self.directive = found
            return
        self._problem(Problem(*found.span(), self._line(found.start()), ""), message)

    def _skip(self, found: re.Match) -> None:
        form = re.fullmatch(r"\s*next\s+(?P<reason>(?:if\(|[\"']).*)", found["body"].strip())
        where = Problem(*found.span(), self._line(found.start()), "")
        if form is None:
            self._problem(where, '이유를 쓰세요. 보기: <!-- skip: next "GPU에서 20분 걸립니다" -->')
            return
        reason = form["reason"].strip()
        names = {"cached": cached, "installed": installed, "if_": If(reason)}
        try:
            self.skip = eval(re.sub(r"^if\(", "if_(", reason), names) or ""
        except Exception as error:
            self._problem(where, f"skip의 조건을 읽을 수 없습니다: {error}")
        self.optional = True
        self.directive = found

    def _comment(self, found: re.Match) -> None:
        known = found["word"] in KNOWN_COMMENTS
        if known and not found["colon"]:
            message = f"지시 {found['word']!r} 뒤에 쌍점을 쓰세요."
        elif not known and found["colon"]:
            names = ", ".join(sorted(KNOWN_COMMENTS))
            message = f"모르는 지시 {found['word']!r}입니다. 쓸 수 있는 것: {names}"
        else:
            return
        self._problem(Problem(*found.span(), self._line(found.start()), ""), message)

    # ── 도움 ────────────────────────────────────────────────────────────────
    def _step(self, start, end, line, kind, body, number) -> Step:
        step = Step(start, end, line, kind, [])
        try:
            step.source = self.page.snippets.expand(body, self.page.path, number)
        except MissingSnippet as error:
            targets = INCLUDE.findall(body)
            step.unreadable = self._missing(targets[0] if targets else body.strip(), error)
        self.page.steps.append(step)
        return step

    def _missing(self, target: str, error: Exception) -> str:
        folder = self.page.snippets.folder.relative_to(self.page.root).as_posix()
        path = f"{folder}/{target.split(':')[0]}"
        names = self.page.snippets.sections(target)
        if names:
            way_out = f"{path}에 있는 절: {', '.join(names)}"
        elif (self.page.snippets.folder / target.split(":")[0]).is_file():
            way_out = f"{path}에 절이 하나도 없습니다. `# --8<-- [start:이름]`과 `[end:이름]`으로 나누세요."
        else:
            way_out = f"{path} 파일이 없습니다. 파일을 만들거나 이름을 고치세요."
        return f'조각 "{target}"을 찾을 수 없습니다.\n{way_out}'

    def _check_highlight(self, step: Step) -> None:
        numbers = re.findall(r"\d+", step.fence.options.get("hl_lines", ""))
        wrong = [n for n in numbers if not 1 <= int(n) <= len(step.source)]
        if wrong and not step.unreadable:
            self._problem(
                step.fence,
                f"강조할 줄 {', '.join(wrong)}이 코드({len(step.source)}줄)에 없습니다. "
                "hl_lines를 고치세요.",
            )

    def _next_is_figure_box(self, position: int) -> bool:
        """그림 다음에 다른 그림 말고는 `??? figure` 상자가 오는지 봅니다."""
        rest = IMAGE.sub("", self.text[position:])
        return (
            re.match(r"[^\n]*\n(?:[ \t]*\n)*[ \t]*\?\?\?\+? +(?:[\w-]+ +)*figure\b", rest)
            is not None
        )

    def _orphan_images(self) -> None:
        for image in self.waiting:
            self._no_figure(image)
        self.waiting = []

    def _no_figure(self, image: Image) -> None:
        self._problem(
            image,
            f"{image.path}를 그린 코드가 없습니다.\n"
            "그리는 코드 바로 뒤에 두거나, 바로 뒤에 `??? figure` 상자로 그 코드를 두세요.",
        )

    def _unused_directive(self, position: int) -> None:
        if self.directive is not None:
            self._problem(
                Problem(*self.directive.span(), self._line(self.directive.start()), ""),
                "이 지시를 받을 코드가 뒤에 없습니다. 지시를 지우거나 코드 앞으로 옮기세요.",
            )

    def _loose_includes(self) -> None:
        for found in self._outside_fences(INCLUDE):
            self._problem(
                Problem(*found.span(), self._line(found.start()), ""),
                "코드 펜스 밖에서는 조각을 끼워 넣지 않습니다. 그 안의 코드가 실행되지 않기 때문입니다.",
            )

    def _outside_fences(self, pattern: re.Pattern) -> Iterator[re.Match]:
        for found in pattern.finditer(self.text):
            if not any(fence.start <= found.start() < fence.end for fence in self.fences):
                yield found

    def _line(self, position: int) -> int:
        return self.text.count("\n", 0, position) + 1

    def _problem(self, where, message: str) -> None:
        self.page.problems.append(Problem(where.start, where.end, where.line, message))


def cached(name: str) -> bool:
    """케라스 캐시에 이름이 `name`으로 시작하는 데이터셋이 있으면 참입니다."""
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    return any((home / "datasets").glob(f"{name}*"))


def installed(name: str) -> bool:
    """모듈 `name`을 불러올 수 있으면 참입니다."""
    return importlib.util.find_spec(name) is not None
