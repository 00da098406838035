"""사이트를 만들 때마다 되풀이하는 일의 결과를 .cache/site/에 남겨 다음에 다시 씁니다.

파일의 첫 줄은 나머지와, 결과를 정하는 것의 해시입니다.
둘 가운데 하나라도 달라졌으면 버리고 다시 합니다. 그래서 상한 파일도 빌드를 막지 않습니다.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[1] / ".cache" / "site"

_stores: list[Store] = []


def save() -> None:
    """이번에 쓴 결과를 모두 남깁니다. 쓰지 않은 것은 버려서 파일이 자라지 않습니다."""
    for store in _stores:
        store.save()


class Store:
    """글로 된 열쇠와 결과입니다. `origins`는 열쇠 말고 결과를 정하는 글(판과 소스)입니다."""

    def __init__(self, name: str, *origins: str) -> None:
        self.file = FOLDER / name
        self.origins = "\0".join((sys.version, *origins))
        self.used: dict[str, str] = {}
        _stores.append(self)

    def __contains__(self, key: str) -> bool:
        if key not in self.used and key in self._kept:
            self.used[key] = self._kept[key]
        return key in self.used

    def __getitem__(self, key: str) -> str:
        return self.used[key]

    def __setitem__(self, key: str, result: str) -> None:
        self.used[key] = result

    @functools.cached_property
    def _kept(self) -> dict[str, str]:
        try:
            digest, _, body = self.file.read_bytes().partition(b"\n")
        except OSError:
            return {}
        return json.loads(body) if digest == self._digest(body) else {}

    def save(self) -> None:
        """새것이 있으면 파일을 바꿉니다. 함께 도는 빌드가 반쯤 쓴 파일을 읽지 않게 합니다."""
        if self.used == self._kept:
            return
        self._kept = dict(self.used)
        body = json.dumps(self.used, ensure_ascii=False).encode("utf-8")
        half = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):  # 쓸 수 없는 폴더면 남기지 않습니다
            half.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(self._digest(body) + b"\n" + body)
            half.replace(self.file)

    def _digest(self, body: bytes) -> bytes:
        return hashlib.sha256(self.origins.encode("utf-8") + b"\0" + body).hexdigest().encode()
