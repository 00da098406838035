"""테마의 틀을 한 번만 파이썬으로 옮깁니다. 고치며 볼 때와 다음에 만들 때는 옮겨 둔 것을 씁니다."""

from __future__ import annotations

import base64

import jinja2
from jinja2.bccache import Bucket

from hooks.cache import Store

_store = Store("templates", jinja2.__version__)


class Compiled(jinja2.BytecodeCache):
    """옮긴 틀을 남깁니다. 틀의 글이나 파이썬의 판이 달라졌으면 Jinja가 쓰지 않습니다."""

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in _store:
            bucket.bytecode_from_string(base64.b64decode(_store[bucket.key]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        _store[bucket.key] = base64.b64encode(bucket.bytecode_to_string()).decode("ascii")
