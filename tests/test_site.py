"""쪽과 조각과 그림과 만들어진 사이트가 서로 맞는지 텐서플로 없이 확인합니다."""

from pathlib import Path

import pytest

from tests.engine import audit

ROOT = Path(__file__).parents[1]


def test_shown_code_is_the_code_that_ran(site):
    assert not audit.shown_but_not_run(ROOT, site), report(audit.shown_but_not_run(ROOT, site))


def test_every_page_with_python_is_collected(request):
    collected = request.config.pluginmanager.get_plugin("docs-engine").sybil.should_parse
    problems = audit.uncollected(ROOT, collected)
    assert not problems, report(problems)


@pytest.mark.parametrize("check", audit.CHECKS, ids=lambda check: check.__name__)
def test_pages_snippets_and_figures_agree(check):
    problems = check(ROOT)
    assert not problems, report(problems)


def report(problems: list[str]) -> str:
    return "\n" + "\n".join(problems)
