"""보안 규칙이 듣는지 봅니다. 사이트의 기능은 모두 되고, 끼워 넣은 스크립트는 막힙니다."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from mkdocs.config import load_config

from tests.browser.conftest import ready

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]

INJECT = """
() => {
  const script = document.createElement("script")
  script.textContent = "window.injected = true"
  document.body.append(script)
  return window.injected === true
}
"""


@pytest.fixture
def page(visit):
    page = visit("ch10/perceptron/")
    assert page.said == []
    return page


def test_injected_script_is_blocked(page):
    assert page.evaluate(INJECT) is False
    assert "Content Security Policy" in page.said[0]


@pytest.mark.parametrize("code", ["eval('1')", "new Function('return 1')()", "setTimeout('1')"])
def test_code_in_a_string_is_blocked(page, code):
    """브라우저의 도구가 아니라 쪽의 스크립트로 실행해야 규칙이 듣습니다."""
    page.evaluate(
        "code => document.addEventListener('click', () => {"
        " try { window.ran = new Function(code) } catch (error) { window.ran = error.name } })",
        code,
    )
    page.mouse.click(5, 5)
    assert page.evaluate("window.ran") == "EvalError"


def test_image_of_another_site_is_blocked(page):
    page.evaluate("new Image().src = 'https://example.com/pixel.png'")
    page.wait_for_timeout(300)
    assert any("Content Security Policy" in said and "img-src" in said for said in page.said)


@pytest.fixture
def published(chromium, site):
    """`site_url`의 주소에서 연 쪽입니다. 쪽을 통째로 받지 않고 옮기는 기능은 그 주소에서만 켜집니다."""
    url = load_config(str(ROOT / "mkdocs.yml")).site_url

    def answer(route):
        path = unquote(urlsplit(route.request.url).path).lstrip("/")
        file = site / path / "index.html" if path.endswith("/") or not path else site / path
        route.fulfill(path=file) if file.is_file() else route.fulfill(status=404)

    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    context.route(f"{url}**", answer)
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(f"{url}ch10/perceptron/", wait_until="networkidle")
    ready(page)
    yield page
    context.close()


def test_search_instant_navigation_copy_and_palette_work(published):
    page = published
    page.keyboard.press("/")
    page.keyboard.type("dropout", delay=30)
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Escape")

    page.evaluate("window.same = true")
    page.locator(".md-footer__link--next").click()
    page.wait_for_url("**/ch10/mlp/")
    page.locator("h1#mlp").wait_for()  # 주소가 바뀐 다음에 글이 바뀝니다
    page.locator(".copy-up-to").first.wait_for(state="attached")
    assert page.evaluate("window.same") is True, "쪽을 통째로 다시 받았습니다"

    # 코드의 단추는 코드가 보일 때 생깁니다.
    page.locator(".md-content .highlight").first.scroll_into_view_if_needed()
    page.locator(".md-code__button[data-md-type=copy]").first.dispatch_event("click")
    page.wait_for_timeout(100)
    assert "import" in page.evaluate("navigator.clipboard.readText()")
    page.locator(".palette").click()
    assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == "default"
    assert page.said == []
