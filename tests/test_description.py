"""쪽마다 하나뿐인 설명이 있고, 링크의 미리보기와 차례가 그 설명과 맞는 주소를 담습니다."""

import re
from html import unescape
from pathlib import Path

import pytest

from hooks.description import describe


def pages(site: Path) -> dict[str, str]:
    """주소마다 만든 HTML입니다. 없는 쪽의 쪽(404)은 뺍니다."""
    found = site.rglob("index.html")
    return {page.parent.relative_to(site).as_posix(): page.read_text("utf-8") for page in found}


def meta(html: str, name: str) -> str:
    found = re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', html)
    assert len(found) == 1, f"{name}이 {len(found)}개입니다"
    return unescape(found[0])


def test_every_page_has_a_description_of_its_own(site):
    descriptions = {url: meta(html, "description") for url, html in pages(site).items()}
    for url, text in descriptions.items():
        way_out = "쪽의 머리에 `description:`을 적으세요."
        assert 60 <= len(text) <= 160, f"{url}: 설명이 {len(text)}자입니다. {way_out}"
        assert re.search(r"(?:니다\.|까요\?|세요\.)$", text), f"{url}: {text!r} {way_out}"
        assert not re.search(r"[`*$\[\]{}<>\"&]", text), f"{url}: {text!r} {way_out}"
    assert len(set(descriptions.values())) == len(descriptions)


def test_preview_says_what_the_page_says(site):
    titles = []
    for url, html in pages(site).items():
        address = "https://example.kr/" + (f"{url}/" if url != "." else "")
        assert meta(html, "og:url") == address
        assert f'<link rel="canonical" href="{address}">' in html
        assert meta(html, "og:description") == meta(html, "description")
        assert meta(html, "twitter:card") == "summary_large_image"
        titles.append(meta(html, "og:title"))
        assert unescape(re.search("<title>(.*?)</title>", html)[1]).startswith(titles[-1])
    assert len(set(titles)) == len(titles)


def test_sitemap_lists_every_page_and_robots_finds_it(site):
    listed = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8"))
    canonical = [re.search('"canonical" href="(.*?)"', html)[1] for html in pages(site).values()]
    assert sorted(listed) == sorted(canonical)
    assert "Sitemap: https://example.kr/sitemap.xml" in (site / "robots.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (
            "[링크](a.md#b)와 **굵은**(bold) `fit()`입니다.<!-- 검증: a.py:b -->",
            "링크와 굵은(bold) fit()입니다.",
        ),
        ("첫째입니다.\n{ .lead }", "첫째입니다."),
        (f"{'가' * 90}.\n{'나' * 90}.", f"{'가' * 90}."),
    ],
)
def test_description_is_the_first_sentences(paragraph, text):
    assert describe(f"# 제목 {{ #a }}\n\n{paragraph}\n\n다음 문단입니다.\n") == text
