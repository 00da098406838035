"""쪽과 책을 진짜로 인쇄합니다. 어두운 화면을 보던 독자의 종이도 하얗고, 코드가 잘리지 않습니다."""

import io
import multiprocessing
import os
import re
from concurrent.futures import ProcessPoolExecutor

import pytest
from bs4 import BeautifulSoup
from PIL import Image
from pypdf import PdfReader

pytestmark = pytest.mark.browser

# 쪽과, 종이로 몇 장쯤인지. 탭과 풀이와 긴 오류가 있는 쪽들입니다.
PAGES = {"setup/": (4, 9), "ch11/dropout/": (12, 22), "troubleshooting/": (25, 50)}
HIDDEN = ".md-header, .md-sidebar, .md-footer, .md-top, .md-search, .page-action, .md-code__nav, .copy-up-to, .headerlink, .check, .check__close"
# 코드와 표와 수식 가운데 옆으로 넘치는 것
WIDE = """() => [...document.querySelectorAll("pre > code, table, .katex-display, img")]
  .filter(e => e.offsetParent && (e.scrollWidth > e.clientWidth + 1 ||
    e.getBoundingClientRect().right > document.querySelector("article").getBoundingClientRect().right + 1))
  .map(e => e.textContent.slice(0, 80))"""


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(params=PAGES)
def printed(request, visit):
    """어두운 화면에서 연 쪽과 그 PDF입니다."""
    page = visit(request.param, width=643, scheme="dark")
    page.name = request.param
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=True)))
    page.emulate_media(media="print")
    return page, pdf


def test_code_is_whole(printed, site):
    page, pdf = printed
    assert page.evaluate(WIDE) == []
    page.set_viewport_size({"width": 440, "height": 900})  # A5
    assert page.evaluate(WIDE.replace(", table, .katex-display, img", "")) == []
    text = squeeze("".join(sheet.extract_text() for sheet in pdf.pages))
    html = BeautifulSoup((site / page.name / "index.html").read_text("utf-8"), "html.parser")
    for box in html.select("article details:is(.figure, .whole), .checks"):
        box.decompose()
    blocks = html.select("article .language-python code")
    lines = [block.get_text().strip().splitlines()[-1] for block in blocks]
    # 한글은 PDF에서 글꼴이 바뀌는 자리마다 따로 나오므로 로마자만 있는 줄로 봅니다.
    missing = [line for line in lines if line.isascii() and squeeze(line) not in text]
    assert lines and missing == []


def test_paper_has_only_the_text(printed):
    page, pdf = printed
    shown = page.locator(HIDDEN).evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.className)"
    )
    assert shown == []
    low, high = PAGES[page.name]
    assert low <= len(pdf.pages) <= high
    assert [n for n, sheet in enumerate(pdf.pages, 1) if str(n) not in sheet.extract_text()] == []


def test_paper_is_light_in_the_dark(printed):
    page, _ = printed
    colors = page.evaluate(
        "[document.body, document.querySelector('article p')]"
        ".map(e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color])"
    )
    assert colors[0][0] == "rgb(255, 255, 255)" and colors[1][1] == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    for image in page.locator("article img[src$='.svg']").all()[:2]:
        shot = Image.open(io.BytesIO(image.screenshot())).convert("L")
        assert shot.getpixel((0, 0)) > 250 and shot.getextrema()[0] < 60


def test_folded_answers_and_every_tab_are_open(visit):
    page = visit("ch11/dropout/", script=False)
    page.emulate_media(media="print")
    see = "all => all.map(e => e.checkVisibility({contentVisibilityAuto: true}) && e.offsetHeight > 0)"
    answers = page.locator("details.answer > .highlight").evaluate_all(see)
    assert answers and all(answers)
    assert not any(page.locator("details:is(.figure, .whole) .highlight").evaluate_all(see))
    page = visit("setup/")
    page.emulate_media(media="print")
    tops = "all => all.map(e => e.getBoundingClientRect().top)"
    labels = page.locator(".tabbed-labels > label").evaluate_all(tops)
    blocks = page.locator(".tabbed-block").evaluate_all(tops)
    order = [top for pair in zip(labels[:3], blocks[:3], strict=True) for top in pair]
    assert order == sorted(order) and len(set(order)) == 6


def test_external_links_show_their_address(visit):
    page = visit("ch11/dropout/")
    page.emulate_media(media="print")
    after = "all => all.map(e => getComputedStyle(e, '::after').content)"
    outside = page.locator("article li a[href*='arxiv.org']").evaluate_all(after)
    assert outside and all('"' in content for content in outside)
    inside = page.locator("article p a[href*='recipe/']").evaluate_all(after)
    assert inside and set(inside) == {"none"}


def print_part(folder: str, part: str) -> None:
    """책의 한 부분을 `folder`에 인쇄합니다."""
    from pathlib import Path

    from tools import pdf

    pdf.DIST = Path(folder)
    pdf.make(part)


def test_book_has_a_contents_page_with_numbers(chromium, tmp_path):
    """차례에 적힌 번호가 그 쪽이고, 책갈피가 차례와 같습니다."""
    # Playwright를 켜 둔 프로세스에서는 또 켤 수 없어서, 새 프로세스에서 인쇄합니다.
    assert os.environ["CHROMIUM"]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(print_part, str(tmp_path), "docs/ch11").result()
    book = PdfReader(tmp_path / "ch11.pdf")
    contents = "".join(sheet.extract_text() for sheet in book.pages[1:5])
    chapter, pages = book.outline[0], book.outline[1]
    titles = [mark for mark in pages if not isinstance(mark, list)]
    assert chapter.title == "11장 심층 신경망 훈련"
    dropout = next(mark for mark in titles if mark.title == "드롭아웃")
    number = book.get_destination_page_number(dropout) + 1
    assert re.search(rf"드롭아웃\s*{number}\b", contents)
    assert "드롭아웃" in book.pages[number - 1].extract_text()
    assert "000" not in contents
    assert all(sheet.extract_text().strip() for sheet in book.pages)
