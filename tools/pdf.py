"""책 한 권이나 그 한 부분을 PDF로 인쇄합니다.

    make pdf                            # dist/neural-network-notes.pdf
    make pdf PAGE=docs/ch11             # dist/ch11.pdf
    make pdf PAGE=docs/ch11/dropout.md  # dist/ch11-dropout.pdf

사이트를 만들어 쪽들의 본문을 HTML 하나로 잇고, 크로미움으로 인쇄합니다.
쪽 번호는 인쇄해 보아야 알 수 있어서, 번호가 바뀌지 않을 때까지 다시 인쇄합니다.
모양은 theme/css/print.css와 tools/book.css가 정합니다. 환경 변수 `CHROMIUM`이 브라우저의 자리입니다.
"""

import html
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from hooks.exercises.source import FOLDER as EXERCISES

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
NAME = "neural-network-notes"
STYLE = Path(__file__).with_name("book.css")
HERE = "https://book/"  # 쪽 안의 상대 주소를 풀 때만 쓰는 가짜 주소
UNKNOWN = "000"  # 아직 모르는 쪽 번호. 세 자리의 너비를 잡아 둡니다.
PASSES = 5
# 화면에서 누르는 것과, 책에서는 되풀이되는 것
LEFT_OUT = ".page-action, .headerlink, .checks, .verified, .md-button, details.figure, details.whole, script"
NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls")


@dataclass
class Sheet:
    """책에 싣는 쪽 하나입니다. `chapter`가 비면 장 밖의 쪽입니다."""

    source: str
    file: str
    url: str
    chapter: str
    opens: bool  # 장의 첫 쪽입니다
    body: Tag = field(init=False, repr=False)

    @property
    def slug(self) -> str:
        return re.sub(r"/?(index)?\.html$", "", self.file).replace("/", "-") or "home"

    @property
    def depth(self) -> int:
        """차례와 책갈피에서의 깊이입니다."""
        return 1 if self.chapter and not self.opens else 0

    def id(self, anchor: str = "") -> str:
        """책 안에서 하나뿐인 id입니다."""
        return f"{self.slug}--{anchor}" if anchor else self.slug


def sheets(config: MkDocsConfig, part: str = "") -> list[Sheet]:
    """차례(nav)에 있는 쪽들을 차례대로 돌려줍니다. `part`는 `docs/`로 시작하는 쪽이나 폴더입니다.

    채점하는 연습은 노트북에서 푸는 것이라 책에 싣지 않습니다.
    """
    found = []
    for source, chapter, opens in _walk(config.nav, "", True):
        file = File(source, config.docs_dir, config.site_dir, config.use_directory_urls)
        found.append(Sheet(source, file.dest_uri, file.url.removeprefix("./"), chapter, opens))
    inside = part.removeprefix("docs/").rstrip("/")
    chosen = [s for s in found if not part or f"{s.source}/".startswith(f"{inside}/")]
    if not chosen:
        raise SystemExit(
            f"'{part}'에는 인쇄할 쪽이 없으니, 'make pdf PAGE=docs/ch11'처럼 적으세요."
        )
    return chosen


def _walk(items: list, chapter: str, first: bool) -> Iterator[tuple[str, str, bool]]:
    for item in items:
        value = item if isinstance(item, str) else next(iter(item.values()))
        if isinstance(value, list):
            yield from _walk(value, chapter or next(iter(item)), not chapter)
        elif f"/{EXERCISES}/" not in value:
            yield value, chapter, bool(chapter) and first
        first = False


def assemble(site: Path, book: list[Sheet], config: MkDocsConfig) -> str:
    """쪽들을 HTML 하나로 잇습니다. 상대 주소는 사이트의 첫 폴더를 기준으로 바뀝니다."""
    for sheet in book:
        soup = BeautifulSoup((site / sheet.file).read_text("utf-8"), "html.parser")
        sheet.body = soup.select_one("article.md-content__inner")
    versions = {line.get_text() for sheet in book for line in sheet.body.select(".verified")}
    links = {urljoin(HERE, sheet.url): sheet for sheet in book}
    for sheet in book:
        _strip(sheet)
        _rename(sheet)
        _relink(sheet, links, config.site_url or "")
    front = _cover(config, book, versions) + _contents(book) if len(book) > 1 else ""
    title = config.site_name if len(book) > 1 else _title(book[0])
    return (
        f'<!doctype html><html lang="ko"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title>{_styles(site)}<style>{_headers(book)}</style></head>"
        f'<body dir="ltr" data-md-color-scheme="default" data-md-color-primary="custom">'
        f"{front}{''.join(str(sheet.body) for sheet in book)}</body></html>"
    )


