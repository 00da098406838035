"""쪽마다 만든 것을 기억해, 달라지지 않은 쪽에 한 일을 되풀이하지 않습니다.

쪽의 HTML과 사본은 원고, 그 쪽이 끼워 넣은 조각, 용어표, 설정, 쪽의 목록과 훅의 소스에서 나옵니다.
모두 같을 때만 다시 씁니다. 고치며 볼 때(`mkdocs serve`)도, 다음에 사이트를 만들 때도 그렇습니다.
경고가 나온 쪽은 기억하지 않습니다. 고칠 때까지 다시 경고합니다.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from hooks import katex, terms
from hooks.cache import Store

HOOKS = Path(__file__).parent
PACKAGES = (
    "markdown",
    "mkdocs",
    "mkdocs-jupyter",
    "mkdocs-material",
    "pygments",
    "pymdown-extensions",
    "sybil",
)
"""이것들의 판이 달라지면 HTML이 달라질 수 있습니다."""

_log = logging.getLogger("mkdocs")


def _origins() -> Iterator[str]:
    for file in sorted(HOOKS.rglob("*.py")):
        yield file.read_text("utf-8")
    yield katex.SCRIPT.read_text("utf-8")
    yield from map(version, PACKAGES)


_store = Store("pages", *_origins())


class Memory:
    """쪽마다 만든 것과, 그것을 정한 것의 해시입니다."""

    def __init__(self, missed: Callable[[], None] = lambda: None) -> None:
        self.missed = missed  # 쪽의 HTML이 기억에 없을 때 부릅니다
        self.settings: tuple[str, ...] = ()
        self.snippets: dict[str, str] = {}
        self.surroundings = ""

    def begin(self, config, files) -> None:
        """사이트를 한 번 만들 때마다, 쪽의 원고 말고 HTML에 드는 것을 봐 둡니다."""
        settings = Path(config.config_file_path).read_text("utf-8")
        self.settings = settings, config.site_url, terms.TABLE.read_text("utf-8")
        self.arrange(files)
        folder = Path(config.mdx_configs["pymdownx.snippets"]["base_path"])
        self.snippets = {
            file.relative_to(folder).as_posix(): file.read_text("utf-8")
            for file in folder.rglob("*.*")
            if file.is_file() and "__pycache__" not in file.parts
        }

    def arrange(self, files) -> None:
        """쪽의 목록이 달라졌을 때 다시 부릅니다. 링크의 주소가 여기에서 나옵니다."""
        addresses = sorted((file.src_uri, file.url) for file in files)
        self.surroundings = _digest(self.settings, addresses)

    def recall(self, what: str, key: tuple, make: Callable[[], Any]) -> Any:
        """`key`로 만든 적이 있으면 그것을, 없으면 새로 만든 것(JSON으로 적을 수 있는 것)을 돌려줍니다."""
        digest = _digest(what, *key)
        if digest in _store:
            return json.loads(_store[digest])
        with _Heard() as heard:
            made = make()
        if not heard.warned:
            _store[digest] = json.dumps(made, ensure_ascii=False)
        return made

    def of_page(
        self, what: str, uri: str, markdown: str, make: Callable[[], Any], *more: Any
    ) -> Any:
        """쪽의 글과 그것이 끼워 넣은 조각과 사이트의 설정에서 나오는 것입니다. `more`도 같아야 합니다."""
        key = uri, markdown, self._used(markdown), self.surroundings, *more
        return self.recall(what, key, make)

    def attach_search(self, index) -> None:
        """검색 플러그인의 색인은 쪽을 읽기 전에 기억을 먼저 찾습니다."""
        read = index.add_entry_from_context

        def entries(page: Page) -> list[dict]:
            before = len(index.entries)
            read(page)
            added = index.entries[before:]
            del index.entries[before:]
            return added

        def add(page: Page) -> None:
            key = page.content, page.url, page.title, page.meta
            index.entries += self.recall("search", key, lambda: entries(page))

        index.add_entry_from_context = add

    def attach(self, page: Page) -> None:
        """이 쪽은 MkDocs가 부르는 `render`에서 기억을 먼저 찾습니다."""
        page.render = lambda config, files: self._render(page, config, files)

    def _render(self, page: Page, config, files) -> None:
        def render() -> dict:
            self.missed()
            Page.render(page, config, files)
            links = page.links_to_anchors or {}
            return {
                "content": page.content,
                "toc": [_token(entry) for entry in page.toc],
                "title": page._title_from_render,
                "anchors": sorted(page.present_anchor_ids),
                "links": {file.src_uri: anchors for file, anchors in links.items()},
            }

        made = self.of_page("html", page.file.src_uri, page.markdown, render)
        page.content = made["content"]
        page.toc = get_toc(made["toc"])
        page._title_from_render = made["title"]
        page.present_anchor_ids = set(made["anchors"])
        page.links_to_anchors = {
            files.get_file_from_path(uri): anchors for uri, anchors in made["links"].items()
        }

    def _used(self, markdown: str) -> list[tuple[str, str]]:
        """글에 이름이 나온 조각 파일의 이름과 글입니다. 그 조각이 끼워 넣은 조각도 봅니다."""
        found: dict[str, str] = {}
        waiting = [markdown]
        while waiting:
            text = waiting.pop()
            new = {n: s for n, s in self.snippets.items() if n not in found and n in text}
            found |= new
            waiting += new.values()
        return sorted(found.items())


class _Heard(logging.Handler):
    """블록 안에서 MkDocs가 경고했는지 듣습니다."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warned = False

    def emit(self, record: logging.LogRecord) -> None:
        self.warned = True

    def __enter__(self) -> _Heard:
        _log.addHandler(self)
        return self

    def __exit__(self, *_) -> None:
        _log.removeHandler(self)


def _digest(*key: Any) -> str:
    return hashlib.sha256(repr(key).encode("utf-8")).hexdigest()


def _token(entry: AnchorLink) -> dict:
    children = [_token(child) for child in entry.children]
    return {"name": entry.title, "id": entry.id, "level": entry.level, "children": children}
