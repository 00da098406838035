"""용어집에는 용어표의 모든 용어가 있고, 저마다 그것을 다루는 곳을 가리킵니다."""

import json
import re
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import PluginError

from hooks import glossary, terms
from hooks.mentions import Mentions, is_glossed
from hooks.outline import Outline

TERMS = terms.load()
TABLE = """\
en,ko,variants,definition
batch,배치,뱃치,묶음입니다.
batch normalization,배치 정규화,BN,맞추는 기법입니다.
dropout,드롭아웃,드랍아웃|드롭 아웃,`Dropout`으로 끕니다.
gradient,그레이디언트,,벡터입니다.
ReLU,ReLU,렐루,함수입니다.
layer,층,,단위입니다.
"""
SMALL = terms.read(TABLE)
TERM = {term.ko: term for term in SMALL}


def page(source: str, uri: str = "a.md") -> Outline:
    return Outline(uri, source)


def place(ko: str, *pages: Outline) -> str:
    """용어가 가리키는 주소입니다."""
    outline, heading = glossary.introductions(SMALL, list(pages))[TERM[ko]]
    return outline.link(heading)


@pytest.fixture(scope="module")
def built(site):
    html = (site / "glossary" / "index.html").read_text("utf-8")
    return BeautifulSoup(html, "html.parser")


# ── 글에서 찾기 ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("드롭아웃은 드롭아웃입니다.", ["드롭아웃", "드롭아웃"]),
        ("배치 정규화에서 배치의 층마다", ["배치 정규화", "배치", "층"]),
        ("층들에서는 ReLU와 ReLU, (층)", ["층", "ReLU", "ReLU", "층"]),
        ("심층 층층이 배치합니다 배치하고", []),
        ("LeakyReLU ReLU6 배치정규화", []),
        ("배치 정규화합니다", []),
    ],
)
def test_a_term_is_a_word_with_a_particle(text, found):
    assert [term.ko for term, _, _ in Mentions(SMALL).find(text)] == found


@pytest.mark.parametrize(
    ("following", "glossed"),
    [
        ("(batch normalization)는", True),
        ("**(Batch Normalization, BN)", True),
        ("(BN)", True),
        ("(batch)", False),
        (" (batch normalization)", False),
        ("는 좋습니다", False),
    ],
)
def test_english_in_parentheses(following, glossed):
    assert is_glossed(TERM["배치 정규화"], following) is glossed


def test_plural_english():
    assert is_glossed(TERM["그레이디언트"], "(gradients)")


# ── 다루는 곳 ─────────────────────────────────────────────────────────────────
def test_the_page_that_writes_it_bold_with_english_comes_first():
    first = page("# 처음 { #a }\n\n드롭아웃(dropout)을 씁니다.\n", "a.md")
    second = page("# 둘 { #b }\n\n## 절 { #part }\n\n**드롭아웃**(dropout)입니다.\n", "b.md")
    assert place("드롭아웃", first, second) == "b.md#part"


def test_then_the_heading_then_the_english_then_any_use():
    use = page("# 쓰기 { #use }\n\n드롭아웃이 있습니다.\n", "use.md")
    english = page("# 영어 { #en }\n\n드롭아웃(dropout)이 있습니다.\n", "en.md")
    heading = page("# 제목 { #h }\n\n## 드롭아웃 { #dropout }\n", "h.md")
    assert place("드롭아웃", use) == "use.md#use"
    assert place("드롭아웃", use, english) == "en.md#en"
    assert place("드롭아웃", use, english, heading) == "h.md#dropout"


def test_the_first_page_in_the_order_wins():
    pages = [page(f"# 쪽 {{ #{n} }}\n\n드롭아웃이 있습니다.\n", f"{n}.md") for n in "ba"]
    assert place("드롭아웃", *pages) == "b.md#b"


def test_guides_and_the_end_of_a_page_come_last():
    guide = page("# 10장 { #ch10 }\n\n**드롭아웃**(dropout)\n", "ch10/index.md")
    end = page("# 쪽 { #p }\n\n## 연습문제 { #exercises }\n\n**층**(layer)\n", "p.md")
    other = page("# 다른 { #o }\n\n드롭아웃(dropout)과 층이 있습니다.\n", "o.md")
    assert place("층", end, other) == "o.md#o"
    assert place("층", end) == "p.md#exercises"
    assert (
        place("드롭아웃", page("# 쪽 { #q }\n\n**드롭아웃**(dropout)\n", "q.md"), guide) == "q.md#q"
    )


