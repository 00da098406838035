"""내려받은 노트북을 새 커널에서 끝까지 실행하면 쪽에 적힌 출력이 나옵니다."""

import os
import re
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
if os.environ.get("NOTEBOOKS") == "sample":  # 느린 컴퓨터에서 .ci/run이 씁니다
    NOTEBOOKS = NOTEBOOKS[::10]
LOGGED = re.compile(r"^(INFO|WARNING):tensorflow:.*\n", re.MULTILINE)
"""텐서플로가 노트북에서는 오류의 흐름 대신 출력에 적는 기록입니다."""
BORDER = re.compile(r"([━─])\1+")
"""표의 칸은 화면의 너비에 따라 넓어집니다."""


@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:jupyter_client", "ignore::RuntimeWarning")
def test_notebook_gives_the_outputs_of_its_page(site, tmp_path, name):
    shown = nbformat.read(site / name, as_version=4)
    ran = nbformat.from_dict(shown)
    NotebookClient(ran, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    cells = list(zip(shown.cells, ran.cells, strict=True))
    assert any(printed(cell) or figures(cell) for cell in shown.cells)
    assert [figures(a) for a, _ in cells] == [figures(b) for _, b in cells]
    for want, got in ((printed(a), printed(b)) for a, b in cells):
        if not want:
            continue  # 인쇄하지 않는 코드이거나, 쪽이 보이지 않기로 한(허용: 출력) 코드입니다
        assert same_text(want, got), difference(want, got)


def printed(cell) -> str:
    """셀이 인쇄한 글입니다. 케라스는 노트북에서 `summary()`의 표를 HTML과 글로 함께 내놓습니다."""
    text = ""
    for out in cell.get("outputs", []):
        if out.get("name") == "stdout":
            text += out.text
        elif "text/html" in out.get("data", {}):
            text += out.data["text/plain"] + "\n"
    text = BORDER.sub(r"\1", LOGGED.sub("", screen(text)))
    return "\n".join(line for line in text.split("\n") if line.strip())


def figures(cell) -> int:
    """셀이 그린 그림의 수입니다."""
    return sum("image/" in " ".join(out.get("data", {})) for out in cell.get("outputs", []))
