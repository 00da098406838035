"""압축을 푼 사이트를 파일로 엽니다. 폴더의 이름에는 빈칸과 한글이 있습니다."""

import shutil

import pytest

from tools import offline

pytestmark = pytest.mark.browser

# 아래의 그림은 다가가야 받으므로, 먼저 모두 받게 합니다.
LOADED = """images => Promise.all(images.map(image => {
  image.loading = "eager"
  return image.decode().then(() => image.naturalWidth)
}))"""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("offline")
    offline.build_offline(folder / "site")
    archive = folder / "노트 압축.zip"
    offline.pack(folder / "site", archive)
    shutil.unpack_archive(archive, folder / "내려받은 것")
    return folder / "내려받은 것" / archive.stem


@pytest.fixture
def opened(chromium, root):
    """첫 쪽을 연 탭입니다. 바깥으로 나가려는 요청과 콘솔의 말을 적어 둡니다."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.outside, page.said = [], []
    page.on("request", lambda request: note(page, request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("requestfailed", lambda request: page.said.append(f"실패: {request.url}"))
    page.goto((root / "index.html").as_uri())
    yield page
    context.close()


def note(page, url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:")):
        page.outside.append(url)


def test_pages_open_from_files(opened):
    opened.locator(".md-sidebar--primary a", has_text="드롭아웃").press("Enter")
    opened.wait_for_url("**/ch11/dropout.html")
    sizes = opened.locator(".md-content img").evaluate_all(LOADED)
    assert sizes and all(sizes)
    assert opened.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px KaTeX_Main'))"
    )
    assert (opened.outside, opened.said) == ([], [])


def test_search_works_from_files(opened):
    box = opened.locator(".md-search__input")
    box.click()
    box.fill("드롭아웃을")
    box.press("End")  # 테마는 글쇠를 뗄 때 찾습니다
    first = opened.locator(".md-search-result__link").first
    first.wait_for()
    assert "/ch11/dropout.html" in first.get_attribute("href")
    first.click()
    opened.wait_for_url("**/ch11/dropout.html**")
    assert opened.locator("h1").inner_text().startswith("드롭아웃")
    assert (opened.outside, opened.said) == ([], [])
