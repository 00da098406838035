"""쪽에 보이는 것 하나하나를 실행 결과와 맞춰 보고, 다르면 무엇이 왜 다른지 말합니다.

모든 확인은 맞으면 None을, 틀리면 한국어 설명을 돌려줍니다. 설명에는 쪽의 줄, 조각의 줄,
고치는 길이 한 화면 안에 들어갑니다.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.engine import figures
from tests.engine.compare import SCREEN, difference, same_text, screen
from tests.engine.page import Image, Output, Page, Problem, Step, failed
from tests.engine.update import Updates
from tests.engine.worker import Outcome

UPDATE = "실행한 결과가 맞으면 `pytest --update-output {page}`로 고치세요."
WAYS_OUT = {
    "작업폴더": "`with contextlib.chdir(...)`처럼 끝나면 되돌아오게 하세요.",
    "파일": "`tempfile`에 쓰거나 지우세요.",
    "스타일": "`with plt.rc_context(...)`처럼 끝나면 되돌아오게 하세요.",
    "스레드": "`join()`으로 끝을 기다리세요.",
    "모듈": "불러온 모듈을 바꾸거나 지우지 마세요.",
}


def where(page: Page, step: Step) -> str:
    """조각이 쪽의 몇째 줄, 조각 파일의 몇째 줄인지 말합니다."""
    place = f"{page.name}:{step.line}"
    origin = step.origin
    if origin.file and origin.file != page.path:
        place += f" ({Path(origin.file).relative_to(page.root).as_posix()}:{origin.number})"
    return place


def check_problem(page: Page, problem: Problem) -> str:
    return f"{page.name}:{problem.line}\n{problem.message}"


def check_step(page: Page, step: Step) -> str | None:
    """조각이 기대한 대로 끝났고, 남긴 것과 인쇄한 것이 모두 쪽에 보이는지 확인합니다."""
    outcome = _outcome(page, step)
    message = (
        _how_it_ended(step, outcome)
        or _unread(step, outcome)
        or _figure_count(step, outcome)
        or _left_behind(step, outcome)
    )
    return f"{where(page, step)}\n{message}" if message else None


def check_output(page: Page, output: Output, updates: Updates | None) -> str | None:
    """출력, 오류, 경고 블록이 실제와 같은지 확인합니다. `updates`가 있으면 고칠 것으로 적습니다."""
    outcome = _outcome(page, output.step)
    if failed(output.step, outcome):
        pytest.skip(f"{output.step.line}행의 코드가 실패해서 비교하지 않습니다")
    got = shown(output.kind, outcome)
    if not got.strip():
        return (
            f"{page.name}:{output.fence.line}\n{output.step.line}행의 코드는 "
            f"{output.kind}에 보일 것을 내지 않았습니다. 이 블록을 지우세요."
        )
    if same_text(output.fence.body, got):
        return None
    if updates is not None:
        updates.output(output.fence, got)
        return None
    return (
        f"{page.name}:{output.fence.line}\n{output.kind} 블록이 실제와 다릅니다. "
        f"코드는 {where(page, output.step)}에 있습니다.\n"
        f"{difference(output.fence.body, got)}\n{UPDATE.format(page=page.name)}"
    )


def check_image(page: Page, step: Step, image: Image, updates: Updates | None) -> str | None:
    """쪽의 그림이 코드가 그린 그림과 같은지 확인합니다."""
    outcome = _outcome(page, step)
    if failed(step, outcome) or _figure_count(step, outcome):
        pytest.skip(f"{step.line}행의 코드가 이 그림을 그리지 못했습니다")
    file = Path(page.path).parent / image.path
    drawn = figures.dress(outcome.figures[step.images.index(image)], image.alt)
    point = figures.CHAOS if "그림" in step.allowed else figures.POINT
    why = (
        figures.why_different(file.read_text("utf-8"), drawn, point)
        if file.is_file()
        else "그림 파일이 없습니다"
    )
    if not why:
        return None
    if updates is not None:
        updates.figure(file, drawn)
        return None
    return (
        f"{page.name}:{image.line}\n{image.path}: {why}.\n"
        f"그린 코드는 {where(page, step)}에 있습니다.\n{UPDATE.format(page=page.name)}"
    )


def shown(kind: str, outcome: Outcome) -> str:
    """블록의 종류에 맞는 실제 글을 돌려줍니다. 오류는 인쇄한 것 다음에 예외의 마지막 줄입니다."""
    if kind == "경고":
        return "\n".join(outcome.warnings)
    text = screen(outcome.stdout)
    return text + screen(outcome.error_line) if kind == "오류" else text


def _outcome(page: Page, step: Step) -> Outcome:
    if step.skip:
        pytest.skip(step.skip)
    outcome = page.run(step)
    if outcome is None:
        broken = f"{page.broken.line}행의 코드" if page.broken else "앞의 코드"
        pytest.skip(f"{broken}가 실패해서 건너뜁니다")
    return outcome


def _how_it_ended(step: Step, outcome: Outcome) -> str | None:
    if outcome.crashed:
        return f"이 코드에서 실행이 끊겼습니다. 다른 쪽은 이어서 확인합니다.\n{outcome.crashed}"
    if "오류" in step.outputs:
        if not outcome.error:
            line = step.outputs["오류"].fence.line
            return f"오류가 나야 하는데 나지 않았습니다. {line}행의 블록이 오류를 기다립니다."
        return None
    if outcome.error:
        lines = outcome.error.rstrip().splitlines()
        if len(lines) > SCREEN:
            lines = [*lines[:12], "...", *lines[-7:]]
        return "\n".join(lines)
    return None


def _unread(step: Step, outcome: Outcome) -> str | None:
    """인쇄했거나 경고를 냈는데 쪽에 보이지 않으면 말합니다."""
    printed = screen(outcome.stdout).strip()
    if printed and not step.outputs.keys() & {"출력", "오류"} and "출력" not in step.allowed:
        return (
            f"인쇄한 것이 쪽에 보이지 않습니다: {printed.splitlines()[0][:60]}\n"
            f"코드 뒤에 {_block('출력')}을 두고 --update-output으로 채우거나, "
            f"{_allow('출력')}로 이유를 쓰세요."
        )
    if outcome.warnings and "경고" not in step.outputs and "경고" not in step.allowed:
        return (
            f"독자가 볼 경고가 쪽에 보이지 않습니다: {outcome.warnings[0][:200]}\n"
            f"경고가 나지 않게 고치거나, 코드 뒤에 {_block('경고')}을 두거나, "
            f"{_allow('경고')}로 이유를 쓰세요."
        )
    return None


def _figure_count(step: Step, outcome: Outcome) -> str | None:
    drawn, images = len(outcome.figures), len(step.images)
    if drawn != images and (step.kind == "코드" or drawn):
        return (
            f"그림을 {drawn}장 그렸는데 쪽에 보이는 그림은 {images}장입니다.\n"
            "코드 바로 뒤에 그림마다 `![대체 텍스트](fig/쪽이름-그림.svg)`를 두세요."
        )
    if drawn and not _calls_show("\n".join(step.source)):
        return "그림을 그렸지만 `plt.show()`가 없습니다. 독자의 화면에는 그림이 나타나지 않습니다."
    return None


def _calls_show(source: str) -> bool:
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "show"
        for node in ast.walk(ast.parse(source))
    )


def _left_behind(step: Step, outcome: Outcome) -> str | None:
    for kind, what in outcome.left_behind.items():
        if kind not in step.allowed:
            return (
                f"{what}\n{WAYS_OUT[kind]} 독자의 환경도 그렇게 바뀌는 것이 이 쪽의 뜻이면 "
                f"코드 앞에 {_allow(kind)}로 이유를 쓰세요."
            )
    return None


def _block(title: str) -> str:
    return f'```` ```text title="{title}" ````'


def _allow(kind: str) -> str:
    return f'`<!-- 허용: {kind} "이유" -->`'
