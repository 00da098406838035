"""모든 규칙이 나쁜 보기에 걸리고 좋은 보기에 걸리지 않는지 검사합니다."""

import pytest

from tests.prose import ALL_RULES
from tests.prose.text import markdown

BAD = [(rule, text) for rule in ALL_RULES for text in rule.bad]
GOOD = [(rule, text) for rule in ALL_RULES for text in rule.good]


def name(value: object) -> str:
    """시험의 이름에 쓸 규칙의 이름이나 보기의 글입니다."""
    return getattr(value, "name", value)


@pytest.mark.parametrize(("rule", "text"), BAD, ids=name)
def test_bad_sentence_is_caught(rule, text):
    """나쁜 보기는 그 규칙에 걸리고, 알림에 위치와 고치는 법이 있습니다."""
    found = list(rule.findings(markdown(text)))
    assert found
    assert all(line.startswith(f"docs/page.md:{number}: ") for number, line in found)
    assert all("\n" not in line and rule.advice in line for _, line in found)


@pytest.mark.parametrize(("rule", "text"), GOOD, ids=name)
def test_good_sentence_is_not_caught(rule, text):
    """좋은 보기는 그 규칙에 걸리지 않습니다."""
    assert not list(rule.findings(markdown(text)))


def test_every_rule_has_examples_and_a_name_of_its_own():
    """규칙마다 이름이 다르고 보기가 양쪽에 있습니다."""
    assert all(rule.bad and rule.good for rule in ALL_RULES)
    assert len({rule.name for rule in ALL_RULES}) == len(ALL_RULES)
