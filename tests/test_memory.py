"""기억한 쪽은 그 쪽을 정하는 것이 모두 그대로일 때만 다시 쓰고, 새로 만든 쪽과 같습니다."""

import filecmp
import logging
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from mkdocs.structure.pages import Page

from hooks import ahead, cache, downloads, katex, memory, terms

ROOT = Path(__file__).parents[1]
SETTINGS = """
site_name: 시험
site_url: https://example.kr/
markdown_extensions:
  - toc: {permalink: true}
  - attr_list
  - pymdownx.superfences
  - pymdownx.snippets: {base_path: snippets, check_paths: true}
validation: {links: {anchors: warn}}
"""
FIRST = """
# 첫째 쪽 { #first }

[둘째](b.md#second)와 [여기](#here)입니다.

## 코드 { #here }

```python
--8<-- "a.py"
```
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """쪽 둘과 조각 셋이 있는 작은 사이트입니다."""
    for name, text in {
        "mkdocs.yml": SETTINGS,
        "terms.csv": terms.TABLE.read_text("utf-8"),
        "docs/a.md": FIRST,
        "docs/b.md": "# 둘째 쪽 { #second }\n",
        "snippets/a.py": '--8<-- "inner.py"\nx = 1\n',
        "snippets/inner.py": "y = 1\n",
        "snippets/other.py": "z = 1\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(terms, "TABLE", tmp_path / "terms.csv")
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "cache")
    monkeypatch.setattr(cache, "_stores", [])
    monkeypatch.setattr(memory, "_store", cache.Store("pages"))
    return tmp_path


@pytest.fixture
def rendered(monkeypatch):
    """새로 조판한 쪽의 이름입니다."""
    names, render = [], Page.render
    monkeypatch.setattr(
        Page, "render", lambda page, *a: names.append(page.file.src_uri) or render(page, *a)
    )
    return names


def build(**settings) -> dict[str, Page]:
    """쪽을 모두 조판합니다."""
    config = load_config("mkdocs.yml", **settings)
    files = get_files(config)
    made, pages = memory.Memory(), {}
    made.begin(config, files)
    for file in files.documentation_pages():
        pages[file.src_uri] = page = Page(None, file, config)
        page.read_source(config)
        made.attach(page)
        page.render(config, files)
    for page in pages.values():
        page.validate_anchor_links(files=files, log_level=logging.WARNING)
    return pages


def facts(page: Page) -> tuple:
    anchors = [(entry.id, entry.title, entry.level, len(entry.children)) for entry in page.toc]
    links = {file.src_uri: links for file, links in page.links_to_anchors.items()}
    return page.content, str(page.toc), anchors, page.title, page.present_anchor_ids, links


def test_recalled_page_is_the_rendered_one(project, rendered):
    first = build()
    again = build()
    assert rendered == ["a.md", "b.md"]
    for uri, page in first.items():
        assert facts(again[uri]) == facts(page)
        assert next(iter(again[uri].toc)).active
    assert "y</span> <span" in again["a.md"].content
    assert again["b.md"].file in again["a.md"].links_to_anchors  # 이번에 만든 파일입니다


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("docs/a.md", ["a.md"]),
        ("docs/b.md", ["b.md"]),
        ("snippets/a.py", ["a.md"]),
        ("snippets/inner.py", ["a.md"]),
        ("snippets/other.py", []),
        ("terms.csv", ["a.md", "b.md"]),
        ("mkdocs.yml", ["a.md", "b.md"]),
    ],
)
def test_change_renders_the_pages_it_decides(project, rendered, name, changed):
    build()
    rendered.clear()
    file = project / name
    stamps = file.stat()
    file.write_text(file.read_text("utf-8") + "\n# 1\n", "utf-8")
    os.utime(file, ns=(stamps.st_atime_ns, stamps.st_mtime_ns))  # 시각이 아니라 글을 봅니다
    build()
    assert rendered == changed


def test_addresses_decide_every_page(project, rendered):
    build()
    (project / "docs/c.md").write_text("# 셋째\n", "utf-8")
    build()
    assert rendered[2:] == ["a.md", "b.md", "c.md"]
    build(use_directory_urls=False)
    assert rendered[5:] == ["a.md", "b.md", "c.md"]
    build(site_url="https://example.com/")
    assert rendered[8:] == ["a.md", "b.md", "c.md"]


def test_page_is_kept_for_the_next_build(project, rendered, monkeypatch):
    shown = build()["a.md"].content
    cache.save()
    monkeypatch.setattr(memory, "_store", cache.Store("pages"))  # 새로 시작한 빌드
    assert build()["a.md"].content == shown
    monkeypatch.setattr(memory, "_store", cache.Store("pages", "달라진 훅"))
    build()
    assert rendered == ["a.md", "b.md"] * 2


def test_page_with_a_warning_warns_again(project, rendered, caplog):
    file = project / "docs/b.md"
    file.write_text("[없는 쪽](c.md)\n", "utf-8")
    build(), build()
    assert rendered == ["a.md", "b.md", "b.md"]
    assert sum("c.md" in record.getMessage() for record in caplog.records) == 2
    file.write_text("# 앵커가 없는 쪽\n", "utf-8")
    caplog.clear()
    build(), build()
    assert rendered[3:] == ["b.md"]  # 쪽 사이의 앵커는 조판한 다음에 봅니다
    assert sum("#second" in record.getMessage() for record in caplog.records) == 2


def test_hooks_and_versions_decide_every_page():
    read = memory.HOOKS / "events.py", memory.HOOKS / "exercises/views.py", katex.SCRIPT
    for file in read:
        assert file.read_text("utf-8") in memory._store.origins
    assert memory.version("markdown") in memory._store.origins.split("\0")


def test_notebook_follows_the_figures_of_its_page(project, monkeypatch):
    write, written = downloads.notebook, []
    monkeypatch.setattr(downloads, "notebook", lambda page: written.append(page) or write(page))
    figure = project / "docs/fig/a.svg"
    figure.parent.mkdir()
    file = project / "docs/a.md"
    file.write_text(f"{FIRST}\n![그림](fig/a.svg)\n", "utf-8")

    def notebook(drawing: str) -> str:
        figure.write_text(drawing, "utf-8")
        config = load_config("mkdocs.yml")
        config.plugins._current_plugin = "hooks"  # 사건 안에서 더한 파일입니다
        files, made = get_files(config), memory.Memory()
        made.begin(config, files)
        downloads.add(files, config, [], made)
        return files.get_file_from_path("a.ipynb").content_string

    assert notebook("<svg>하나</svg>") == notebook("<svg>하나</svg>")
    assert len(written) == 1
    assert "<svg>둘</svg>" in notebook("<svg>둘</svg>")
    (project / "snippets/a.py").write_text("x = 22\n", "utf-8")
    assert "x = 22" in notebook("<svg>둘</svg>")
    assert len(written) == 3


def test_unchanged_page_is_not_copied_again(project):
    made = memory.Memory()
    numbers = iter(range(9))

    def copied(markdown: str, uri: str = "a.md") -> int:
        return made.of_page("copy", uri, markdown, lambda: next(numbers))

    assert [copied("a"), copied("a"), copied("b"), copied("b")] == [0, 0, 1, 1]
    made.surroundings = "달라진 설정"
    assert copied("b") == 2
    assert copied("b", "b.md") == 3


def test_unchanged_page_is_not_searched_again(project):
    made, read = memory.Memory(), []

    class Index:
        def __init__(self):
            self.entries = []

        def add_entry_from_context(self, page):
            read.append(page.url)
            self.entries += [{"text": page.content}, {"text": page.title}]

    def search(*contents: str, **changed) -> list[str]:
        index = Index()
        made.attach_search(index)
        for number, content in enumerate(contents):
            page = {"url": f"{number}/", "title": "제목", "meta": {}, "content": content}
            index.add_entry_from_context(SimpleNamespace(**page | changed))
        return [entry["text"] for entry in index.entries]

    assert search("a", "b") == search("a", "b") == ["a", "제목", "b", "제목"]
    assert read == ["0/", "1/"]
    assert search("a", "c") == ["a", "제목", "c", "제목"]
    assert read == ["0/", "1/", "1/"]
    assert search("a", title="새 제목") == ["a", "새 제목"]
    assert search("a", title="새 제목", meta={"tags": ["오류"]}) == ["a", "새 제목"]
    assert len(read) == 5


def test_site_from_memory_is_the_site_made_anew(site, tmp_path):
    """`site`는 .cache/site/에 남은 것을 씁니다. 아무것도 남지 않은 곳에서 만든 것과 바이트까지 같습니다."""
    code = (
        "import sys, pathlib; from hooks import cache\n"
        "cache.FOLDER = pathlib.Path(sys.argv.pop(1))\n"
        "from mkdocs.__main__ import cli; cli()"
    )
    anew = tmp_path / "site"
    arguments = [tmp_path / "cache", "build", "--strict", "--site-dir", anew]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    assert ("다른 코어에서 조판했습니다" in built.stderr) == (ahead.cores() > 1)
    assert (tmp_path / "cache/pages").is_file()
    names = sorted(file.relative_to(anew) for file in anew.rglob("*") if file.is_file())
    assert names == sorted(file.relative_to(site) for file in site.rglob("*") if file.is_file())
    dated = [name for name in names if not name.name.startswith("sitemap.xml")]
    assert filecmp.cmpfiles(site, anew, list(map(str, dated)), shallow=False)[1:] == ([], [])