def _strip(sheet: Sheet) -> None:
    for element in sheet.body.select(LEFT_OUT):
        element.decompose()
    for mark in sheet.body.select("button.claim__mark"):
        mark.name, mark.attrs = "span", {"class": "claim__mark"}
    for details in sheet.body.select("details"):
        details["open"] = ""


def _rename(sheet: Sheet) -> None:
    """id를 책 안에서 하나뿐이게 하고, 제목의 깊이를 책갈피에 맞춥니다."""
    for element in sheet.body.select("[id]"):
        element["id"] = sheet.id(element["id"])
    for name in NAMING:
        for element in sheet.body.select(f"[{name}]"):
            element[name] = " ".join(map(sheet.id, element[name].split()))
    for radio in sheet.body.select("input[name]"):
        radio["name"] = sheet.id(radio["name"])
    for heading in sheet.body.select("h1, h2, h3, h4"):
        heading["aria-level"] = str(int(heading.name[1]) + sheet.depth)
    sheet.body["id"] = sheet.id()
    sheet.body["class"] = [*sheet.body["class"], "sheet", *(["opens"] if sheet.opens else [])]


def _relink(sheet: Sheet, links: dict[str, Sheet], site_url: str) -> None:
    """책 안의 링크는 책 안으로, 책에 없는 것은 사이트의 온 주소로 바꿉니다."""
    here = urljoin(HERE, sheet.url)
    for image in sheet.body.select("img[src]"):
        image["src"] = urljoin(here, image["src"]).removeprefix(HERE)
    for link in sheet.body.select("a[href]"):
        address, anchor = urldefrag(urljoin(here, link["href"]))
        if not address.startswith(HERE):
            continue
        if target := links.get(address):
            link["href"] = f"#{target.id(anchor)}"
            if target is not sheet and "term" not in link.get("class", ()):
                link.insert_after(_number(target.id(anchor), "({}쪽)", "ref"))
        else:
            link["href"] = urljoin(site_url, address.removeprefix(HERE))


def _number(target: str, text: str, name: str) -> Tag:
    """쪽 번호가 들어갈 자리입니다. `number`가 채웁니다."""
    tag = Tag(name="span", attrs={"class": name, "data-number": target, "data-text": text})
    tag.string = text.format(UNKNOWN)
    return tag


def _title(sheet: Sheet) -> str:
    return sheet.body.h1.get_text()


def _styles(site: Path) -> str:
    head = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser").head
    styles = "".join(map(str, head.select("link[rel=stylesheet], style")))
    return f"{styles}<style>{STYLE.read_text('utf-8')}</style>"


def _headers(book: list[Sheet]) -> str:
    """쪽마다 머리에 찍을 장과 쪽의 제목입니다."""
    return "".join(
        f"@page {sheet.slug} {{"
        f' @top-left {{ content: "{"" if sheet.opens else _css(sheet.chapter)}"; }}'
        f' @top-right {{ content: "{_css(_title(sheet))}"; }} }}\n'
        f"#{sheet.slug} {{ page: {sheet.slug}; }}\n"
        for sheet in book
    )


def _css(text: str) -> str:
    return re.sub(r'["\\<\n]', lambda found: f"\\{ord(found[0]):x} ", text)


def _cover(config: MkDocsConfig, book: list[Sheet], versions: set[str]) -> str:
    tested = sorted({line.partition(" · ")[0] for line in versions})
    chapters = {sheet.chapter for sheet in book}
    part = chapters.pop() if len(chapters) == 1 else ""
    return (
        f'<section class="md-typeset cover"><p class="cover__title">{html.escape(config.site_name)}</p>'
        f'<p class="cover__part">{html.escape(part)}</p>'
        f"<p>{html.escape(config.site_description or '')}</p>"
        f"{''.join(f'<p>{html.escape(line)}</p>' for line in tested)}"
        '<p class="cover__note">문장 끝의 <span class="claim__mark"></span>는 시험할 때 코드로 확인하는 '
        "문장이라는 표시입니다. 그 코드와 그림 코드와 전체 코드는 사이트의 같은 쪽에 있습니다.</p></section>"
    )


