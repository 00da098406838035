"""본문의 잰 수마다 같은 쪽에 근거가 있는지 검사합니다."""

import re

import pytest

from hooks.exercises.run import stored
from hooks.exercises.source import Topic, read
from hooks.exercises.source import sources as exercise_sources
from hooks.exercises.views import solutions
from tests.engine.snippets import Snippets
from tests.prose.numbers import expander, findings
from tests.prose.report import expect_none
from tests.prose.text import ROOT, Source, markdown, sources

PAGES = [source for source in sources() if re.fullmatch(r"docs/.*\.md", source.path)]
EXERCISES = list(map(read, exercise_sources(ROOT / "docs")))


@pytest.mark.parametrize("source", PAGES, ids=lambda source: source.path)
def test_numbers(source: Source):
    """한 쪽에서 근거 없는 수를 모두 줄 번호 순서로 알립니다."""
    expect_none(findings(source, expander(Snippets(ROOT))))


@pytest.mark.parametrize("topic", EXERCISES, ids=lambda topic: topic.path.name)
def test_numbers_of_solutions(topic: Topic):
    """풀이의 쪽에 적은 수는 그 쪽의 코드와 출력과 채점에 있습니다. 과제의 수는 문제가 정한 것입니다."""
    page = markdown(solutions(topic, stored(topic)), f"{topic.path.name}의 풀이")
    expect_none(findings(page, expander(Snippets(ROOT))))
