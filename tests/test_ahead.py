"""다른 코어에서 먼저 조판해도 쪽은 같고, 자식이 무슨 일을 당해도 부모가 모두 만듭니다."""

import json
import subprocess
import sys
import threading

import pytest

from hooks import ahead
from tests.project import ROOT

# 스레드가 없는 새 파이썬에서 실행합니다. 쪽 서른 개를 차례대로 만들고, 누가 무엇을 했는지 적습니다.
SCRIPT = """
import json, logging, os, sys, time
from hooks import ahead, cache

what = sys.argv[1]
logging.basicConfig(level=logging.INFO, format="%(message)s")
parent, store = os.getpid(), cache.Store("pages")
by_parent = []
forerunner = None

def populate(page):
    mine = os.getpid() == parent
    if mine:
        forerunner.reach(page)
    if page in store:
        return
    if mine:
        by_parent.append(page)
    forerunner.missed()
    time.sleep(.01)
    if page == "25":
        logging.getLogger("mkdocs").warning("스물다섯째 쪽")
        if what == "dies" and not mine:
            os._exit(1)
        if what == "fails":
            raise ValueError("스물다섯째 쪽을 읽지 못합니다")
        return
    store[page] = page * 2

pages = [str(n) for n in range(30)]
forerunner = ahead.Ahead()
forerunner.begin(pages, populate)
failed = ""
try:
    for page in pages:
        populate(page)
except ValueError as error:
    failed = str(error)
forerunner.end()
print(json.dumps({"made": store.used, "by_parent": by_parent, "failed": failed}))
"""


def run(what: str) -> tuple[dict, str]:
    command = [sys.executable, "-c", SCRIPT, what]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout), process.stderr


needs_two_cores = pytest.mark.skipif(
    ahead.cores() < 2, reason="리눅스에서 코어가 둘일 때만 나눕니다."
)


@needs_two_cores
def test_the_last_pages_are_made_by_the_child_and_warnings_are_told_once():
    result, said = run("works")
    assert result["made"] == {str(n): str(n) * 2 for n in range(30) if n != 25}
    assert result["by_parent"][:4] == ["0", "1", "2", "3"]
    assert "29" not in result["by_parent"] and len(result["by_parent"]) < 22
    assert "25" in result["by_parent"]  # 경고한 쪽은 기억하지 않아서 부모가 다시 합니다
    assert said.count("스물다섯째 쪽") == 1
    assert "다른 코어에서 조판했습니다" in said


@needs_two_cores
def test_a_page_that_cannot_be_read_fails_in_the_parent():
    result, said = run("fails")
    assert result["failed"] == "스물다섯째 쪽을 읽지 못합니다"
    assert said.count("스물다섯째 쪽") == 1


@needs_two_cores
def test_a_child_that_dies_costs_nothing_but_time():
    result, _ = run("dies")
    assert result["made"] == {str(n): str(n) * 2 for n in range(30) if n != 25}
    assert {"0", "1", "2", "25"} <= set(result["by_parent"])


def test_nothing_is_split_while_threads_work():
    done = threading.Event()
    busy = threading.Thread(target=done.wait, daemon=True)
    busy.start()
    assert not ahead._can_fork()
    forerunner = ahead.Ahead()
    forerunner.begin([str(n) for n in range(30)], lambda page: None)
    for n in range(5):
        forerunner.reach(str(n))
        forerunner.missed()
    assert forerunner.pool is None
    forerunner.end()
    done.set()
