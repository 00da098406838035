"""고치며 볼 때(`mkdocs serve`), 달라지지 않은 쪽에 한 일을 되풀이하지 않습니다. 만든 것을 기억해 둡니다.

쪽의 HTML과 사본은 원고, 조각, 용어표, 설정, 쪽의 목록에서 나오므로 모두 같을 때만 다시 씁니다.
검색 색인에 드는 것은 쪽의 HTML과 주소와 제목과 머리에서 나옵니다.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.structure.pages import Page

from hooks import terms

KEPT = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")


class Memory:
    """쪽마다 마지막으로 만든 것을 기억합니다."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, str], tuple[tuple, Any]] = {}
        self.surroundings: tuple = ()

    def begin(self, config, files) -> None:
        """사이트를 한 번 만들 때마다, 쪽의 원고 말고 HTML에 드는 것을 봐 둡니다."""
        self.surroundings = _surroundings(config, files)

    def recall(self, page: Page, what: str, key: tuple, make: Callable[[], Any]) -> Any:
        """`key`가 지난번과 같으면 지난번에 만든 것을, 다르면 다시 만든 것을 돌려줍니다."""
        place = page.file.src_uri, what
        if place not in self.made or self.made[place][0] != key:
            self.made[place] = key, make()
        return self.made[place][1]

    def copy(self, page: Page, markdown: str, make: Callable[[], str]) -> str:
        """쪽의 Markdown 사본입니다."""
        return self.recall(page, "copy", (markdown, *self.surroundings), make)

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
            key = page.content, page.url, page.title, repr(page.meta)
            index.entries += self.recall(page, "search", key, lambda: entries(page))

        index.add_entry_from_context = add

    def attach(self, page: Page) -> None:
        """이 쪽은 MkDocs가 부르는 `render`에서 기억을 먼저 찾습니다."""
        page.render = lambda config, files: self._render(page, config, files)

    def _render(self, page: Page, config, files) -> None:
        def render() -> dict:
            Page.render(page, config, files)
            return {name: getattr(page, name) for name in KEPT}

        key = page.markdown, *self.surroundings
        for name, value in self.recall(page, "html", key, render).items():
            setattr(page, name, copy.copy(value))
        # 기억한 링크는 지난번의 파일을 가리킵니다. 이번에 만든 파일로 바꿉니다.
        page.links_to_anchors = {
            files.get_file_from_path(file.src_uri): links
            for file, links in (page.links_to_anchors or {}).items()
        }


def _surroundings(config, files) -> tuple:
    """쪽의 원고 말고 HTML에 드는 것입니다."""
    snippets = config.mdx_configs["pymdownx.snippets"]["base_path"]
    read = [Path(config.config_file_path), terms.TABLE, *sorted(Path(snippets).rglob("*.py"))]
    stamps = tuple((str(file), file.stat().st_mtime_ns) for file in read if file.is_file())
    return stamps, frozenset(files.src_uris)
