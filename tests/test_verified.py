"""쪽의 끝에 적은 판과 수와 날짜가 정말인지 확인합니다."""

import re
import sys
from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.utils.meta import get_data

from hooks import verified
from tests.engine.audit import load_pages
from tests.project import ROOT

PAGES = load_pages(ROOT)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_counts_are_what_the_tests_run(page):
    text, _ = get_data(Path(page.path).read_text("utf-8"))
    codes = sum(step.kind == "코드" and not step.optional for step in page.steps)
    claims = sum(step.kind == "검증" for step in page.steps)
    assert verified.count(text) == (codes, claims)


def test_page_shows_its_line(site):
    html = (site / "ch11/dropout/index.html").read_text("utf-8")
    line = re.search(r'<p class="verified">(.*?)</p>', html, re.DOTALL)[1]
    text = (ROOT / "docs/ch11/dropout.md").read_text("utf-8")
    assert re.findall(r"<span>(.*?)</span>", line) == verified.parts(text)


def test_page_without_code_has_no_line():
    assert verified.parts("# 쪽\n\n글입니다.\n") == []


def test_versions_are_the_installed_ones():
    """잠근 판이 아니라 다른 판으로 시험하면 적은 것이 거짓이 됩니다."""
    from importlib.metadata import PackageNotFoundError, version

    def installed(*names):
        for name in names:
            try:
                return version(name)
            except PackageNotFoundError:
                continue

    locked = verified.versions(verified.LOCK.read_text("utf-8"))
    tensorflow = installed("tensorflow", "tensorflow-cpu")
    assert locked == f"케라스 {version('keras')}, 텐서플로 {tensorflow}"


def test_date_is_shown_only_when_the_tests_passed():
    page = '# 쪽\n\n```python\nx\n```\n\n맞습니다.<!-- 검증: a.py:b -->\n\n<!-- skip: next "까닭" -->\n```python\ny\n```\n'
    python = "파이썬 {}.{}".format(*sys.version_info)
    first, versions, counts = verified.parts(page, "2026-11-05")
    assert (first, counts) == ("마지막 검증: 2026년 11월 5일", "코드 1개, 주장 1개")
    assert versions.startswith("케라스 ") and versions.endswith(python)
    assert not any("검증" in part for part in verified.parts(page))


def test_wrong_date_and_wrong_lock_stop_the_build():
    with pytest.raises(PluginError, match="'오늘'는 날짜가 아닙니다"):
        verified.parts("```python\nx\n```\n", "오늘")
    with pytest.raises(PluginError, match=r"requirements/test\.txt에 keras가 없습니다"):
        verified.versions("numpy==2.0\n")


def test_deployment_sets_the_date_after_the_tests():
    steps = (ROOT / ".github/workflows/pages.yml").read_text("utf-8")
    assert steps.index("run: make test") < steps.index("DOCS_VERIFIED=") < steps.index("make build")
