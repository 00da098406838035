"""쪽과 엔진의 속도를 잽니다. `python -m tests.benchmark [쪽 ...]`으로 실행합니다.

시간은 시험의 합격 여부를 정하지 않습니다. 컴퓨터마다 다르고, 함께 쓰는 컴퓨터에서는 흔들리기 때문입니다.
엔진이 더하는 시간은 한 번의 실행에서 조각이 쓴 CPU 시간과 나란히 잽니다.
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

ROOT = Path(__file__).parents[1]


def main(names: list[str]) -> None:
    set_environment(ROOT)
    pages = [page for page in load_pages(ROOT) if page.steps and (not names or page.name in names)]
    preload(set().union(*(page.imports() for page in pages)))
    print(f"{'':32}{'조각':>4}{'주장':>4}{'그림':>4}{'출력':>4}{'코드(초)':>9}{'엔진(초)':>8}")
    totals = [0.0, 0.0]
    for page in pages:
        code, engine = cpu_seconds(page)
        totals = [totals[0] + code, totals[1] + engine]
        numbers = "".join(f"{n:6}" for n in count(page))
        print(f"{page.name:34}{numbers}{code:12.2f}{engine:12.2f}{engine / code:+8.1%}")
    code, engine = totals
    print(f"{'모두':32}{'':24}{code:12.2f}{engine:12.2f}{engine / code:+8.1%}")
    commands()


def count(page: Page) -> tuple[int, int, int, int]:
    """쪽의 코드, 주장, 그림, 출력의 개수입니다."""
    return (
        sum(step.kind == "코드" for step in page.steps),
        sum(step.kind == "검증" for step in page.steps),
        sum(len(step.images) for step in page.steps),
        sum(len(step.outputs) for step in page.steps),
    )


def cpu_seconds(page: Page) -> tuple[float, float]:
    """쪽의 코드가 쓴 CPU 시간과, 시험하느라 엔진이 더 쓴 CPU 시간(초)입니다."""
    session = Session(ROOT)
    code = engine = 0.0
    for step in page.main_steps():
        outcome = session.run(step.source, 600)
        assert not failed(step, outcome), outcome
        code, engine = code + outcome.code_seconds, engine + outcome.engine_seconds
    session.close()
    return code, engine


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
