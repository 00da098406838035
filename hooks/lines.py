"""코드 블록마다 줄의 수를 적습니다. 브라우저가 멀리 있는 코드를 그리지 않고도 자리를 비워 둡니다(theme/css/code.css)."""

from __future__ import annotations

import re

_BLOCK = re.compile(r"<pre>(?P<empty><span></span>)?<code>(?P<code>.*?)</code></pre>", re.DOTALL)


def count(html: str) -> str:
    """`<pre><code>`의 코드에 `--lines`로 줄의 수를 적습니다."""
    return _BLOCK.sub(_counted, html)


def _counted(found: re.Match) -> str:
    lines = found["code"].rstrip("\n").count("\n") + 1
    before = found["empty"] or ""
    return f'<pre>{before}<code style="--lines:{lines}">{found["code"]}</code></pre>'
