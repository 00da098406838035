"""문서와 코드와 용어표에서 글만 골라 줄 번호와 함께 읽습니다.

글이 아닌 것(코드, 수식, 주석, 링크 주소, 속성 목록)은 같은 길이의 자리표로 바꿉니다.
그래서 줄과 칸의 위치가 원고와 같고, 규칙은 자리표를 보고 앞에 무엇이 있었는지 압니다.
"""

import csv
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from hooks.exercises.source import is_source
from hooks.fences import Fence, read_fences

ROOT = Path(__file__).resolve().parents[2]

CODE, MATH, LINK = "\ue000", "\ue001", "\ue002"
"""인라인 코드, 수식, 링크 주소가 있던 자리입니다."""

HANGUL = re.compile(r"[가-힣]")

_INLINE = re.compile(
    r"""
    (?P<comment> <!--.*?--> )
  | (?P<code>    (?<![`\\]) (?P<ticks>`+) (?!`) (?:(?!\n[\s>]*\n).)+? (?<!`) (?P=ticks) (?!`) )
  | (?P<math>    (?<!\\) \$\$ .+? \$\$
               | (?<![\\$]) \$ (?![\s$]) [^$\n]*? (?<![\s\\]) \$ (?![\d$]) )
  | (?P<target>  (?<=\]) \( (?: [^()\s] | \([^()\s]*\) )* (?: \s+ "[^"\n]*" )? \) )
  | (?P<define>  (?m:^) [ \t]* \[ (?!\^) [^\]\n]+ \]: [ \t] [^\n]* )
  | (?P<url>     https?:// [^\s<>()가-힣]+ )
  | (?P<tag>     < /? [A-Za-z] [^<>\n]* > )
  | (?P<attrs>   \{ :? [ ]* (?: [#.] [\w-]+ | [\w-]+ = [^\s{}]+ ) [^{}\n]* \} )
  | (?P<include> (?m:^) [ \t]* -+8<-+ [^\n]* )
    """,
    re.DOTALL | re.VERBOSE,
)
_FILL = {"code": CODE, "math": MATH, "target": LINK, "url": LINK}

_KINDS = {
    "heading": re.compile(r"#{1,6}\s"),
    "box": re.compile(r"\s*(?:!!!|\?\?\?\+?)\s"),
    "tab": re.compile(r'\s*===[!+]*\s*"'),
    "table": re.compile(r"[\s>]*\|"),
    "list": re.compile(r"[\s>]*(?:[-*+]|\d+[.)])\s"),
    "quote": re.compile(r"\s*>"),
    "image": re.compile(r"\s*!\["),
    "html": re.compile(r"\s*<(?!!--)"),
    "define": re.compile(r"\s*(?:\*\[[^\]]+\]|\[[^\]]+\]):"),
}
_HEAD = re.compile(r"\s*(?:!!!|\?\?\?\+?|===[!+]*)(?:[ \t]+[\w -]+)?")


@dataclass(frozen=True)
class Span:
    """글이 아니어서 자리표로 바꾼 한 토막입니다. 한 줄 안의 위치를 가집니다."""

    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Line:
    """글이 있는 한 줄입니다. `text`는 자리표를 넣은 글, `raw`는 원고 그대로입니다."""

    number: int
    text: str
    raw: str
    kind: str = "text"
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Comment:
    """HTML 주석 하나와 그 주석이 시작한 줄의 번호입니다."""

    number: int
    text: str


@dataclass(frozen=True)
class Source:
    """글을 담은 파일 하나입니다. `kinds`는 줄마다 그 줄의 갈래입니다(1번부터)."""

    path: str
    lines: tuple[Line, ...]
    kinds: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    fences: tuple[Fence, ...] = ()

    @property
    def is_page(self) -> bool:
        """마크다운 문서인지 알려 줍니다."""
        return self.path.endswith(".md")


def sources(root: Path = ROOT) -> Iterator[Source]:
    """프로젝트에서 사람이 읽는 한국어를 모두 내놓습니다."""
    pages = [*sorted(root.glob("docs/**/*.md")), *sorted(root.glob("*.md"))]
    for path in pages:
        yield markdown(path.read_text("utf-8"), path.relative_to(root).as_posix())
    for path in sorted(root.glob("snippets/**/*.py")):
        yield python(path.read_text("utf-8"), path.relative_to(root).as_posix())
    for path in sorted(root.glob("docs/**/*.py")):
        text, name = path.read_text("utf-8"), path.relative_to(root).as_posix()
        yield notebook(text, name) if is_source(path) else python(text, name)
    if (root / "terms.csv").exists():
        yield table((root / "terms.csv").read_text("utf-8"), "terms.csv")


def markdown(text: str, path: str = "docs/page.md") -> Source:
    """마크다운 문서에서 글과 주석과 코드 펜스를 읽습니다."""
    raw = text.split("\n")
    fences = read_fences(text)
    in_fence = {number for fence in fences for number in _fence_lines(fence)}
    rest = ["" if number in in_fence else line for number, line in enumerate(raw, 1)]
    kinds = [
        "fence" if number in in_fence else _kind(line, front)
        for number, (line, front) in enumerate(zip(rest, _front_matter(rest), strict=True), 1)
    ]
    masked, spans, comments = _mask("\n".join(rest))
    lines = []
    for number, (line, kind) in enumerate(zip(masked.split("\n"), kinds, strict=True), 1):
        if kind in ("box", "tab"):
            line = _HEAD.sub(lambda head: " " * len(head[0]), line, count=1)
        elif kind == "front":
            line = re.sub(r"^(?!title|description).*$|^\w+:", lambda key: " " * len(key[0]), line)
        if line.strip() and not line.strip().strip(MATH):
            kind = kinds[number - 1] = "math"
        if line.strip():
            line_spans = tuple(spans.get(number, ()))
            lines.append(Line(number, line, raw[number - 1], kind, line_spans))
    return Source(path, tuple(lines), ("", *kinds), comments, tuple(fences))


