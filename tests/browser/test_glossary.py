"""용어집을 거르고, 본문의 용어에서 뜻을 봅니다."""

import pytest

from tests.browser.conftest import ready

pytestmark = pytest.mark.browser
TERM = 'a.term[href$="#dropout"]'


def shown(page) -> list[str]:
    """보이는 항목의 앵커입니다."""
    return page.evaluate(
        "[...document.querySelectorAll('article h3')].filter(h => !h.hidden).map(h => h.id)"
    )


def open_page(chromium, address, name, **options):
    page = chromium.new_context(**options).new_page()
    page.goto(address + name)
    ready(page)
    return page


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ("드롭아웃", "dropout", "batch"),
        ("드롭 아웃", "dropout", "batch"),
        ("DropOut", "dropout", "batch"),
        ("드랍아웃", "dropout", "batch"),
        ("ㄷㄹㅇㅇ", "dropout", "batch"),
        ("들", "dropout", "batch"),  # '드로'를 치는 도중
        ("배치정규화", "batch-normalization", "batch"),
        ("원핫", "one-hot-encoding", "batch"),
        ("무작위로 꺼서", "dropout", "batch"),
        ("relu", "relu", "dropout"),
    ],
)
def test_filter_as_one_types(visit, query, found, not_found):
    page = visit("glossary/")
    page.locator("#glossary-box").press_sequentially(query)
    ids = shown(page)
    assert found in ids and not_found not in ids
    said = page.get_by_role("status").filter(has_text="용어가").inner_text()
    assert said == f"'{query}'에 맞는 용어가 {len(ids)}개 있습니다."
    groups = page.locator("article h2:visible").count()
    assert 0 < groups <= len(ids)
    page.locator("#glossary-box").fill("")
    assert len(shown(page)) > 200


def test_filter_says_when_there_is_none(visit):
    page = visit("glossary/")
    page.locator("#glossary-box").fill("없는말")
    assert shown(page) == [] and page.locator("article h2:visible").count() == 0
    assert (
        "'없는말'에 맞는 용어가 없습니다."
        in page.locator(".glossary-filter [role=status]").inner_text()
    )


def test_filter_from_the_address_and_a_hidden_entry(visit):
    page = visit("glossary/?term=드랍아웃")
    assert shown(page) == ["dropout"]
    page.locator(".md-nav--secondary a[href$='#bieup']").last.click()
    page.locator("#batch").wait_for()
    assert page.locator("#glossary-box").input_value() == ""


def test_filter_works_after_instant_navigation(visit):
    page = visit("api/")
    page.locator(".md-nav--primary a[href*='glossary/']").first.click()
    page.locator("#glossary-box").fill("드랍아웃")
    assert shown(page) == ["dropout"]


def test_glossary_without_javascript(visit):
    page = visit("glossary/#dropout", script=False)
    assert page.locator("#dropout").is_visible()
    assert not page.locator(".glossary-filter").is_visible()


def test_filter_does_not_move_the_page(visit):
    page = visit("glossary/")
    assert (
        page.evaluate(
            "new Promise(done => new PerformanceObserver(list => done(list.getEntries()"
            ".reduce((sum, e) => sum + e.value, 0))).observe({type: 'layout-shift', buffered: true})"
            " || setTimeout(() => done(0), 500))"
        )
        < 0.02
    )


def test_hover_shows_the_meaning_without_moving_the_text(visit):
    page = visit("ch11/dropout/")
    term, card = page.locator(TERM), page.locator(".term-card")
    before = term.locator("xpath=..").evaluate("e => e.closest('p').getBoundingClientRect().height")
    term.hover()
    card.wait_for()
    assert "dropout" in card.inner_text() and "과대적합을 줄이는" in card.inner_text()
    assert term.evaluate("e => e.closest('p').getBoundingClientRect().height") == before
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1280
    card.hover()
    page.wait_for_timeout(500)
    assert card.is_visible()
    page.mouse.move(5, 400)
    card.wait_for(state="detached")


def test_focus_shows_it_and_escape_closes_it(visit):
    page = visit("ch11/dropout/")
    page.locator("article h1").click()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.term')"):
            break
    card = page.locator(".term-card")
    card.wait_for()
    described = page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')).textContent"
    )
    assert described.endswith("니다.")
    page.keyboard.press("Escape")
    assert card.count() == 0
    assert page.evaluate("document.activeElement.matches('a.term:not([aria-describedby])')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#*")


def test_tap_shows_it_instead_of_leaving(chromium, address):
    page = open_page(
        chromium, address, "ch11/dropout/", viewport={"width": 390, "height": 844}, has_touch=True
    )
    page.locator(TERM).tap()
    card = page.locator(".term-card")
    box = card.bounding_box()
    assert "glossary" not in page.url
    assert (box["x"], round(box["width"]), round(box["y"] + box["height"])) == (0, 390, 844)
    page.locator(TERM).tap()
    assert card.count() == 0
    page.locator(TERM).tap()
    page.touchscreen.tap(200, 40)
    assert card.count() == 0
    page.locator(TERM).tap()
    card.get_by_role("link").tap()
    page.wait_for_url("**/glossary/#dropout")
    assert page.locator(".term-card").count() == 0
    page.context.close()


def test_mouse_follows_the_link(visit):
    page = visit("ch11/dropout/")
    page.locator(TERM).click()
    page.wait_for_url("**/glossary/#dropout")
    assert page.locator(".term-card").count() == 0


def test_meaning_without_javascript(visit):
    page = visit("ch11/dropout/", script=False)
    page.locator(TERM).hover()
    said = page.locator(TERM).evaluate("e => getComputedStyle(e, '::after').content")
    assert "과대적합을 줄이는" in said


def test_print_shows_no_mark(visit):
    page = visit("ch11/dropout/")
    style = "e => getComputedStyle(e).textDecorationLine"
    assert page.locator(TERM).evaluate(style) == "underline"
    page.emulate_media(media="print")
    assert page.locator(TERM).evaluate(style) == "none"


def test_selected_text_is_the_text_of_the_page(visit):
    page = visit("ch11/dropout/")
    page.locator(TERM).locator("xpath=ancestor::p").evaluate(
        "p => getSelection().selectAllChildren(p)"
    )
    copied = page.evaluate("getSelection().toString()")
    assert "드롭아웃(dropout)을 어디에" in copied and "과대적합을 줄이는" not in copied
