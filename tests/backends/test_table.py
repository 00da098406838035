"""백엔드의 표가 장의 조각과 맞는지 봅니다. 백엔드는 실행하지 않습니다."""

import pytest

from tests.backends import table
from tests.engine.page import imports_of

SNIPPETS = sorted((table.ROOT / "snippets/ch10").glob("*.py"))


def test_table_names_every_page_once():
    assert sorted(table.read()) == [path.name for path in SNIPPETS]


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda path: path.name)
def test_row_fits_the_imports(snippet):
    where, why = table.read()[snippet.name]
    tops = {name.split(".")[0] for name in imports_of(snippet.read_text("utf-8").splitlines())}
    known = (table.CLAIMS, table.CODE, table.TENSORFLOW, table.NUMPY)
    assert where in known, f"모르는 백엔드입니다: {where}"
    assert (where == table.NUMPY) is ("keras" not in tops), f"{where}인데 불러오는 것은 {tops}"
    if where in (table.CODE, table.TENSORFLOW):
        assert why.endswith("니다."), "세 백엔드에서 모두 확인하지 않는 까닭을 문장으로 적으세요"