def test_code_links_and_comments_are_not_words():
    source = (
        "# 쪽 { #p }\n\n`드롭아웃`, [드롭아웃](x.md)\n<!-- 드롭아웃 -->\n\n```text\n드롭아웃\n```\n"
    )
    assert TERM["드롭아웃"] not in glossary.introductions(SMALL, [page(source)])


# ── 쓰기 ──────────────────────────────────────────────────────────────────────
def test_entries_are_in_the_order_of_the_alphabet():
    lines = glossary.entries(SMALL, {}).split("\n")
    assert [line.split(" {")[0] for line in lines if line.startswith("#")] == [
        "## ㄱ",
        "### 그레이디언트 *(gradient)*",
        "## ㄷ",
        "### 드롭아웃 *(dropout)*",
        "## ㅂ",
        "### 배치 *(batch)*",
        "### 배치 정규화 *(batch normalization)*",
        "## ㅊ",
        "### 층 *(layer)*",
        "## 로마자와 숫자",
        "### ReLU",
    ]


def test_a_page_without_the_marker_stops():
    with pytest.raises(PluginError, match=r"glossary\.md: 항목이 놓일 자리가 없습니다"):
        glossary.write("# 용어집\n", SMALL, [])


# ── 만들어진 쪽 ───────────────────────────────────────────────────────────────
def test_every_term_has_its_entry(built):
    ids = [heading["id"] for heading in built.select("article h3")]
    assert len(ids) == len(set(ids)) == len(TERMS)
    assert set(ids) == {term.anchor for term in TERMS}
    everything = [element["id"] for element in built.select("article [id]")]
    assert len(everything) == len(set(everything))


def test_an_entry_says_it_all(built):
    entries = {heading["id"]: heading for heading in built.select("article h3")}
    for term in TERMS:
        heading, text = entries[term.anchor], ""
        for sibling in heading.find_next_siblings():
            if sibling.name != "p":
                break
            text += sibling.get_text() + "\n"
        assert heading.get_text().startswith(term.ko)
        assert term.definition.replace("`", "") in text
        assert (f"다른 표기: {', '.join(term.variants)}\n" in text) is bool(term.variants), text


def test_every_link_goes_to_the_heading_it_names(site, built):
    links = built.select("article p.introduced a")
    assert len(links) > 200
    headings: dict[str, dict[str, str]] = {}
    for link in links:
        path, anchor = urldefrag(urljoin("glossary/", link["href"]))
        if path not in headings:
            headings[path] = headings_of((site / path / "index.html").read_text("utf-8"))
        assert anchor in headings[path], link
        title, _, section = link.get_text().partition(" › ")
        assert title and section in ("", headings[path][anchor]), link


def headings_of(html: str) -> dict[str, str]:
    """앵커마다 제목의 글입니다."""
    found = re.findall(
        r'<h[1-6] id="([^"]+)"[^>]*>(.*?)(?:<a class="headerlink"|</h)', html, re.DOTALL
    )
    return {anchor: unescape(re.sub(r"<[^>]+>", "", title)) for anchor, title in found}


def test_a_lesson_is_where_its_own_term_is_explained(built):
    for anchor, page_url in {
        "dropout": "../ch11/dropout/#dropout",
        "batch-normalization": "../ch11/batch-normalization/#batch-normalization",
        "callback": "../ch10/callbacks/#callbacks",
        "backpropagation": "../ch10/mlp/#mlp",
        "xor-problem": "../ch10/perceptron/#xor",
    }.items():
        link = built.find(id=anchor).find_next("p", class_="introduced").a
        assert link["href"] == page_url


def test_the_contents_hold_only_the_groups(built):
    labels = [a.get_text(strip=True) for a in built.select(".md-nav--secondary .md-nav__link")]
    assert list(dict.fromkeys(labels)) == [*"ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ", "로마자와 숫자"]


def test_search_finds_each_entry(site):
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    found = {doc["location"]: doc for doc in index["docs"]}
    for term in TERMS:
        assert f"glossary/#{term.anchor}" in found
    dropout = found["glossary/#dropout"]
    assert dropout["title"] == "드롭아웃 (dropout)"
    # 다른 표기는 검색 스크립트가 압니다(hooks/search.js).
    assert "드랍아웃" not in dropout["text"] and "다루는 곳" not in dropout["text"]
    assert "glossary/#giyeok" not in found
