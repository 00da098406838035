"""쪽마다 새 프로세스를 띄워 조각을 맡깁니다.

리눅스에서는 표준 라이브러리의 forkserver가 쪽들이 쓰는 라이브러리를 한 번만 불러오고,
쪽마다 자식을 하나씩 떼어 냅니다(0.03초). 다른 운영체제에서는 프로세스를 처음부터 띄웁니다.
포크 서버는 불러오기만 하고 아무 연산도 하지 않습니다. 텐서플로 연산을 한 번이라도 한
프로세스를 포크하면 자식이 멈추기 때문입니다.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import types
from collections.abc import Iterable
from pathlib import Path

from tests.engine.snippets import Line
from tests.engine.worker import Outcome, serve

GRACE = 5  # 프로세스 안의 시간 제한이 듣지 않을 때 더 기다리는 초
HEAVY = ("keras", "tensorflow")


def context() -> multiprocessing.context.BaseContext:
    """이 운영체제에 맞는 방식을 돌려줍니다. `DOCS_START=spawn`으로 바꿀 수 있습니다."""
    default = "forkserver" if sys.platform == "linux" else "spawn"
    return multiprocessing.get_context(os.environ.get("DOCS_START", default))


_preloaded: set[str] = set()


def set_environment(root: Path) -> None:
    """쪽을 실행하는 프로세스들이 물려받을 환경 변수를 정합니다. 라이브러리를 불러오기 전에 부릅니다."""
    os.environ.update(
        MATPLOTLIBRC=str(root / "docs" / "matplotlibrc"),
        TF_CPP_MIN_LOG_LEVEL="3",  # 텐서플로가 C++에서 stderr로 내는 안내를 끕니다
        COLUMNS="72",  # summary()의 너비가 터미널을 따르지 않게 합니다
    )


def preload(modules: Iterable[str]) -> None:
    """포크 서버가 미리 불러올 모듈을 더합니다. 서버가 이미 떴으면 아무 일도 하지 않습니다."""
    _preloaded.update(modules)
    names = sorted(_preloaded, key=lambda name: (not name.startswith(HEAVY), name))
    ctx = context()
    if ctx.get_start_method() == "forkserver":
        ctx.set_forkserver_preload(["tests.engine.worker", *names])


class Session:
    """프로세스 하나입니다. 쪽의 조각을 차례로 실행하고, 닫으면 임시 폴더와 함께 사라집니다.

    조각이 읽을 `files`는 작업 폴더에 복사해 둡니다. 독자가 내려받아 코드 곁에 둔 것과 같습니다.
    """

    def __init__(self, root: Path, files: Iterable[Path] = ()) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="docs-", ignore_cleanup_errors=True)
        self._crash_log = Path(self._temporary.name) / "stderr"
        folder = Path(self._temporary.name) / "work"
        folder.mkdir()
        for file in files:
            shutil.copy(file, folder)
        ctx = context()
        self._connection, child = ctx.Pipe()
        self._process = ctx.Process(
            target=serve, args=(child, str(root), str(folder), str(self._crash_log)), daemon=True
        )
        with _without_main():
            self._process.start()
        child.close()
        self._ready = False

    def run(self, lines: list[Line], seconds: float) -> Outcome:
        """조각을 실행합니다. 프로세스가 죽거나 멈추면 `Outcome.crashed`가 까닭을 말합니다."""
        return self._ask("lines", [(str(ln), ln.file, ln.number) for ln in lines], seconds)

    def run_file(self, path: Path, seconds: float) -> Outcome:
        """파일을 `python 파일`처럼 혼자 실행합니다."""
        return self._ask("file", str(path), seconds)

    def _ask(self, kind: str, payload, seconds: float) -> Outcome:
        try:
            if not self._ready:  # 프로세스를 띄우고 라이브러리를 불러오는 시간은 재지 않습니다
                self._ready = self._connection.recv()
            self._connection.send((kind, payload, seconds))
            if self._connection.poll(seconds + GRACE):
                return self._connection.recv()
        except (EOFError, ConnectionError):
            return Outcome(crashed=self._why_it_died())
        self._process.kill()
        self._process.join()
        return Outcome(crashed=f"{seconds:g}초 안에 끝나지 않아서 프로세스를 끊었습니다")

    def _why_it_died(self) -> str:
        self._process.join(GRACE)
        code = self._process.exitcode
        if code is not None and code < 0:
            why = f"파이썬이 신호 {signal.Signals(-code).name}로 죽었습니다"
        else:
            why = f"파이썬이 종료 코드 {code}로 끝났습니다"
        log = self._crash_log.read_text("utf-8", "replace").strip().splitlines()
        return "\n".join([why, *log[:12]])

    def close(self) -> None:
        """프로세스를 끝내고 임시 폴더를 지웁니다."""
        self._connection.close()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._temporary.cleanup()


@contextlib.contextmanager
def _without_main():
    """자식이 pytest의 `__main__`을 다시 불러오지 않게 합니다."""
    main, sys.modules["__main__"] = sys.modules["__main__"], types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
