"""axe-core로 모든 쪽의 접근성을 밝은 화면과 어두운 화면에서 봅니다(WCAG 2.2 AA와 권장 사항)."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.test_pages import URLS

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast", "link-in-text-block"]  # 어두운 화면에서는 색만 달라집니다
RUN = """
options => axe.run(document, options).then(result => result.violations.flatMap(violation =>
  violation.nodes.map(node => `${violation.id}: ${node.target.join(" ")}: ${node.html.slice(0, 160)}`)))
"""


def violations(page) -> list[str]:
    """두 화면에서 어긴 것입니다."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(RUN, {"runOnly": TAGS})
    page.emulate_media(color_scheme="dark")
    page.locator("body[data-md-color-scheme=slate]").wait_for()
    page.wait_for_timeout(300)
    rules = {"runOnly": {"type": "rule", "values": COLORS}}
    return found + [f"어두운 화면: {each}" for each in page.evaluate(RUN, rules)]


@pytest.mark.parametrize("name", [*URLS, "404.html"])
def test_page_breaks_no_rule(visit, name):
    assert violations(visit(name)) == []


def test_opened_search_breaks_no_rule(visit):
    page = visit("setup/")
    page.keyboard.press("/")
    page.keyboard.type("dropout", delay=30)
    page.locator(".md-search-result__link").first.wait_for()
    assert violations(page) == []


def test_opened_claim_and_boxes_break_no_rule(visit):
    page = visit("ch10/perceptron/")
    page.evaluate("document.querySelectorAll('details').forEach(box => (box.open = true))")
    page.locator(".claim__mark").first.click()
    page.locator(".check:popover-open").wait_for()
    assert violations(page) == []


def test_phone_with_the_drawer_open_breaks_no_rule(visit):
    page = visit("setup/", width=390)
    page.locator(".md-header__button[for=__drawer]").click()
    page.wait_for_timeout(500)
    assert violations(page) == []
