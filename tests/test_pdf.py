"""책: 쪽들을 이은 HTML에서 id가 겹치거나 링크와 그림이 끊어지지 않는지 봅니다. 인쇄는 tests/browser/test_print.py가 봅니다."""

from collections import Counter

import pytest
from bs4 import BeautifulSoup
from mkdocs.config import load_config

from tests.project import ROOT
from tools import pdf


@pytest.fixture(scope="module")
def config(site):
    return load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site))


@pytest.fixture(scope="module")
def book(site, config) -> BeautifulSoup:
    html = pdf.assemble(site, pdf.sheets(config), config)
    return BeautifulSoup(html, "html.parser")


def test_pages_follow_the_navigation(config):
    chosen = pdf.sheets(config)
    sources = [sheet.source for sheet in chosen]
    assert sources[:3] == ["index.md", "setup.md", "ch10/index.md"]
    assert len(set(sources)) == len(sources)
    opening = [sheet.source for sheet in chosen if sheet.opens]
    assert opening == ["ch10/index.md", "ch11/index.md"]


def test_part_is_a_page_or_a_folder(config):
    assert {sheet.chapter for sheet in pdf.sheets(config, "docs/ch11/")} == {"11장 심층 신경망"}
    (page,) = pdf.sheets(config, "docs/ch11/dropout.md")
    assert (page.slug, page.url) == ("ch11-dropout", "ch11/dropout/")
    with pytest.raises(SystemExit, match="make pdf PAGE="):
        pdf.sheets(config, "docs/ch1")


def test_ids_are_unique(book):
    ids = Counter(tag["id"] for tag in book.select("[id]"))
    assert [name for name, n in ids.items() if n > 1] == []


def test_links_inside_the_book_have_a_target(book):
    ids = {tag["id"] for tag in book.select("[id]")}
    inside = [tag["href"][1:] for tag in book.select("a[href^='#']")]
    assert len(inside) > 300
    assert [target for target in inside if target not in ids] == []
    assert {tag["data-number"] for tag in book.select("[data-number]")} <= ids


def test_other_links_and_figures_have_their_whole_address(book, site):
    links = [tag["href"] for tag in book.select("a[href]:not([href^='#'])")]
    assert [link for link in links if not link.startswith(("http://", "https://", "mailto:"))] == []
    assert not any(link.startswith(pdf.HERE) for link in links)
    images = [tag["src"] for tag in book.select("img[src]")]
    assert len(images) > 50
    assert [src for src in images if not (site / src).is_file()] == []


def test_nothing_to_press_is_left(book):
    assert book.select("button, script, .check, .headerlink, details:not([open])") == []


def test_headings_are_one_level_deeper_inside_a_chapter(book):
    level = "#{} h1".format
    assert book.select_one(level("ch11"))["aria-level"] == "1"
    assert book.select_one(level("ch11-dropout"))["aria-level"] == "2"
    assert book.select_one(level("troubleshooting"))["aria-level"] == "1"


def test_contents_skip_what_every_page_has(book):
    entries = [entry.span.get_text() for entry in book.select(".contents__entry")]
    assert "손으로 쓴 드롭아웃" in entries
    assert "정리" not in entries


def test_numbers_are_filled():
    page = str(pdf._number("a--b", "({}쪽)", "ref"))
    assert pdf.UNKNOWN in page
    assert ">(12쪽)<" in pdf.number(page, {"a--b": 12})
    assert pdf.number(pdf.number(page, {"a--b": 12}), {"a--b": 7}).count("(7쪽)") == 1
