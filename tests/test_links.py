"""바깥 주소를 빠짐없이 늘어놓고, 열리지 않는 것을 가려내는지 확인합니다. 인터넷은 쓰지 않습니다."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tools import links


class Answers(BaseHTTPRequestHandler):
    """`/404`처럼 주소에 적은 번호로 답합니다."""

    def do_GET(self):
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture
def docs(tmp_path):
    folder = tmp_path / "docs"
    folder.mkdir()
    return folder


def test_lists_links_with_their_lines(docs):
    (docs / "a.md").write_text("# 가\n\n[글](https://a.kr/x) <https://b.kr>\n", "utf-8")
    (docs / "b.md").write_text("[글](https://a.kr/x)과 [안](a.md)\n", "utf-8")
    assert links.outside(docs) == {
        "https://a.kr/x": ["docs/a.md:3", "docs/b.md:1"],
        "https://b.kr": ["docs/a.md:3"],
    }


def test_code_is_not_a_link(docs):
    (docs / "a.md").write_text("```text\n[글](https://a.kr)\n```\n", "utf-8")
    assert links.outside(docs) == {}


def test_dead_links_are_named(docs, server, monkeypatch, capsys):
    monkeypatch.setenv("CHECK", "1")
    (docs / "a.md").write_text(f"[산]({server}/200#x)\n[죽은]({server}/404)\n", "utf-8")
    assert links.main(docs) == 1
    said = capsys.readouterr().out
    assert f"docs/a.md:2: {server}/404 - 404 Not Found" in said
    assert "2개 가운데 1개가" in said


def test_pages_closed_to_robots_are_alive(server):
    assert links.closed([f"{server}/403", f"{server}/200"]) == {}


def test_nobody_answers():
    assert links.why_closed("http://127.0.0.1:9/")


def test_every_page_with_references_is_listed():
    """쪽마다 더 읽을거리가 있으니, 바깥 주소가 없는 쪽은 찾지 못한 것입니다."""
    listed = {
        place.partition(":")[0]
        for lines in links.outside(links.ROOT / "docs").values()
        for place in lines
    }
    pages = {
        page.relative_to(links.ROOT).as_posix()
        for page in (links.ROOT / "docs").rglob("*.md")
        if "{ #references }" in page.read_text("utf-8")
    }
    assert pages - listed == set()
