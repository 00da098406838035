"""프로젝트의 모든 한국어가 글쓰기 규칙을 지키는지 검사합니다."""

import pytest

from tests.prose import ALL_RULES
from tests.prose.report import expect_none
from tests.prose.text import Source, sources


@pytest.mark.parametrize("source", list(sources()), ids=lambda source: source.path)
def test_prose(source: Source):
    """한 파일에서 규칙을 어긴 곳을 모두 줄 번호 순서로 알립니다."""
    expect_none(finding for rule in ALL_RULES for finding in rule.findings(source))
