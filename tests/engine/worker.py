"""쪽 하나를 맡은 프로세스 안에서 조각을 실행합니다.

조각은 새 `__main__` 모듈에서, 독자가 보는 파일 이름과 줄 번호로 컴파일해 실행합니다.
역추적과 AutoGraph와 `inspect`가 그 이름과 번호에 기댑니다.
프로세스는 쪽이 끝나면 사라지므로, 조각이 남긴 것은 다른 쪽에 닿지 않습니다.
"""

from __future__ import annotations

import ast
import contextlib
import faulthandler
import functools
import io
import linecache
import multiprocessing
import os
import re
import runpy
import signal
import sys
import threading
import time
import traceback
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from tests.engine.snippets import Line

DRAWS = re.compile(r"^\s*(?:import|from) matplotlib\b", re.MULTILINE)


@dataclass
class Outcome:
    """조각 하나를 실행한 결과입니다. 프로세스 사이를 오가므로 기본 자료형만 담습니다."""

    stdout: str = ""
    error: str = ""  # 글쓴이가 쓴 파일부터의 역추적
    error_line: str = ""  # 역추적의 마지막 줄: `ValueError: ...`
    warnings: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)  # matplotlib이 쓴 SVG
    left_behind: dict[str, str] = field(default_factory=dict)  # 남긴 것의 종류와 설명
    crashed: str = ""  # 프로세스가 죽었거나 멈춰서 끊었을 때의 설명
    code_seconds: float = 0.0  # 조각을 실행하고 그림을 그리는 데 쓴 CPU 시간
    engine_seconds: float = 0.0  # 엔진이 더 쓴 CPU 시간


class TimeLimit(BaseException):
    """정한 시간을 넘겼습니다. `except Exception`에 잡히지 않아야 해서 BaseException입니다."""

    __module__ = "builtins"  # 역추적에 엔진의 이름이 나오지 않게 합니다


def serve(connection: Connection, root: str, folder: str, crash_log: str) -> None:
    """조각을 받아 실행하고 결과를 돌려보내는 일을 연결이 끊길 때까지 합니다."""
    os.chdir(folder)
    log = open(crash_log, "w", encoding="utf-8")  # noqa: SIM115 - 프로세스가 끝날 때까지 엽니다
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(log.fileno(), 2)
    faulthandler.enable(log)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # 데몬은 자식을 띄우지 못합니다. 독자의 파이썬처럼, 조각도 프로세스를 띄울 수 있어야 합니다.
    multiprocessing.current_process()._config["daemon"] = False
    module = types.ModuleType("__main__")
    connection.send(True)
    state = _state(Path(folder))
    with contextlib.suppress(EOFError):
        while True:
            kind, payload, seconds = connection.recv()
            if DRAWS.search(_text(kind, payload)):
                register_fonts()
            if kind == "file":
                action = functools.partial(runpy.run_path, payload, run_name="__main__")
            else:
                action = functools.partial(run, [Line(*line) for line in payload], module)
            outcome, state = _observe(action, seconds, state, Path(folder), root)
            connection.send(outcome)
    os._exit(0)  # 남은 스레드를 기다리지 않습니다


def _text(kind: str, payload) -> str:
    if kind == "file":
        return Path(payload).read_text("utf-8")
    return "\n".join(line for line, *_ in payload)


def run(lines: list[Line], module: types.ModuleType) -> None:
    """`lines`를 `module`의 이름공간에서 한 문장씩 실행합니다."""

    def origin(number: int) -> Line:
        return lines[min(number, len(lines)) - 1]

    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError as error:
        line = origin(error.lineno or 1)
        error.filename, error.lineno, error.end_lineno = line.file, line.number, line.number
        raise
    _remember(lines)
    previous, sys.modules["__main__"] = sys.modules["__main__"], module
    try:
        for statement in tree.body:
            module.__file__ = file = origin(statement.lineno).file
            for node in ast.walk(statement):
                if hasattr(node, "lineno"):
                    node.lineno = origin(node.lineno).number
                    node.end_lineno = origin(node.end_lineno).number
            exec(compile(ast.Module([statement], []), file, "exec"), module.__dict__)
    finally:
        sys.modules["__main__"] = previous


def _remember(lines: list[Line]) -> None:
    """쪽에 바로 쓴 코드를 linecache에 적습니다. 쪽은 파이썬 파일이 아니어서 `inspect`가 읽지 못합니다."""
    for line in lines:
        if line.file.endswith(".md"):
            _, _, known, _ = linecache.cache.get(line.file, (0, None, [], line.file))
            known += ["\n"] * (line.number - len(known))
            known[line.number - 1] = f"{line}\n"
            linecache.cache[line.file] = (sum(map(len, known)), None, known, line.file)


