"""키보드만으로 모든 것에 닿고, 어디에 있는지 보입니다."""

import pytest

pytestmark = pytest.mark.browser

# 초점을 받은 것과 받기 전의 모양이 다른지, 화면에 보이는지 봅니다.
LOOK = """
() => {
  const element = document.activeElement
  const target = element.matches("input[type=radio], input[type=checkbox]")
    ? document.querySelector(`.tabbed-labels label[for="${element.id}"]`) || element.nextElementSibling : element
  const look = () => {
    const of = node => { const s = getComputedStyle(node)
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.backgroundColor, s.color].join() }
    return of(target) + "|" + of(target.parentElement)
  }
  const with_focus = look()
  element.blur()
  const without = look()
  element.focus({focusVisible: true, preventScroll: true})
  const box = target.getBoundingClientRect()
  return {
    name: element.tagName + "." + element.className + "#" + element.id,
    text: (element.getAttribute("aria-label") || element.title || element.textContent || "").trim(),
    seen: with_focus !== without, size: box.width * box.height,
  }
}
"""


def walk(page, limit: int = 1500) -> list[dict]:
    """Tab을 눌러 처음으로 돌아올 때까지 지난 것들입니다."""
    passed = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        passed.append(page.evaluate(LOOK))
    return passed


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stop_of_the_tab_key_is_seen_and_named(visit, scheme):
    passed = walk(visit("setup/", scheme=scheme))
    assert len(passed) > 40
    assert [stop["name"] for stop in passed if not stop["seen"]] == []
    assert [
        stop["name"] for stop in passed if not stop["text"] and "INPUT" not in stop["name"]
    ] == []


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_folded_part_of_the_path_opens_by_key(visit, key):
    page = visit("setup/")
    button = page.get_by_role("button", name="11장의 연습 펼치기")
    inside = page.locator(".md-nav--primary a[href*='ch11/exercises/signals/']")
    for opened in (True, False):
        button.press(key)
        assert button.get_attribute("aria-expanded") == str(opened).lower()
        inside.wait_for(state="visible" if opened else "hidden")


def test_first_tab_skips_to_the_text(visit):
    page = visit("ch10/perceptron/")
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert "md-skip" in link.get_attribute("class")
    page.wait_for_timeout(400)
    assert link.evaluate("link => getComputedStyle(link).opacity") == "1"
    page.keyboard.press("Enter")
    page.locator("h1:target").wait_for()  # 브라우저가 그 자리로 옮긴 다음입니다
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.md-content')")


def test_search_opens_closes_and_is_walked_with_arrows(visit):
    page = visit("ch10/perceptron/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('.md-search__input')")
    page.keyboard.type("dropout", delay=30)
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.md-search-result__link')")
    page.keyboard.press("Escape")
    assert not page.locator("#__search").is_checked()


def test_copy_buttons_are_reached_and_shown(visit):
    page = visit("ch10/perceptron/")
    for selector in (".md-code__button[data-md-type=copy]", ".copy-up-to"):
        button = page.locator(f".md-content {selector}").first
        button.focus()
        assert page.evaluate("document.activeElement.tabIndex") == 0
        page.wait_for_timeout(300)
        assert button.evaluate("button => getComputedStyle(button).opacity") == "1"
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)
        assert "import" in page.evaluate("navigator.clipboard.readText()")


def test_claim_opens_and_gives_the_focus_back(visit):
    page = visit("ch10/perceptron/")
    mark = page.locator(".claim__mark").first
    mark.focus()
    page.keyboard.press("Enter")
    assert page.locator(".check:popover-open").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.check')")
    page.keyboard.press("Escape")
    assert page.locator(".check:popover-open").count() == 0
    assert mark.evaluate("mark => mark === document.activeElement")


def test_palette_is_switched_with_the_keyboard(visit):
    page = visit("setup/")
    button = page.locator(".palette")
    button.focus()
    for key, scheme, name in [
        ("Enter", "default", "어두운 화면으로 바꾸기"),
        ("Space", "slate", "기기 설정에 맞추기"),
        ("Enter", "default", "밝은 화면으로 바꾸기"),  # 기기는 밝습니다
    ]:
        page.keyboard.press(key)
        assert page.evaluate("document.body.dataset.mdColorScheme") == scheme
        assert button.get_attribute("aria-label") == name
        assert button.locator("span:visible").get_attribute("title") == name
        assert button.evaluate("button => button === document.activeElement")


def test_drawer_of_a_phone_opens_and_closes(visit):
    page = visit("setup/", width=390)
    button = page.locator(".md-header__button[for=__drawer]")
    button.focus()
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    assert page.locator("#__drawer").is_checked()
    page.wait_for_timeout(600)
    assert page.evaluate("!!document.activeElement.closest('.md-sidebar--primary')")
    page.keyboard.press("Escape")
    assert not page.locator("#__drawer").is_checked()
