"""처음 온 독자가 받는 양입니다. gzip으로 보내는 서버에서 받을 바이트를 셉니다."""

import gzip
from urllib.parse import urlsplit

import pytest

from tests.browser.test_pages import URLS

pytestmark = pytest.mark.browser

KB = 1000
BEFORE_FONTS, WITH_FONTS = 150 * KB, 300 * KB
TEXT = (".html", ".css", ".js", ".json", ".xml")  # 그림과 글꼴을 뺀 것
PACKED = (".html", ".css", ".js", ".json", ".svg", ".xml")
SHIFT = """
new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value
  }).observe({type: "layout-shift", buffered: true})
  setTimeout(() => done(sum), 300)
})
"""
BLOCKING = "document.querySelectorAll('script[src]:not([defer], [async])').length"
STYLES = "[...document.querySelectorAll('link[rel=stylesheet]')].map(link => link.href)"


@pytest.fixture
def first_visit(chromium, address, site):
    """휴대 전화로 처음 열 때 받은 것의 이름과 바이트를 돌려주는 함수입니다."""
    contexts = []

    def measure(name: str):
        context = chromium.new_context(viewport={"width": 412, "height": 823})
        contexts.append(context)
        page, received = context.new_page(), {}

        def note(response):
            path = urlsplit(response.url).path.lstrip("/")
            file = site / path / "index.html" if path.endswith("/") or not path else site / path
            if file.is_file():
                data = file.read_bytes()
                received[file] = len(gzip.compress(data, 6) if file.suffix in PACKED else data)

        page.on("response", note)
        page.goto(address + name, wait_until="networkidle")
        return page, received

    yield measure
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", URLS)
def test_first_visit_is_light_and_still(first_visit, name):
    page, received = first_visit(name)
    page_itself = sum(size for file, size in received.items() if file.suffix in TEXT)
    largest = sorted(((size, file.name) for file, size in received.items()), reverse=True)[:6]
    assert page_itself <= BEFORE_FONTS, largest
    assert sum(received.values()) <= WITH_FONTS, largest
    assert page.evaluate(SHIFT) < 0.02
    assert page.evaluate(BLOCKING) == 0
    styles = page.evaluate(STYLES)
    assert len(styles) <= 4, styles  # 테마의 둘, 수식, 사이트
