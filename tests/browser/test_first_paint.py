"""글이 처음 보일 때: 묶은 스크립트가 오지 않아도 다 그려져 있고, 온 다음에도 다시 그리지 않습니다."""

import pytest

pytestmark = pytest.mark.browser

PAGE = "ch11/dropout/"
LOOK = """
({
  scheme: document.body.dataset.mdColorScheme,
  canvas: document.documentElement.style.colorScheme,
  paper: getComputedStyle(document.body).backgroundColor,
  theme: document.querySelector("meta[name=theme-color]").content,
  classes: [...document.documentElement.classList].sort(),
})
"""

# 적어 둔 칸의 수로 어림한 것(reachable)을, 코드를 모두 그린 다음에 잰 것(over)과 견줍니다.
GUESSES = """
(() => {
  const codes = [...document.querySelectorAll("article > .highlight > pre > code[data-columns]")]
  const guesses = codes.map(code => code.tabIndex === 0)
  codes.forEach(code => code.style.contentVisibility = "visible")
  return codes.map((code, n) => ({
    reachable: guesses[n],
    wide: code.scrollWidth > code.clientWidth,
    over: code.scrollWidth - code.clientWidth,
    column: parseFloat(getComputedStyle(code).fontSize) * .55,
  }))
})()
"""
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def bare(chromium, address):
    """묶은 스크립트를 받지 못한 쪽을 여는 함수입니다."""
    contexts = []

    def open_page(scheme: str, saved: int | None = None):
        context = chromium.new_context(color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.route("**/*.js", lambda route: route.abort())
        if saved is not None:
            value = f'{{"index": {saved}}}'
            page.add_init_script(f"localStorage.setItem('/.__palette', '{value}')")
        page.goto(address + PAGE)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("device", "saved", "dark"),
    [
        ("light", None, False),
        ("dark", None, True),
        ("dark", 0, True),
        ("dark", 1, False),
        ("light", 2, True),
        ("light", 7, False),  # 없는 것을 골라 둔 독자는 기기를 따릅니다
    ],
)
def test_scheme_is_right_before_the_scripts_come(bare, device, saved, dark):
    look = bare(device, saved).evaluate(LOOK)
    paper = "rgb(23, 26, 28)" if dark else "rgb(254, 253, 251)"
    assert look["scheme"] == ("slate" if dark else "default")
    assert look["canvas"] == ("dark" if dark else "light")
    assert look["paper"] == look["theme"] == paper


def test_device_that_turns_dark_is_followed(visit):
    page = visit(PAGE)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
    page.locator(".palette").click()  # 밝은 화면을 고릅니다
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("matchMedia('(prefers-color-scheme: dark)').matches")
    page.evaluate(TWO_FRAMES)
    assert page.evaluate(LOOK)["scheme"] == "default"


def test_scripts_find_what_they_would_change_already_done(bare, visit):
    early, done = bare("light"), visit(PAGE)
    assert early.evaluate(LOOK) == done.evaluate(LOOK)
    address = done.evaluate("location.origin")
    for page in (early, done):
        links = page.locator("link[rel=stylesheet]").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        assert links and all(link.startswith(address) for link in links), links
    # 테마가 감쌀 표가 남아 있지 않습니다.
    assert early.locator("article table").count() == early.locator("article .table").count() > 0


@pytest.mark.parametrize("width", [390, 1280])
def test_guess_of_a_wide_code_is_right_before_it_is_drawn(visit, width):
    page = visit("troubleshooting/", width=width)
    guesses = page.evaluate(GUESSES)
    assert len(guesses) > 90 and {each["wide"] for each in guesses} == {True, False}
    wrong = [each for each in guesses if each["wide"] != each["reachable"]]
    assert [each for each in wrong if abs(each["over"]) > each["column"] * 2] == []
    assert len(wrong) < 5  # 한두 칸 차이는 어림으로 가리지 못합니다


def test_choice_stays_on_the_next_page(visit):
    page = visit(PAGE)
    page.locator(".palette").click()
    page.locator(".palette").click()
    page.locator(".md-footer__link--next").click()
    page.wait_for_url("**/recipe/")
    assert page.evaluate(LOOK)["scheme"] == "slate"
    page.reload()
    assert page.evaluate(LOOK)["scheme"] == "slate"
    assert page.locator("meta[name=theme-color]").count() == 1
