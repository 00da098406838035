"""내려받은 노트북을 새 커널에서 끝까지 실행하면 쪽에 적힌 출력이 나옵니다."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from hooks.downloads import path
from hooks.notebook import has_code
from tests.engine.compare import difference, same_text, screen

DOCS = Path(__file__).parents[1] / "docs"
NOTEBOOKS = [
    path(page.relative_to(DOCS).as_posix())
    for page in sorted(DOCS.rglob("*.md"))
    if has_code(page.read_text("utf-8"))
]


@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client", "ignore::RuntimeWarning")
def test_notebook_gives_the_outputs_of_its_page(site, tmp_path, name):
    shown = nbformat.read(site / name, as_version=4)
    ran = nbformat.from_dict(shown)
    NotebookClient(ran, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    pairs = [(printed(a), printed(b)) for a, b in zip(shown.cells, ran.cells, strict=True)]
    assert any(want for want, _ in pairs)
    for want, got in pairs:
        assert same_text(want, got), difference(want, got)


def printed(cell) -> str:
    outputs = cell.get("outputs", [])
    return screen("".join(out.text for out in outputs if out.get("name") == "stdout"))