def python(text: str, path: str = "snippets/page.py") -> Source:
    """파이썬 코드에서 한글이 있는 문자열과 주석을 읽습니다. 한 줄이 `Line` 하나가 됩니다."""
    raw = text.split("\n")
    lines = []
    for kind, start, end in _literals(text):
        for number in range(start[0], end[0] + 1):
            line = raw[number - 1]
            left = start[1] if number == start[0] else 0
            right = end[1] if number == end[0] else len(line)
            if HANGUL.search(line, left, right):
                shown = _mask_literal(line[left:right], kind, number == start[0])
                text = " " * left + shown + " " * (len(line) - right)
                lines.append(Line(number, text, line, kind))
    return Source(path, tuple(lines))


def notebook(text: str, path: str = "docs/ch10/exercises/topic.py") -> Source:
    """연습의 원고에서 글 셀은 마크다운으로, 코드 셀은 파이썬으로 읽습니다. 줄 번호는 원고와 같습니다."""
    words, code, in_words = [], [], False
    for line in text.split("\n"):
        if line.startswith("# %%"):
            in_words = "[markdown]" in line
            line = ""
        words.append(re.sub(r"^# ?", "", line) if in_words else "")
        code.append("" if in_words else line)
    page, cells = markdown("\n".join(words), path), python("\n".join(code), path)
    lines = sorted((*page.lines, *cells.lines), key=lambda line: line.number)
    return Source(path, tuple(lines), page.kinds, page.comments, page.fences)


def table(text: str, path: str = "terms.csv") -> Source:
    """용어표에서 뜻풀이를 읽습니다."""
    reader = csv.DictReader(io.StringIO(text))
    lines = []
    for row in reader:
        meaning = row["definition"] or ""
        masked, spans, _ = _mask(meaning)
        line = Line(reader.line_num, masked, meaning, "definition", tuple(spans.get(1, ())))
        lines.append(line)
    return Source(path, tuple(lines))


def _kind(line: str, front: bool) -> str:
    if front:
        return "front"
    if not line.strip():
        return "blank"
    return next((kind for kind, form in _KINDS.items() if form.match(line)), "text")


def _front_matter(raw: list[str]) -> list[bool]:
    """줄마다 머리말(`---` 사이)에 드는지 알려 줍니다."""
    end = raw.index("---", 1) if raw[0] == "---" and "---" in raw[1:] else -1
    return [number <= end for number in range(len(raw))]


def _fence_lines(fence: Fence) -> range:
    """펜스가 차지하는 줄의 번호입니다. 닫히지 않았으면 여는 줄만 펜스로 봅니다."""
    return range(fence.line, (fence.last_line if fence.closed else fence.line) + 1)


def _mask(text: str) -> tuple[str, dict[int, list[Span]], tuple[Comment, ...]]:
    """글이 아닌 것을 자리표로 바꾸고, 바꾼 토막과 주석을 줄 번호와 함께 돌려줍니다."""
    spans: dict[int, list[Span]] = {}
    comments = []
    parts, last = [], 0
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    number = 1
    for match in _INLINE.finditer(text):
        kind = match.lastgroup if match.lastgroup != "ticks" else "code"
        fill = _FILL.get(kind, " ")
        parts += [text[last : match.start()], re.sub(r"[^\n]", fill, match[0])]
        last = match.end()
        while number < len(starts) and starts[number] <= match.start():
            number += 1
        if kind == "comment":
            comments.append(Comment(number, match[0][4:-3].strip()))
        for step, piece in enumerate(match[0].split("\n")):
            left = match.start() - starts[number - 1] if step == 0 else 0
            spans.setdefault(number + step, []).append(Span(kind, left, left + len(piece), piece))
    parts.append(text[last:])
    return "".join(parts), spans, tuple(comments)


def _literals(text: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """문자열과 주석의 갈래와 시작과 끝을 내놓습니다. f-문자열은 하나로 봅니다."""
    depth, start = 0, (0, 0)
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        name = tokenize.tok_name[token.type]
        if name in ("FSTRING_START", "TSTRING_START"):
            depth, start = depth + 1, start if depth else token.start
        elif name in ("FSTRING_END", "TSTRING_END"):
            depth -= 1
            if not depth:
                yield "string", start, token.end
        elif depth == 0 and name in ("STRING", "COMMENT"):
            yield name.lower(), token.start, token.end


def _mask_literal(text: str, kind: str, first: bool) -> str:
    def blank(match: re.Match) -> str:
        return " " * len(match[0])

    if kind == "comment":
        text = re.sub(r"^#+", blank, text)
    else:
        prefix = re.match(r"[A-Za-z]*", text)[0] if first else ""
        if first:
            text = re.sub(r"^[A-Za-z]*(?:\"\"\"|'''|[\"'])", blank, text)
        text = re.sub(r"(?:\"\"\"|'''|[\"'])$", blank, text)
        text = re.sub(r"\\[nrt]", blank, text)
        if "f" in prefix.lower() or not first:
            text = re.sub(r"\{\{|\}\}", blank, text)
            text = re.sub(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", lambda m: CODE * len(m[0]), text)
    return _mask(text)[0]


def neighbours(source: Source) -> Iterator[tuple[Line, Line]]:
    """빈 줄 없이 이어지는 두 줄을 차례로 내놓습니다."""
    for above, below in pairwise(source.lines):
        if below.number == above.number + 1:
            yield above, below
