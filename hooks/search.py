"""검색 색인을 줄이고, 검색이 용어표를 알게 합니다.

쪽의 코드는 글과 견주면 찾을 것이 적고 자리는 많이 차지합니다. 그래서 코드에서는 이름만 남깁니다.
오류와 경고, 인쇄한 영어 문장은 붙여 넣어 찾는 글이라 그대로 둡니다.
"""

from __future__ import annotations

import ast
import html
import json
import re
from collections import Counter
from pathlib import Path

from hooks.terms import Term

# 더 읽을거리는 다른 글의 제목이고, 문제 해결의 표는 항목의 제목입니다. 제목만 늘어놓은 절은 찾지 않습니다.
LISTS = ("#references", "#index")
ERROR = "오류"  # 오류를 다루는 쪽의 머리에 적은 꼬리표(tags)
COMMON = 60  # 코드의 이름이 이보다 많은 절에 나오면 무엇도 가리키지 못합니다
SCRIPT = Path(__file__).with_name("search.js")
# 테마의 검색 작업자는 plugins.search.lang에 적은 말의 파일을 여기에서 불러옵니다.
PLACE = "assets/javascripts/lunr/min/lunr.ko.min.js"

_BLOCK = re.compile(r"(?P<title>출력|오류|경고)?<pre><code>(?P<code>.*?)</code></pre>", re.DOTALL)
_STRING = re.compile(r"(?P<quote>\"\"\"|'''|\"|')(?P<text>.*?)(?<!\\)(?P=quote)", re.DOTALL)
_SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")  # 인쇄한 것 가운데 붙여 넣어 찾을 말
_SPACES = re.compile(r"[ \n]{2,}(?![^<]*</code>)|<p></p>")
_COMMENT = re.compile(r"#.*")
# 점 뒤의 이름과 인수의 이름 가운데 밑줄이 있는 것, 그리고 대문자로 시작하는 이름입니다.
# `fit`이나 `mean`처럼 밑줄이 없는 이름은 보통 말과 가릴 수 없어서, 글에 나온 것으로 찾습니다.
_NAME = re.compile(r"(?<=\.)[a-z]+_\w+|\b[a-z]+_\w+(?==(?!=))|\b[A-Z][a-z]\w+")
_WORD = re.compile(r"[a-z]+_\w+")


def compact(index: str) -> str:
    """테마가 만든 색인(JSON)에서 코드의 이름을 `code` 칸으로, 앵커를 `anchor` 칸으로 옮깁니다."""
    data = json.loads(index)
    docs = data["docs"] = [doc for doc in data["docs"] if not doc["location"].endswith(LISTS)]
    names: list[set[str]] = []
    for doc in docs:
        names.append(set())
        doc["title"] = doc["title"].replace("¶", "")
        doc["text"] = _BLOCK.sub(lambda found: _shorten(found, names[-1]), doc["text"])
        doc["text"] = _SPACES.sub(" ", doc["text"])
        doc["anchor"] = _anchor(doc["location"])
        if ERROR in doc.pop("tags", []):  # 결과에 꼬리표를 그리지 않고, 순서를 정할 때만 씁니다
            doc["error"] = True
    for doc, code in zip(docs, _telling(names), strict=True):
        if code := {name for name in code if name not in doc["text"]}:
            doc["code"] = " ".join(sorted(code))
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _telling(names: list[set[str]]) -> list[set[str]]:
    """어느 절에나 있는 이름을 뺍니다. `fit`으로 찾는 독자는 코드가 아니라 글에서 찾습니다."""
    counts = Counter(name for code in names for name in code)
    return [{name for name in code if counts[name] <= COMMON} for code in names]


def _anchor(location: str) -> str:
    """절의 앵커나 쪽의 이름입니다. 영어로 지은 것이라 우리말 제목을 영어로 찾을 수 있습니다."""
    path, _, anchor = location.partition("#")
    return (anchor or path.rstrip("/").rpartition("/")[2]).removeprefix("exercise-")


def _shorten(found: re.Match, names: set[str]) -> str:
    if found["title"] in ("오류", "경고"):
        return found[0]
    if found["title"]:
        said = [line for line in found["code"].split("\n") if _SENTENCE.search(line)]
        return f"{found['title']}<pre><code>{chr(10).join(said)}</code></pre>" if said else " "
    code = html.unescape(found["code"])
    try:
        ast.parse(code)
    except SyntaxError:  # 셸의 명령은 줄이지 않습니다
        return found[0]
    names |= names_in(code)
    return " "


def names_in(code: str) -> set[str]:
    """코드에 나온 API의 이름입니다. 글자열은 이름처럼 생긴 것(`"he_normal"`)만 봅니다."""
    code = _COMMENT.sub("", code)
    strings = {found["text"] for found in _STRING.finditer(code)}
    code = _STRING.sub('""', code)
    return {*_NAME.findall(code), *filter(_WORD.fullmatch, strings)}


def script(terms: list[Term]) -> str:
    """용어표를 앞에 붙인 검색 스크립트입니다. 용어마다 우리말, 영어, 다른 표기의 차례입니다."""
    table = [[term.ko, term.english, *term.variants] for term in terms]
    names = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return f"const TERMS = {names}\n{SCRIPT.read_text('utf-8')}"
