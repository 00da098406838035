"""쪽에 처음 나오는 용어에는 뜻이 달리고, 제목과 코드와 링크에는 달리지 않습니다."""

import gzip
import json
import re
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from hooks import claims, terms, tooltips

TERMS = terms.load()
BY_NAME = {term.ko: term for term in TERMS}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
OUTSIDE_TAGS = frozenset("h1 h2 h3 h4 h5 h6 a code pre th button label summary nav".split())
OUTSIDE_CLASSES = frozenset("admonition-title checks check katex highlight whole figure".split())


@pytest.fixture
def marked(settings):
    """글을 사이트와 같은 확장으로 바꾸고, 뜻이 달린 말을 차례로 돌려줍니다."""

    def convert(text: str, uri: str = "ch10/a.md") -> list[str]:
        extension = tooltips.TooltipExtension(TERMS)
        extension.begin(uri)
        md = Markdown(
            extensions=[*settings.markdown_extensions, extension],
            extension_configs=settings.mdx_configs,
        )
        convert.html = md.convert(claims.mark(text))
        soup = BeautifulSoup(convert.html, "html.parser")
        return [link.get_text() for link in soup.select("a.term")]

    return convert


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("드롭아웃은 드롭아웃입니다.\n", ["드롭아웃"]),
        ("배치 정규화에서 배치의 평균을 봅니다.\n", ["배치 정규화", "배치"]),
        ("**드롭아웃**(dropout)과 *ReLU*를 씁니다.\n", ["드롭아웃", "ReLU"]),
        ("- 드롭아웃\n- ReLU\n", ["드롭아웃", "ReLU"]),
        ("| 드롭아웃 | 값 |\n|---|---|\n| ReLU | 1 |\n", ["ReLU"]),
        ("드롭아웃\n:   ReLU입니다.\n", ["ReLU"]),
        ('!!! note "드롭아웃"\n\n    ReLU입니다.\n', ["ReLU"]),
        ('=== "드롭아웃"\n\n    ReLU입니다.\n', ["ReLU"]),
        ("# 드롭아웃 { #x }\n\n`드롭아웃`, [드롭아웃](#x), $x$\n", []),
        ('```python\n# 드롭아웃\n```\n\n??? whole "전체 코드"\n\n    드롭아웃\n', []),
        ("와이드 & 딥 신경망입니다.\n", ["와이드 & 딥 신경망"]),
        ("이것은`코드`드롭아웃과 다릅니다.\n", []),
        ("드롭아웃합니다. 드롭아웃됩니다.\n", []),
    ],
)
def test_where_a_meaning_is_shown(marked, text, found):
    assert marked(text) == found


def test_a_common_word_needs_its_english(marked):
    assert marked("배열의 크기를 봅니다.\n") == []
    assert marked("배열의 크기(shape)를 봅니다.\n") == ["크기"]
    assert marked("배열의 **크기**(shape)를 봅니다.\n") == ["크기"]
    assert marked("효과의 크기(size)를 봅니다.\n") == []


def test_the_text_around_is_kept(marked):
    marked("앞의 드롭아웃과 **ReLU의** 층, `x`와 손실의 끝입니다.\n")
    assert BeautifulSoup(marked.html, "html.parser").get_text().strip() == (
        "앞의 드롭아웃과 ReLU의 층, x와 손실의 끝입니다."
    )


def test_the_link_carries_the_meaning(marked):
    marked("드롭아웃과 ReLU와 밀집 층입니다.\n")
    dropout, relu, dense = BeautifulSoup(marked.html, "html.parser").select("a.term")
    assert dropout["href"] == "../glossary.md#dropout"
    assert dropout["data-english"] == "dropout"
    assert dropout["data-definition"] == BY_NAME["드롭아웃"].definition
    assert "data-english" not in relu.attrs
    assert "`" not in dense["data-definition"]


def test_the_checks_and_the_glossary_are_left_alone(marked):
    checked = marked("문장입니다.<!-- 검증: index.py:and -->\n")
    assert checked == [] and "check-1" in marked.html
    assert marked("드롭아웃입니다.\n", "glossary.md") == []


# ── 만들어진 쪽 ───────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def pages(site):
    return {
        file.relative_to(site).as_posix(): file.read_text("utf-8")
        for file in sorted(site.rglob("index.html"))
    }


def test_each_term_once_and_only_in_the_prose(pages):
    total = 0
    for name, html in pages.items():
        words = []
        for path, link in links_of(html):
            words.append(link)
            assert {tag for tag, _ in path} & {"p", "li", "dd", "td"}, (name, link)
            outside = [step for step in path if is_outside(*step)]
            assert not outside, (name, link, outside)
        assert len(words) == len(set(words)), name
        total += len(words)
    assert total > 500


def links_of(html: str):
    """뜻이 달린 말과, 그것을 감싼 태그들입니다."""
    reader = Reader()
    reader.feed(html)
    return reader.links


def is_outside(tag: str, classes: str) -> bool:
    return tag in OUTSIDE_TAGS or bool(OUTSIDE_CLASSES & set(classes.split()))


class Reader(HTMLParser):
    """열려 있는 태그를 기억하며 뜻이 달린 말을 찾습니다."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.links: list[tuple[list[tuple[str, str]], str]] = []

    def handle_starttag(self, tag, attrs):
        step = tag, dict(attrs).get("class") or ""
        if step == ("a", "term"):
            self.links.append((list(self.open), ""))
        if tag not in VOID:
            self.open.append(step)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if ("a", "term") in self.open:
            path, word = self.links[-1]
            self.links[-1] = path, word + data


def test_the_meanings_are_light(pages):
    for name, html in pages.items():
        plain = re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", html)
        added = len(gzip.compress(html.encode())) - len(gzip.compress(plain.encode()))
        assert added <= 4096, (name, added)


def test_the_meanings_are_not_searched(site):
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    meaning = BY_NAME["드롭아웃"].definition
    found = [doc["location"] for doc in index["docs"] if meaning in doc["text"]]
    assert found == ["glossary/#dropout"]
