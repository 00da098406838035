"""snippets/의 파일은 새 프로세스에서 혼자 돌아갑니다. 독자가 "전체 코드"를 복사해 실행하는 것과 같습니다."""

import ast
from pathlib import Path

import pytest

from hooks.experiments import table_of
from tests.engine.audit import snippet_files
from tests.engine.page import TIMEOUT
from tests.engine.session import Session

ROOT = Path(__file__).parents[1]
SCRIPTS = list(snippet_files(ROOT))


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


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_snippet_says_which_page_it_belongs_to(script):
    doc = ast.get_docstring(ast.parse(script.read_text("utf-8"))) or ""
    page = f"docs/{script.relative_to(ROOT / 'snippets').with_suffix('.md').as_posix()}"
    assert page.replace("_", "-") in doc, (
        f"{script.name}의 첫 줄에 {page.replace('_', '-')}를 적으세요"
    )
