"""코드 블록마다 줄의 수와 가장 긴 줄의 칸을 적습니다.

브라우저가 멀리 있는 코드를 그리지 않고도 자리를 비워 두고(theme/css/code.css),
옆으로 밀리는 코드인지 압니다(theme/js/a11y.js).
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata

_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"<pre>(?P<empty><span></span>)?<code>(?P<code>.*?)</code></pre>", re.DOTALL)


@functools.lru_cache(maxsize=256)  # 고치며 볼 때, 달라지지 않은 쪽은 다시 세지 않습니다
def count(page: str) -> str:
    """`<pre><code>`의 코드에 줄의 수(`--lines`)와 칸의 수(`data-columns`)를 적습니다."""
    return _BLOCK.sub(_counted, page)


def _counted(found: re.Match) -> str:
    text = html.unescape(_TAG.sub("", found["code"])).rstrip("\n").split("\n")
    widest = max(map(columns, text))
    size = f'style="--lines:{len(text)}" data-columns="{widest}"'
    return f"<pre>{found['empty'] or ''}<code {size}>{found['code']}</code></pre>"


def columns(line: str) -> int:
    """줄의 칸 수입니다. 한글은 두 칸입니다."""
    if line.isascii():
        return len(line)
    return sum(map(_columns_of, line))


@functools.cache
def _columns_of(letter: str) -> int:
    return 1 + (unicodedata.east_asian_width(letter) in "WF")
