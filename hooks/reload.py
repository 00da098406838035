"""고치며 볼 때(`mkdocs serve`), 달라지지 않은 쪽은 다시 조판하지 않습니다. 바꾼 HTML을 기억해 둡니다.

쪽의 HTML은 원고, 조각, 용어표, 설정, 쪽의 목록에서 나오므로 모두 같을 때만 다시 씁니다.
"""

from __future__ import annotations

import copy
from pathlib import Path

from mkdocs.structure.pages import Page

from hooks import terms

KEPT = ("content", "toc", "_title_from_render", "present_anchor_ids", "links_to_anchors")


class Memory:
    """쪽마다 마지막으로 바꾼 것을 기억합니다."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[tuple, dict]] = {}
        self.surroundings: tuple = ()

    def begin(self, config, files) -> None:
        """사이트를 한 번 만들 때마다, 쪽의 원고 말고 HTML에 드는 것을 봐 둡니다."""
        self.surroundings = _surroundings(config, files)

    def attach(self, page: Page) -> None:
        """이 쪽은 MkDocs가 부르는 `render`에서 기억을 먼저 찾습니다."""
        page.render = lambda config, files: self._render(page, config, files)

    def _render(self, page: Page, config, files) -> None:
        uri, key = page.file.src_uri, (page.markdown, *self.surroundings)
        remembered = self.pages.get(uri)
        if remembered is None or remembered[0] != key:
            Page.render(page, config, files)
            self.pages[uri] = key, {name: getattr(page, name) for name in KEPT}
            return
        for name, value in remembered[1].items():
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
