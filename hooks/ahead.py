"""새로 조판할 쪽이 많으면, 뒤쪽 절반쯤을 다른 코어에서 먼저 조판합니다.

처음 만들 때와 훅이나 설정을 고친 다음이 그렇습니다. 자식은 `fork`로 지금까지 읽은 것을 물려받아
맨 뒤 쪽부터 조판하고, 기억(hooks/cache.py)에 새로 더해진 것만 돌려보냅니다.
쪽은 언제나 부모가 만듭니다. 자식이 조판한 쪽에서는 기억을 찾을 뿐이고, 자식이 조판하지 못했으면 부모가 합니다.
그래서 경고와 오류는 부모가 말하고, 자식이 죽어도 사이트는 같습니다.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from mkdocs.structure.pages import Page

from hooks import cache

ENOUGH = 3
"""새로 조판한 쪽이 이만큼이면 나머지도 그럴 것으로 봅니다."""
FEWEST = 12
"""남은 쪽이 이보다 적으면 나누지 않습니다."""

log = logging.getLogger("mkdocs.hooks.ahead")
_inherited: Ahead  # 자식이 물려받은 것입니다


class Ahead:
    """쪽을 차례대로 만드는 동안, 맨 뒤부터 먼저 조판하는 자식입니다."""

    def __init__(self) -> None:
        self.begin([], lambda page: None)

    def begin(self, pages: list[Page], populate: Callable[[Page], None]) -> None:
        """차례대로 만들 쪽들과, 쪽 하나를 조판하는 함수입니다."""
        self.populate = populate
        self.rest = {id(page): page for page in pages}
        self.made_anew, self.taken = 0, 0
        self.futures: dict[int, Future] = {}
        self.pool: ProcessPoolExecutor | None = None

    def reach(self, page: Page) -> None:
        """이 쪽을 만들 차례입니다. 자식이 조판했거나 하고 있으면 받고, 아니면 자식에게서 거둡니다."""
        self.rest.pop(id(page), None)
        future = self.futures.pop(id(page), None)
        if future is None or future.cancel():
            return
        try:
            learned = future.result()
        except BrokenProcessPool:
            return
        self.taken += 1
        for store, new in zip(cache.stores(), learned, strict=True):
            store.used |= new

    def missed(self) -> None:
        """기억에 없어 새로 조판할 쪽입니다."""
        self.made_anew += 1
        if self.made_anew == ENOUGH and len(self.rest) >= FEWEST and _can_fork():
            self._start()

    def end(self) -> None:
        """쪽을 다 만들었습니다."""
        if self.pool is None:
            return
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = None
        log.info(f"쪽 {self.taken}개를 다른 코어에서 조판했습니다.")

    def _start(self) -> None:
        global _inherited
        _inherited = self
        fork = multiprocessing.get_context("fork")
        self.pool = ProcessPoolExecutor(1, mp_context=fork, initializer=_be_quiet)
        for key in reversed(self.rest):
            self.futures[key] = self.pool.submit(_learn, key)


def cores() -> int:
    """나누어 쓸 수 있는 코어의 수입니다. `fork`를 믿고 쓸 수 없는 곳에서는 하나입니다."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _can_fork() -> bool:
    """스레드가 일하고 있으면(`mkdocs serve`가 고친 것을 기다릴 때) 자식이 멈출 수 있어 나누지 않습니다.

    quickjs의 스레드는 부르지 않는 것이라(hooks/katex.py) 쉬고 있습니다.
    """
    busy = [each for each in threading.enumerate() if not each.name.startswith("quickjs-worker")]
    return cores() > 1 and busy == [threading.main_thread()]


def _be_quiet() -> None:
    """자식의 경고와 오류는 부모가 같은 쪽을 조판하며 다시 말합니다. Ctrl+C도 부모가 받습니다."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("mkdocs", None):
        logging.getLogger(name).handlers[:] = [logging.NullHandler()]


def _learn(key: int) -> list[dict[str, str]]:
    """쪽을 조판하고, 기억마다 새로 더해진 것을 돌려줍니다."""
    before = [set(store.used) for store in cache.stores()]
    try:
        _inherited.populate(_inherited.rest[key])
    except Exception:  # 무엇이든 부모가 같은 쪽에서 다시 만납니다
        log.debug("조판하지 못한 쪽", exc_info=True)
    stores = zip(cache.stores(), before, strict=True)
    return [{k: v for k, v in store.used.items() if k not in old} for store, old in stores]