def _contents(book: list[Sheet]) -> str:
    """차례입니다. 쪽마다 되풀이되는 절(정리, 연습문제)과 용어집의 ㄱ, ㄴ은 넣지 않습니다."""
    sections = {sheet.slug: sheet.body.select("h2[id]") for sheet in book}
    often = Counter(h2.get_text() for found in sections.values() for h2 in found)
    lines = []
    for sheet in book:
        lines.append(_entry(sheet.body.h1, sheet.id(), sheet.depth))
        for h2 in sections[sheet.slug]:
            if often[h2.get_text()] < 3 and len(h2.get_text()) > 1:
                lines.append(_entry(h2, h2["id"], 2))
    return (
        '<nav class="md-typeset contents" aria-label="차례"><p class="contents__title">차례</p>'
        f"{''.join(lines)}</nav>"
    )


def _entry(heading: Tag, target: str, depth: int) -> str:
    number = _number(target, "{}", "contents__number")
    return (
        f'<a class="contents__entry contents__entry--{depth}" href="#{target}">'
        f'<span>{heading.decode_contents()}</span><span class="contents__dots"></span>{number}</a>'
    )


def number(page: str, numbers: dict[str, int]) -> str:
    """쪽 번호가 들어갈 자리를 `numbers`로 채웁니다."""

    def fill(found: re.Match) -> str:
        n = numbers.get(html.unescape(found["target"]), UNKNOWN)
        return f"{found['tag']}{found['text'].format(n)}</span>"

    return re.sub(
        r'(?P<tag><span class="[^"]*" data-number="(?P<target>[^"]*)" data-text="(?P<text>[^"]*)">)'
        r"[^<]*</span>",
        fill,
        page,
    )


def print_book(site: Path, page: str, path: Path) -> dict[str, int]:
    """`page`를 인쇄해 `path`에 두고, 가리킨 자리마다 쪽 번호를 돌려줍니다."""
    file = site / "book.html"
    numbers: dict[str, int] = {}
    path.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"] or None,
            args=["--no-sandbox"],  # 여는 것은 방금 만든 파일뿐입니다
        )
        tab = browser.new_context(java_script_enabled=False).new_page()
        for _ in range(PASSES):
            file.write_text(number(page, numbers), "utf-8")
            before, numbers = numbers, _print(tab, file, path)
            if before == numbers:
                return numbers
    raise SystemExit(f"{PASSES}번을 인쇄해도 쪽 번호가 바뀌니, tools/pdf.py를 살펴보세요.")


def _print(tab: Tab, file: Path, path: Path) -> dict[str, int]:
    tab.goto(file.as_uri(), wait_until="load")
    tab.pdf(
        path=str(path), prefer_css_page_size=True, print_background=True, outline=True, tagged=True
    )
    reader = PdfReader(path)
    found = reader.named_destinations.items()
    return {
        name.removeprefix("/"): reader.get_destination_page_number(place) + 1
        for name, place in found
    }


def finish(path: Path, author: str) -> None:
    """지은이를 적고 책갈피를 다듬습니다.

    크로미움은 다음 장으로 밀린 제목을 책갈피에 두 번 이어 적습니다.
    """
    writer = PdfWriter(clone_from=path)
    writer.add_metadata({"/Author": author})
    for mark in bookmarks(writer.root_object["/Outlines"]):
        title = re.sub(r"(?s)^(.+)\1$", r"\1", mark["/Title"])
        mark[NameObject("/Title")] = TextStringObject(title)
    writer.write(path)


def bookmarks(parent: DictionaryObject) -> Iterator[DictionaryObject]:
    """`parent` 아래의 책갈피를 차례대로 돌려줍니다."""
    mark = parent.get("/First")
    while mark is not None:
        mark = mark.get_object()
        yield mark
        yield from bookmarks(mark)
        mark = mark.get("/Next")


def make(part: str = "") -> Path:
    """사이트를 만들어 `part`를 인쇄하고, PDF의 자리를 돌려줍니다."""
    name = part.removeprefix("docs/").removesuffix(".md").strip("/").replace("/", "-")
    path = DIST / f"{name or NAME}.pdf"
    with tempfile.TemporaryDirectory() as folder:
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=folder, strict=True)
        book = sheets(config, part)
        build(config)
        print_book(Path(folder), assemble(Path(folder), book, config), path)
    finish(path, config.site_name)
    return path


if __name__ == "__main__":
    made = make(*sys.argv[1:])
    pages = len(PdfReader(made).pages)
    print(
        f"{made.relative_to(ROOT).as_posix()}에 {pages}쪽을 인쇄했습니다({made.stat().st_size / 1e6:.1f}MB)."
    )
