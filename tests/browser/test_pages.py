"""모든 쪽을 브라우저에서 열어, 바깥으로 나가는 요청과 넘치는 너비와 복사되는 코드를 봅니다."""

import io
from pathlib import Path

import pytest
from PIL import Image

from hooks.exercises.source import sources
from tests.engine.audit import load_pages

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
PAGES = {page.name: page for page in load_pages(ROOT)}
WHOLE = [name for name in PAGES if "??? whole" in (ROOT / name).read_text("utf-8")]
LONG = [name for name, page in PAGES.items() if sum(s.kind == "코드" for s in page.steps) > 1]


def url(name: str) -> str:
    path = name.removeprefix("docs/").removesuffix(".md").removesuffix("index")
    return f"{path}/" if path and not path.endswith("/") else path


def exercises(path: Path) -> list[str]:
    """연습의 원고에서 나온 과제와 풀이의 주소입니다."""
    task = path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    return [f"{task}/", f"{task}-solutions/"]


URLS = [*map(url, PAGES), *(each for path in sources(ROOT / "docs") for each in exercises(path))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", URLS)
def test_page_asks_nobody_else_and_says_nothing(visit, name, scheme):
    page = visit(name, scheme=scheme)
    assert page.outside == []
    assert page.said == []


@pytest.mark.parametrize("name", URLS)
def test_page_fits_a_phone(visit, name):
    page = visit(name, width=390)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0


@pytest.mark.parametrize("name", LONG)
def test_copy_up_to_the_last_block_is_what_ran(visit, name):
    steps = [
        step
        for step in PAGES[name].main_steps()
        if step.kind == "코드" and "오류" not in step.outputs
    ]
    ran = ["\n".join(step.source).strip("\n") for step in steps]
    page = visit(url(name))
    shown = page.locator(".language-python.highlight:has(.copy-up-to)").all()
    last = [block for block in shown if block.locator("code").text_content().strip("\n") == ran[-1]]
    last[-1].locator(".copy-up-to").dispatch_event("click")
    page.wait_for_timeout(100)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "\n\n".join(ran) + "\n"


@pytest.mark.parametrize("name", WHOLE)
def test_copy_of_the_whole_file_is_the_file(visit, name):
    """전체 코드는 조각 파일이고, 시험은 그 파일을 혼자 실행합니다(test_alone)."""
    page = visit(url(name))
    box = page.locator("details.whole")
    box.locator("summary").click()
    box.locator(".md-code__button:not(.copy-up-to)").last.click()
    page.wait_for_timeout(100)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert squeezed(copied) == squeezed(whole_file(name))


def whole_file(name: str) -> str:
    """쪽의 조각 파일에서 절의 표시를 뺀 것입니다."""
    stem = name.removeprefix("docs/").removesuffix(".md").replace("-", "_")
    lines = (ROOT / "snippets" / f"{stem}.py").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if "--8<--" not in line)


def squeezed(code: str) -> str:
    """절의 표시가 있던 자리의 빈 줄은 세지 않습니다."""
    return "\n".join(line.rstrip() for line in code.splitlines() if line.strip())


# 바뀌던 것이 다 바뀔 때까지 기다립니다. 중간에 되돌려진 것은 새로 바뀌는 것이 대신합니다.
STILL = """
async () => {
  const moving = () => document.getAnimations().filter(each => each.playState === "running")
  while (moving().length) await Promise.allSettled(moving().map(each => each.finished))
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_follow_the_switch_of_the_site(visit, scheme):
    """SVG의 잉크는 운영체제가 아니라 사이트의 단추를 따릅니다."""
    page = visit("ch10/perceptron/", scheme=scheme)
    image = page.locator("img[src*='fig/']").first
    for palette, (darkest, lightest) in {"default": (60, 255), "slate": (40, 200)}.items():
        page.evaluate(f"document.body.setAttribute('data-md-color-scheme', '{palette}')")
        image.scroll_into_view_if_needed()
        page.evaluate(STILL)
        low, high = Image.open(io.BytesIO(image.screenshot())).convert("L").getextrema()
        assert low < darkest, f"{palette}: 가장 어두운 화소가 {low}입니다"
        assert high >= lightest - 5, f"{palette}: 가장 밝은 화소가 {high}입니다"


def test_claim_opens_its_code(visit):
    page = visit("ch10/perceptron/")
    page.locator(".claim__mark").first.click()
    check = page.locator(".check:popover-open")
    assert "assert" in check.inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".check:popover-open").count() == 0


def test_page_reads_without_javascript(visit):
    page = visit("ch10/perceptron/", script=False)
    assert page.locator(".language-python code").first.is_visible()
    assert page.locator(".katex-html").first.is_visible()
    assert page.locator("img[src*='fig/']").first.is_visible()
