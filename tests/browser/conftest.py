"""진짜 브라우저로 사이트를 봅니다. 크로미움이 없으면 까닭을 말하고 건너뜁니다."""

import functools
import os
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

# 크로미움이 스스로 하는 바깥 요청을 끕니다. 사이트가 하는 요청만 남습니다.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # 시험은 이 사이트의 쪽만 열고, 컨테이너의 root로도 실행합니다
]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def address(site):
    """만든 사이트를 보여 주는 주소입니다. 빈 포트를 씁니다."""
    handler = functools.partial(Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.skip("크로미움이 없습니다. 설치하고 make test-browser로 실행하세요.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def ready(page) -> None:
    """쪽의 스크립트가 모두 돌 때까지 기다립니다. 바쁜 컴퓨터에서는 받을 것을 다 받은 다음에 돕니다."""
    page.wait_for_load_state("load")
    page.evaluate("new Promise(done => document$.subscribe(() => setTimeout(done)))")


@pytest.fixture
def visit(chromium, address):
    """쪽을 여는 함수입니다. 바깥으로 나가는 요청은 막고, 요청과 콘솔의 말을 적어 둡니다."""
    contexts = []

    def open_page(name: str, width: int = 1280, scheme: str = "light", script: bool = True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.outside, page.said = [], []
        page.on("request", lambda request: note(page, request))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("requestfailed", lambda request: page.said.append(f"실패: {request.url}"))
        page.goto(address + name, wait_until="networkidle")
        if script:
            ready(page)
        return page

    def note(page, request):
        if not request.url.startswith((address, "data:", "blob:")):
            page.outside.append(request.url)

    yield open_page
    for context in contexts:
        context.close()
