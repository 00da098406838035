"""사이트를 만들 때마다 되풀이하는 일의 결과를 .cache/site/에 남겨 다음에 다시 씁니다.

파일의 첫 줄은 나머지와, 결과를 정하는 것의 해시입니다.
둘 가운데 하나라도 달라졌으면 버리고 다시 합니다. 그래서 상한 파일도 빌드를 막지 않습니다.
이번에 쓰지 않은 것도 남겨 둡니다. 쪽을 다시 쓰면 그 쪽의 코드와 수식은 찾지 않기 때문입니다.
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
LIMIT = 24_000_000
"""파일 하나에 남기는 글자의 수입니다. 넘으면 오래 쓰지 않은 것부터 버립니다."""

_stores: list[Store] = []


def stores() -> list[Store]:
    """지금까지 만든 기억들입니다. 만든 차례대로 있습니다."""
    return _stores


def save() -> None:
    """이번에 새로 만든 결과를 남깁니다."""
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
        if self.used.keys() <= self._kept.keys():
            return
        self._kept = self._recent()
        body = json.dumps(self._kept, ensure_ascii=False).encode("utf-8")
        half = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):  # 쓸 수 없는 폴더면 남기지 않습니다
            half.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(self._digest(body) + b"\n" + body)
            half.replace(self.file)

    def _recent(self) -> dict[str, str]:
        """이번에 쓴 것 모두와, 그 앞에 쓴 것을 새것부터 `LIMIT`까지 담습니다. 오래된 것이 앞입니다."""
        room = LIMIT - sum(map(len, self.used.values()))
        recent = []
        for key in reversed([key for key in self._kept if key not in self.used]):
            room -= len(self._kept[key])
            if room < 0:
                break
            recent.append(key)
        return {key: self._kept[key] for key in reversed(recent)} | self.used

    def _digest(self, body: bytes) -> bytes:
        return hashlib.sha256(self.origins.encode("utf-8") + b"\0" + body).hexdigest().encode()
