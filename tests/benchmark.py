"""쪽과 엔진의 속도를 잽니다. `python -m tests.benchmark [쪽 ...]`으로 실행합니다.

시간은 시험의 합격 여부를 정하지 않습니다. 컴퓨터마다 다르고, 함께 쓰는 컴퓨터에서는 흔들리기 때문입니다.
엔진이 더하는 시간은 같은 코드를 엔진 없이 실행한 것과 세 번 번갈아 재서, 가장 짧은 CPU 시간으로 견줍니다.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.engine.audit import load_pages
from tests.engine.page import Page, failed
from tests.engine.session import Session, preload, set_environment
from tests.engine.snippets import Line

ROOT = Path(__file__).parents[1]
PLAIN = """
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    for code in {sources!r}:
        try:
            exec(compile(code, "page", "exec"), space := globals().setdefault("space", {{}}))
        except Exception:
            pass
        if plt := __import__("sys").modules.get("matplotlib.pyplot"):
            for number in plt.get_fignums():
                plt.figure(number).savefig(io.StringIO(), format="svg")
            plt.close("all")
"""


def main(names: list[str]) -> None:
    pages = [page for page in load_pages(ROOT) if page.steps and (not names or page.name in names)]
    set_environment(ROOT)
    preload(set().union(*(page.imports() for page in pages)))
    Session(ROOT).close()  # 포크 서버가 라이브러리를 불러오는 시간은 따로입니다
    print(
        f"{'':32}{'조각':>4}{'주장':>4}{'그림':>4}{'출력':>4}{'엔진':>8}{'맨 실행':>6}{'차이':>6}"
    )
    total = 0.0
    for page in pages:
        counts = count(page)
        pairs = [(through_engine(page), plain(page)) for _ in range(3)]
        engine, alone = (min(column) for column in zip(*pairs, strict=True))
        total += engine
        numbers = "".join(f"{n:6}" for n in counts)
        print(f"{page.name:34}{numbers}{engine:9.2f}초{alone:8.2f}초{engine / alone - 1:+8.1%}")
    print(f"{'모두':34}{'':24}{total:9.2f}초")
    commands()


def count(page: Page) -> tuple[int, int, int, int]:
    """쪽의 코드, 주장, 그림, 출력의 개수입니다."""
    return (
        sum(step.kind == "코드" for step in page.steps),
        sum(step.kind == "검증" for step in page.steps),
        sum(len(step.images) for step in page.steps),
        sum(len(step.outputs) for step in page.steps),
    )


def through_engine(page: Page) -> float:
    """쪽을 시험할 때처럼 조각마다 실행하고, 그 프로세스가 쓴 CPU 시간(초)을 돌려줍니다."""
    session = Session(ROOT)
    for step in page.main_steps():
        outcome = session.run(step.source, 600)
        assert not failed(step, outcome), outcome
    return cpu_seconds(session)


def plain(page: Page) -> float:
    """같은 코드를 한꺼번에 `exec`으로 실행하고 CPU 시간(초)을 돌려줍니다."""
    sources = ["\n".join(step.source) for step in page.main_steps()]
    session = Session(ROOT)
    outcome = session.run(lines(PLAIN.format(sources=sources)), 600)
    assert not outcome.error, outcome.error
    return cpu_seconds(session)


def cpu_seconds(session: Session) -> float:
    outcome = session.run(lines("import time\nprint(time.process_time())"), 600)
    session.close()
    return float(outcome.stdout)


def lines(source: str) -> list[Line]:
    return [Line(text, "benchmark", n) for n, text in enumerate(source.splitlines(), 1)]


def commands() -> None:
    """글쓴이가 실제로 기다리는 명령의 시간입니다."""
    python = [sys.executable, "-m"]
    page = "docs/ch10/perceptron.md"
    with tempfile.TemporaryDirectory() as site:
        for label, command in (
            ("쪽 하나를 모으기만", ["pytest", "-q", "--collect-only", page]),
            ("쪽 하나를 시험하기", ["pytest", "-q", page]),
            ("사이트를 만들기", ["mkdocs", "build", "--strict", "--site-dir", site]),
        ):
            start = time.perf_counter()
            subprocess.run([*python, *command], cwd=ROOT, check=False, capture_output=True)
            print(f"{label} {time.perf_counter() - start:.2f}초")


if __name__ == "__main__":
    main(sys.argv[1:])