def _observe(
    action: Callable[[], None], seconds: float, before: dict, folder: Path, root: str
) -> tuple[Outcome, dict]:
    """`action`을 실행하며 인쇄, 예외, 경고, 그림과 남긴 것을 모읍니다. 실행한 뒤의 상태도 돌려줍니다."""
    arrived = time.process_time()
    out = io.StringIO()
    outcome = Outcome()
    linecache.checkcache()
    with warnings.catch_warnings(record=True) as caught, contextlib.redirect_stdout(out):
        started = time.process_time()
        try:
            with _time_limit(seconds):
                action()
        except BaseException as error:
            outcome.error = _explain(error, root)
            outcome.error_line = "".join(traceback.format_exception_only(error)).strip()
    outcome.figures = _take_figures()
    outcome.code_seconds = time.process_time() - started
    outcome.stdout = out.getvalue()
    outcome.warnings = [f"{item.category.__name__}: {item.message}" for item in caught]
    after = _state(folder)
    outcome.left_behind = _left_behind(before, after)
    os.chdir(folder)
    after["작업폴더"] = before["작업폴더"]
    outcome.engine_seconds = time.process_time() - arrived - outcome.code_seconds
    return outcome, after


@contextlib.contextmanager
def _time_limit(seconds: float):
    if not hasattr(signal, "SIGALRM"):  # Windows: 부모가 시간을 재고 프로세스를 끊습니다
        yield
        return

    def stop(*_):
        raise TimeLimit(f"{seconds:g}초 안에 끝나지 않았습니다")

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _explain(error: BaseException, root: str) -> str:
    """글쓴이가 쓴 파일(docs, snippets)의 줄과, 예외가 난 마지막 줄만 남긴 역추적을 돌려줍니다."""
    authored = tuple(os.path.join(root, name) for name in ("docs", "snippets", "README.md"))
    shown = traceback.TracebackException.from_exception(error)
    own = [frame for frame in shown.stack if frame.filename.startswith(authored)]
    if own and shown.stack[-1] is not own[-1] and shown.stack[-1].filename != __file__:
        own.append(shown.stack[-1])
    shown.stack = traceback.StackSummary.from_list(own)
    shown.__cause__ = shown.__context__ = None
    return "".join(shown.format()).replace(root + os.sep, "")


def _take_figures() -> list[str]:
    """열린 그림을 모두 SVG로 저장하고 닫습니다."""
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return []
    taken = []
    for number in plt.get_fignums():
        buffer = io.StringIO()
        plt.figure(number).savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
        taken.append(buffer.getvalue())
    plt.close("all")
    return taken


def register_fonts() -> None:
    """docs/fonts의 글꼴을 맷플롯립에 알립니다. 글자의 너비가 어느 컴퓨터에서나 같아집니다."""
    from matplotlib import font_manager

    known = {font.fname for font in font_manager.fontManager.ttflist}
    for path in sorted(Path(os.environ["MATPLOTLIBRC"]).parent.glob("fonts/*.otf")):
        if str(path) not in known:
            font_manager.fontManager.addfont(path)


def _state(folder: Path) -> dict:
    matplotlib = sys.modules.get("matplotlib")
    style = dict.copy(matplotlib.rcParams) if matplotlib else None
    return {
        "작업폴더": os.getcwd(),
        "파일": {str(path.relative_to(folder)) for path in folder.rglob("*")},
        "스타일": style,
        "스레드": set(threading.enumerate()),
        "모듈": {name: id(module) for name, module in sys.modules.items() if name != "__main__"},
    }


def _left_behind(before: dict, after: dict) -> dict[str, str]:
    """조각이 바꾸거나 남긴 것을 `{종류: 무엇을}`으로 돌려줍니다."""
    found = {}
    if before["작업폴더"] != after["작업폴더"]:
        found["작업폴더"] = f"작업 폴더가 바뀐 채 끝났습니다: {after['작업폴더']}"
    if new := sorted(after["파일"] - before["파일"]):
        found["파일"] = f"파일을 남겼습니다: {', '.join(new[:5])}"
    if changed := _changed_style(before["스타일"], after["스타일"]):
        found["스타일"] = f"맷플롯립 설정을 바꾼 채 끝났습니다: {', '.join(changed[:5])}"
    if threads := [t.name for t in after["스레드"] - before["스레드"] if t.is_alive()]:
        found["스레드"] = f"스레드가 아직 돌고 있습니다: {', '.join(sorted(threads)[:5])}"
    if replaced := [n for n, i in before["모듈"].items() if after["모듈"].get(n) != i]:
        found["모듈"] = f"sys.modules를 바꿨습니다: {', '.join(sorted(replaced)[:5])}"
    return found


def _changed_style(before: dict | None, after: dict | None) -> list[str]:
    if after is None:
        return []
    if before is None:  # 이 조각이 맷플롯립을 처음 불러왔습니다
        before = dict.copy(sys.modules["matplotlib"].rcParamsOrig)
    ignored = {"backend", "backend_fallback", "interactive"}
    return sorted(k for k in after if k not in ignored and before.get(k) != after[k])
