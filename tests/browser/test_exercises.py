"""푼 연습의 표시는 브라우저에 남고, 과제와 목록과 장의 쪽에 보이고, 지울 수 있습니다."""

import pytest

from tests.browser.conftest import ready

pytestmark = pytest.mark.browser

TASKS, LIST, PAGE = "ch10/exercises/neurons/", "ch10/exercises/", "ch10/mlp/"
COUNT = ".exercise-progress p"


@pytest.fixture
def reader(chromium, address):
    """저장소를 함께 쓰는 탭들을 여는 함수입니다."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})

    def open_tab(name: str):
        page = context.new_page()
        page.goto(address + name)
        ready(page)
        return page

    yield open_tab
    context.close()


def boxes(page):
    return page.get_by_label("풀었습니다")


def test_a_tick_stays_and_shows_everywhere(reader):
    tasks = reader(TASKS)
    assert boxes(tasks).count() == 3
    boxes(tasks).nth(2).check()
    tasks.reload()
    ready(tasks)
    assert [boxes(tasks).nth(n).is_checked() for n in range(3)] == [False, False, True]
    overview = reader(LIST)
    assert "가운데 1개를 풀었습니다" in overview.locator(COUNT).inner_text()
    assert overview.locator(".exercise-link.done").count() == 1
    assert reader(PAGE).locator(".exercise .exercise-link.done").count() == 1


def test_a_tick_can_be_taken_back_and_all_cleared(reader):
    tasks = reader(TASKS)
    for n in (0, 1):
        boxes(tasks).nth(n).check()
    boxes(tasks).nth(0).uncheck()
    overview = reader(LIST)
    assert "가운데 1개" in overview.locator(COUNT).inner_text()
    overview.get_by_role("button", name="진도 지우기").click()
    assert "가운데 0개" in overview.locator(COUNT).inner_text()
    assert overview.get_by_role("button", name="진도 지우기").is_hidden()
    # 열어 둔 다른 탭도 따라옵니다.
    boxes(tasks).nth(1).wait_for()
    for _ in range(50):
        if not boxes(tasks).nth(1).is_checked():
            break
        tasks.wait_for_timeout(50)
    assert not boxes(tasks).nth(1).is_checked()


def test_a_tick_works_by_keyboard_and_after_instant_navigation(reader):
    page = reader(LIST)
    page.locator(".md-content a[href*='neurons/#xor']").click()
    page.wait_for_url("**/neurons/#xor")
    box = boxes(page).nth(1)
    box.wait_for()
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked() and boxes(page).count() == 3


@pytest.mark.parametrize("kept", ["{", '"ch10/neurons#rule"', "7", "null"])
def test_spoiled_memory_does_not_stop_the_page(reader, kept):
    page = reader(LIST)
    page.evaluate("kept => localStorage.setItem('exercises.done', kept)", kept)
    page.reload()
    ready(page)
    assert "연습" in page.locator(COUNT).inner_text()


def test_without_storage_a_tick_lasts_on_the_page(chromium, address):
    context = chromium.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('막음') } })"
    )
    page = context.new_page()
    page.goto(address + TASKS)
    ready(page)
    boxes(page).nth(0).check()
    assert boxes(page).nth(0).is_checked()
    context.close()


def test_without_scripts_there_is_nothing_to_press(visit):
    page = visit(TASKS, script=False)
    assert page.locator(".exercise-done").count() == 0
    assert page.locator("#rule").is_visible() and page.get_by_text("노트북을 내려받아").is_visible()
    page = visit(LIST, script=False)
    assert not page.locator(".exercise-progress").is_visible()


def test_the_notebook_is_downloaded(visit):
    page = visit(TASKS)
    with page.expect_download() as download:
        page.get_by_text("노트북 내려받기").click()
    assert download.value.suggested_filename == "neurons.ipynb"


def test_exercise_code_has_no_copy_up_to_here(visit):
    page = visit(TASKS)
    page.locator(".run--graded").first.wait_for()
    assert page.locator(".copy-up-to").count() == 0
