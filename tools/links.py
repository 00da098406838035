"""쪽이 가리키는 바깥 주소를 자리와 함께 늘어놓습니다. `CHECK=1`이면 열리는지도 봅니다.

    make links             주소와 자리를 보입니다
    make links CHECK=1     주소마다 요청을 보내고, 열리지 않는 것이 있으면 1로 끝납니다

인터넷이 있어야 하고 남의 사이트의 사정을 타므로, 시험에는 들어 있지 않습니다.
"""

from __future__ import annotations

import http.client
import os
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hooks.fences import read_fences

ROOT = Path(__file__).parents[1]
TIMEOUT = 15  # 초
# 로봇을 막는 사이트가 많아서 브라우저처럼 요청합니다.
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; link check)", "Accept": "*/*"}
BLOCKED = {401, 403, 405, 429, 503}  # 주소는 있지만 로봇에게 보여 주지 않는 답입니다

_LINK = re.compile(r"\]\((?P<url>https?://[^\s)]+)\)|<(?P<bare>https?://[^\s>]+)>")


def outside(docs: Path) -> dict[str, list[str]]:
    """바깥 주소마다 그것이 있는 `파일:줄`들입니다. 코드 펜스 안의 주소는 링크가 아닙니다."""
    places: dict[str, list[str]] = {}
    for page in sorted(docs.rglob("*.md")):
        text = page.read_text("utf-8")
        fences = read_fences(text)
        for found in _LINK.finditer(text):
            if any(fence.start <= found.start() < fence.end for fence in fences):
                continue
            line = text.count("\n", 0, found.start()) + 1
            place = f"{page.relative_to(docs.parent).as_posix()}:{line}"
            places.setdefault(found["url"] or found["bare"], []).append(place)
    return places


def why_closed(url: str) -> str:
    """주소가 열리지 않는 까닭입니다. 열리면 빈 글입니다."""
    request = urllib.request.Request(url.partition("#")[0], headers=HEADERS)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT):
            return ""
    except urllib.error.HTTPError as error:
        return "" if error.code in BLOCKED else f"{error.code} {error.reason}"
    except urllib.error.URLError as error:
        return str(error.reason)
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__


def closed(urls: Iterable[str]) -> dict[str, str]:
    """열리지 않는 주소와 그 까닭입니다."""
    urls = list(urls)
    with ThreadPoolExecutor(8) as pool:
        return {url: why for url, why in zip(urls, pool.map(why_closed, urls), strict=True) if why}


def main(docs: Path = ROOT / "docs") -> int:
    places = outside(docs)
    if os.environ.get("CHECK") != "1":
        for url, lines in sorted(places.items()):
            print(url, *lines, sep="\n    ")
        print(f"바깥 주소는 {len(places)}개입니다. 열리는지 보려면 'make links CHECK=1'로 하세요.")
        return 0
    dead = closed(places)
    for url, why in dead.items():
        print(f"{', '.join(places[url])}: {url} - {why}")
    print(f"바깥 주소 {len(places)}개 가운데 {len(dead)}개가 열리지 않습니다.")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
