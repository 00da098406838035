"""snippets/의 파일은 새 프로세스에서 혼자 돌아가고, 쪽에 보이는 것을 인쇄합니다.

독자가 "전체 코드"를 복사해 실행하는 것과 같습니다. 파일에는 쪽과 다른 차례로 놓인 절도 있고,
쪽에만 있는 코드는 파일에 없습니다.
"""

import ast
from pathlib import Path

import pytest

from hooks.experiments import table_of
from tests.engine.audit import load_pages, snippet_files
from tests.engine.compare import difference, normal, same_text, screen
from tests.engine.page import TIMEOUT
from tests.engine.session import Session

ROOT = Path(__file__).parents[1]
SCRIPTS = list(snippet_files(ROOT))
PAGES = {page.own_snippet: page for page in load_pages(ROOT)}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_snippet_runs_alone(script):
    table = table_of(script)
    session = Session(ROOT, [table] if table.is_file() else [])
    try:
        outcome = session.run_file(script, 3 * TIMEOUT)
    finally:
        session.close()
    problem = outcome.crashed or outcome.error
    assert not problem, f"\n{script.relative_to(ROOT)}을 혼자 실행하면 멈춥니다.\n{problem}"
    problem = differs(outputs_of(script), outcome.stdout)
    assert not problem, f"\n{script.relative_to(ROOT)}을 혼자 실행하면 쪽과 다릅니다.\n{problem}"


def outputs_of(script):
    """쪽에 보이는 출력을, 그것을 인쇄한 코드가 파일에 놓인 차례대로 돌려줍니다."""
    steps = [step for step in PAGES[script].steps if step.origin.file == str(script)]
    steps.sort(key=lambda step: step.origin.number)
    return [step.outputs["출력"] for step in steps if "출력" in step.outputs]


def differs(outputs, stdout):
    """출력이 `stdout`에 그 차례로 있는지 보고, 다르면 어디인지 말합니다.

    사이에 낀 줄은 쪽이 까닭을 밝히고 보이지 않는 출력입니다(`<!-- 허용: 출력 "까닭" -->`).
    """
    lines = [line for line in screen(stdout).splitlines() if line.strip()]
    for output in outputs:
        want = [line for line in normal(output.fence.body) if line]
        for start in range(len(lines) - len(want) + 1):
            if same_text("\n".join(want), "\n".join(lines[start : start + len(want)])):
                lines = lines[start + len(want) :]
                break
        else:
            shown = difference("\n".join(want), "\n".join(lines[: len(want)]))
            return f"{output.step.line}행의 코드입니다.\n{shown}"
    return ""


def test_a_different_or_misplaced_output_is_seen():
    outputs = outputs_of(SCRIPTS[0])
    texts = [output.fence.body for output in outputs]
    assert len(texts) > 2
    assert not differs(outputs, "\n".join(texts))
    assert not differs(outputs, "\n".join([texts[0], "보이지 않는 줄", *texts[1:]]))
    assert differs(outputs, "\n".join(texts[:-1]))
    assert differs(outputs, "\n".join(texts[::-1]))
    assert differs(outputs, "\n".join(texts).rstrip() + "1")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_snippet_says_which_page_it_belongs_to(script):
    doc = ast.get_docstring(ast.parse(script.read_text("utf-8"))) or ""
    page = f"docs/{script.relative_to(ROOT / 'snippets').with_suffix('.md').as_posix()}"
    assert page.replace("_", "-") in doc, (
        f"{script.name}의 첫 줄에 {page.replace('_', '-')}를 적으세요"
    )
