"""본문의 잰 수마다 같은 쪽에 근거가 있는지 검사합니다."""

import pytest

from tests.engine.snippets import Snippets
from tests.prose.numbers import expander, findings
from tests.prose.report import expect_none
from tests.prose.text import ROOT, Source, sources

PAGES = [source for source in sources() if source.path.startswith("docs/")]


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.path)
def test_numbers(source: Source):
    """한 쪽에서 근거 없는 수를 모두 줄 번호 순서로 알립니다."""
    expect_none(findings(source, expander(Snippets(ROOT))))
