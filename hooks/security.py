"""쪽마다 Content-Security-Policy를 적습니다. 브라우저는 이 사이트의 파일과 테마의 스크립트만 실행합니다.

쪽을 옮겨도 처음 연 쪽의 규칙이 남으므로(`navigation.instant`), 모든 쪽에 같은 규칙을 둡니다.
쪽 안에 적힌 스크립트는 해시로 허락합니다.
파이어폭스는 `rel="next"`인 다음 쪽을 미리 받고 그 요청을 `default-src`로 가립니다. 그래서 `default-src`는 이 사이트입니다.
수식의 자리는 KaTeX가 style 속성에 적어서, 스타일은 속성만 쪽 안에 적을 수 있습니다.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

_CHARSET = '<meta charset="utf-8">'
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_RULES = (
    "default-src 'self'",
    "script-src 'self'{hashes}",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "frame-src 'none'",
    "media-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)


def protect(site: Path) -> None:
    """만든 사이트의 모든 쪽에 규칙을 적습니다."""
    pages = {path: path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}
    rule = policy(pages.values())
    for path, html in pages.items():
        if html.count(_CHARSET) != 1:
            raise ValueError(f"{path.relative_to(site)}: {_CHARSET}가 한 번 있어야 합니다.")
        path.write_text(html.replace(_CHARSET, f"{_CHARSET}{_meta(rule)}"), "utf-8")


def policy(pages: Iterable[str]) -> str:
    """쪽들에 적힌 스크립트를 모두 허락하는 규칙입니다."""
    hashes = sorted({_hash(code) for html in pages for code in _scripts(html)})
    return "; ".join(_RULES).format(hashes="".join(f" 'sha256-{each}'" for each in hashes))


def _scripts(html: str) -> Iterable[str]:
    """쪽 안에 적힌 스크립트입니다. 파일을 부르는 것과 자료(JSON)는 뺍니다."""
    for found in _SCRIPT.finditer(html):
        if not re.search(r"\bsrc=|\btype=[\"']?application/", found["attributes"]):
            yield found["code"]


def _hash(code: str) -> str:
    return base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")


def _meta(rule: str) -> str:
    return f'<meta http-equiv="Content-Security-Policy" content="{rule}">'
