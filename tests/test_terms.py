"""용어표가 제 성질을 지키고, 글이 용어표를 지키는지 검사합니다."""

import pytest

from tests.prose import terms
from tests.prose.report import expect_none
from tests.prose.text import ROOT, Source, sources, table

CHECKER = terms.load()


def test_glossary_is_sound():
    """용어표의 성질(차례, 겹침 없음, 변형이 바른 말에 들지 않음)을 확인합니다."""
    expect_none(enumerate(terms.faults(CHECKER.terms)))


def test_definitions_use_only_canonical_forms():
    """뜻풀이에는 허용한 변형도 쓰지 않습니다."""
    strict = terms.Checker(CHECKER.terms, {})
    expect_none(strict.spellings(table((ROOT / "terms.csv").read_text("utf-8"))))


def test_allowances_are_variants_with_a_reason():
    """허용 목록에는 용어표의 변형만 있고, 저마다 까닭이 있습니다."""
    for variant, reason in CHECKER.allowed.items():
        assert variant in CHECKER.owner, f'allowed.toml: "{variant}" - 용어표의 변형이 아닙니다'
        assert reason.endswith("니다."), f'allowed.toml: "{variant}" - 까닭을 문장으로 적습니다'


@pytest.mark.parametrize("source", list(sources()), ids=lambda source: source.path)
def test_terms(source: Source):
    """한 파일에서 변형과 잘못된 병기를 모두 줄 번호 순서로 알립니다."""
    expect_none([*CHECKER.spellings(source), *CHECKER.english(source)])
