"""쪽 위의 단추와 없는 쪽(404)을 브라우저에서 써 봅니다."""

import functools
import threading
from http.server import ThreadingHTTPServer

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.browser.conftest import Quiet, ready
from tests.project import ROOT

pytestmark = pytest.mark.browser

COPY = "[data-copy-page]"
CLIPBOARD = "navigator.clipboard.readText()"


def wait_for_toast(page, text: str) -> None:
    page.locator(".md-dialog--active", has_text=text).wait_for()


@pytest.mark.parametrize("name", ["", "ch10/perceptron/", "troubleshooting/"])
def test_button_copies_the_file(visit, site, name):
    page = visit(name)
    page.locator(COPY).click()
    wait_for_toast(page, "이 쪽을 Markdown으로 복사했습니다")
    assert page.evaluate(CLIPBOARD) == (site / name / "index.md").read_text("utf-8")


@pytest.mark.parametrize("key", ["Enter", " "])
def test_button_works_with_keys_after_instant_navigation(visit, site, address, key):
    page = visit("ch11/dropout/")
    page.locator(".md-footer__link--next").click()
    page.wait_for_url(address + "ch11/recipe/")
    page.get_by_role("button", name="이 쪽을 Markdown으로 복사").focus()
    page.keyboard.press(key)
    wait_for_toast(page, "이 쪽을 Markdown으로 복사했습니다")
    assert page.evaluate(CLIPBOARD) == (site / "ch11/recipe/index.md").read_text("utf-8")
    assert page.url == address + "ch11/recipe/"


def test_without_script_the_button_is_a_link(visit, address):
    page = visit("ch11/dropout/", script=False)
    link = page.get_by_role("link", name="이 쪽을 Markdown으로 복사")
    assert page.request.get(link.evaluate("link => link.href")).text().startswith("# 드롭아웃\n")


def test_without_a_clipboard_the_file_opens(visit, address):
    page = visit("ch11/dropout/")
    page.evaluate("ClipboardItem = undefined")
    page.locator(COPY).click()
    page.wait_for_url(address + "ch11/dropout/index.md")


@pytest.mark.parametrize("name", ["ch10/subclassing/", "ch11/learning-rate-schedules/"])
def test_buttons_fit_a_phone(visit, name):
    page = visit(name, width=390)
    for action in page.locator(".page-action").all():
        box = action.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390


@pytest.fixture(scope="module", params=["", "book/"], ids=["꼭대기", "아래 폴더"])
def published(request, tmp_path_factory):
    """없는 주소에 404.html을 돌려주는 서버입니다. 사이트가 폴더의 아래에 있을 때도 봅니다."""
    root = request.getfixturevalue("site") if not request.param else tmp_path_factory.mktemp("up")
    missing = root / request.param / "404.html"

    class Pages(Quiet):
        def send_error(self, code, *_):
            body = missing.read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    handler = functools.partial(Pages, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/{request.param}"
        if request.param:
            place, settings = str(missing.parent), str(ROOT / "mkdocs.yml")
            build(load_config(settings, site_dir=place, site_url=address, strict=True))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


def open_missing(chromium, address: str, script: bool = True):
    """없는 주소를 여는 쪽입니다. 그 쪽 말고 받지 못한 것은 `failed`에 적어 둡니다."""
    context = chromium.new_context(
        java_script_enabled=script, viewport={"width": 390, "height": 900}
    )
    page = context.new_page()
    page.failed = []
    page.on("response", lambda answer: answer.ok or page.failed.append(answer.url))
    page.goto(address, wait_until="networkidle")
    if script:
        ready(page)
    assert page.failed == [address]
    return page


@pytest.mark.parametrize(
    ("wrong", "word", "guess"),
    [
        ("ch11/dropuot/", "dropuot", "드롭아웃"),
        ("a/b/c/batch_normalization.html", "batch normalization", "배치 정규화"),
        ("earlystopping", "earlystopping", None),
    ],
)
def test_missing_page_knows_what_was_wanted(chromium, published, wrong, word, guess):
    page = open_missing(chromium, published + wrong)
    assert page.locator("h1").inner_text() == "찾는 쪽이 없습니다"
    assert page.locator(".not-found__search input").input_value() == word
    link = page.locator(".not-found__guess a")
    assert link.is_visible() == (guess is not None)
    if guess:
        link.click()
        page.locator("h1", has_text=guess).wait_for()
        assert page.failed == [published + wrong]
    page.context.close()


def test_missing_page_searches(chromium, published):
    page = open_missing(chromium, published + "no/such/page/")
    page.get_by_role("searchbox", name="찾을 말").fill("드롭아웃")
    page.get_by_role("button", name="찾기").click()
    page.wait_for_url(f"{published}?q=*")
    first = page.locator(".md-search-result__item").first
    first.wait_for()
    assert "드롭아웃" in first.inner_text()
    page.context.close()


def test_missing_page_works_without_script(chromium, published):
    page = open_missing(chromium, published + "no/such/page/", script=False)
    assert not page.locator(".not-found__search").is_visible()
    for name in ("홈", "문제 해결", "10장 인공 신경망", "11장 심층 신경망"):
        link = page.locator("article").get_by_role("link", name=name)
        assert page.request.get(link.evaluate("link => link.href")).ok
    page.context.close()
