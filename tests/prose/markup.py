"""제목과 강조와 상자와 줄바꿈처럼 마크다운에서 생기는 문제의 규칙입니다."""

import re
from collections.abc import Iterator

from tests.prose.rules import IN_CODE, Rule, pattern, shown
from tests.prose.text import CODE, HANGUL, MATH, Source, neighbours

_STRONG = re.compile(r"\*\*(?P<inside>[^*]+)\*\*")
_WORD = re.compile(rf"[가-힣A-Za-z0-9](?:[^{CODE}{MATH}]*[가-힣A-Za-z0-9])?")
_END = r"(?:니다|니까|세요|시다|시오)[.?!](?=[)\"'\]*]*(?:\s|$))"
_UNFINISHED = re.compile(rf"[가-힣A-Za-z0-9,{CODE}{MATH}]\*{{0,2}}\s?$")
_PROSE = {"text", "list", "quote"}
_DOCS = "docs/"


def _symbols_in_strong(source: Source) -> Iterator[tuple[int, str]]:
    for line in source.lines:
        for match in _STRONG.finditer(line.text):
            if not _WORD.fullmatch(match["inside"]):
                yield line.number, shown(line, match.start(), match.end())


def _no_anchor(source: Source) -> Iterator[tuple[int, str]]:
    for line in source.lines:
        needs = line.kind == "heading" and source.path.startswith(_DOCS)
        if needs and not re.search(r"\{ #[a-z0-9][a-z0-9-]* \}\s*$", line.raw):
            yield line.number, line.raw.strip()


def _same_anchor(source: Source) -> Iterator[tuple[int, str]]:
    seen = set()
    for line in source.lines:
        anchor = re.search(r"\{ #([\w-]+)", line.raw) if line.kind == "heading" else None
        if anchor and anchor[1] in seen:
            yield line.number, anchor[1]
        elif anchor:
            seen.add(anchor[1])


def _colon_before_code(source: Source) -> Iterator[tuple[int, str]]:
    for line in source.lines:
        after = (kind for kind in source.kinds[line.number + 1 :] if kind != "blank")
        if line.text.rstrip().endswith(":") and next(after, "") == "fence":
            yield line.number, line.raw.strip()[-20:]


def _untitled_box(source: Source) -> Iterator[tuple[int, str]]:
    for line in source.lines:
        if line.kind == "box" and not re.search(r'"[^"]*[가-힣][^"]*"', line.raw):
            yield line.number, line.raw.strip()
    for number, kind in enumerate(source.kinds):
        if kind == "box" and number not in {line.number for line in source.lines}:
            yield number, "제목 없는 상자"


def _open_fence(source: Source) -> Iterator[tuple[int, str]]:
    for fence in source.fences:
        if not fence.closed:
            yield fence.line, fence.mark + fence.info


def _broken_sentence(source: Source) -> Iterator[tuple[int, str]]:
    for above, below in neighbours(source):
        inside = above.kind in _PROSE and below.kind == "text"
        inside = inside and not (above.raw.endswith("  ") or below.raw.lstrip().startswith(":"))
        if inside and HANGUL.search(above.text) and _UNFINISHED.search(above.text.rstrip()):
            yield above.number, above.raw.strip()[-20:]


RULES = [
    Rule(
        "굵은 글씨 속 부호",
        _symbols_in_strong,
        "한글 낱말만 굵게 하고 괄호와 부호와 코드는 밖에 둡니다",
        (
            "**배치 정규화(batch normalization)**는 층입니다.",
            '**"과대적합"**을 막습니다.',
            "**99%**의 샘플입니다.",
            "**`Dense`**를 씁니다.",
        ),
        (
            "**배치 정규화**(batch normalization)는 층입니다.",
            "'**가중치**와 **편향**'입니다.",
            "(**가중치**)와 (**편향**)입니다.",
            "**XOR 문제**입니다.",
        ),
    ),
    Rule(
        "밑줄 강조",
        pattern(rf"(?<![\w`/{CODE}])_[^_\n`]+_(?=[가-힣\s.,]|$)", but=IN_CODE),
        "밑줄 대신 **굵게** 씁니다",
        ("_과대적합_을 막습니다.",),
        ("**과대적합**을 막습니다.", "`_name_`을 씁니다."),
    ),
    Rule(
        "기울임",
        pattern(r"(?<![*\w\\])\*(?![*\s])[^*\n]*[가-힣][^*\n]*(?<!\s)\*(?!\*)", but=IN_CODE),
        "한글은 기울이지 않고 **굵게** 씁니다",
        ("*과대적합*을 막습니다.",),
        ("**과대적합**을 막습니다.", "* 목록\n* 둘째"),
    ),
    Rule(
        "제목 앵커",
        _no_anchor,
        "제목 끝에 { #ascii-anchor }를 답니다",
        ("## 배치 정규화", "## 배치 정규화 {#bn}", "## 배치 정규화 { #배치 }"),
        ("## 배치 정규화 { #batch-normalization }",),
    ),
    Rule(
        "제목 앵커 겹침",
        _same_anchor,
        "한 쪽에서 앵커는 한 번만 씁니다",
        ("## 가 { #a }\n\n## 나 { #a }",),
        ("## 가 { #a }\n\n## 나 { #b }",),
    ),
    Rule(
        "제목 끝",
        pattern(r"(?:[.:!?,]|니다|세요|시다|니까)\s*$", {"heading"}),
        "제목은 부호 없는 명사구나 '-하기'로 씁니다",
        ("## 모델을 만듭니다 { #a }", "## 모델 만들기. { #a }", "## 왜 깊은가? { #a }"),
        ("## 모델 만들기 { #a }", "## 깊이가 필요한 까닭 { #a }"),
    ),
    Rule(
        "제목 속 번호와 영어",
        pattern(r"^#+\s+(?:\d+(?:\.\d+)*[.)]\s).*|[가-힣]\([A-Za-z][^)]*\)", {"heading"}),
        "번호는 차례가 매기고 영어는 제목 아래 첫 문장에 씁니다",
        ("## 1. 퍼셉트론 { #a }", "## 배치 정규화(batch normalization) { #a }"),
        ("## 퍼셉트론 { #a }", "## He 초기화 { #a }", "# 10장 인공 신경망 { #a }"),
    ),
    Rule(
        "상자 제목",
        _untitled_box,
        '상자에 한국어 제목을 답니다(!!! tip "팁")',
        ("!!! tip\n\n    글입니다.", '??? note "Note"\n\n    글입니다.'),
        ('!!! tip "팁"\n\n    글입니다.', '???+ answer "풀이"\n\n    글입니다.'),
    ),
    Rule(
        "한 줄에 한 문장",
        pattern(rf"{_END}[^가-힣\w]*(?P<here>.*?{_END})", {*_PROSE, "image"}),
        "문장마다 줄을 바꿉니다",
        ("층을 쌓습니다. 그리고 훈련합니다.", "- 층을 쌓습니다.<!-- 검증: a --> 훈련합니다."),
        (
            "층을 쌓습니다.\n그리고 훈련합니다.",
            '"층을 쌓습니다."라고 씁니다.',
            "| 층을 쌓습니다. | 훈련합니다. |",
        ),
    ),
    Rule(
        "문장 가운데 줄바꿈",
        _broken_sentence,
        "한 문장을 한 줄에 씁니다(줄바꿈은 화면에서 공백이 됩니다)",
        ("층을 순서대로\n쌓습니다.", "- 층을 쌓고,\n  훈련합니다."),
        (
            "층을 쌓습니다.\n훈련합니다.",
            "식은\n$$\nx\n$$\n입니다.",
            "- 층\n- 뉴런",
            "층  \n뉴런",
            "층\n:   뜻",
        ),
    ),
    Rule(
        "코드 앞 쌍점",
        _colon_before_code,
        "코드 앞 문장은 마침표로 끝냅니다",
        ("다음을 실행하세요:\n\n```python\n1\n```",),
        ("다음을 실행하세요.\n\n```python\n1\n```", "목록:\n\n- 가"),
    ),
    Rule(
        "문장 끝 쌍점",
        pattern(r"[가-힣]*(?:니다|세요|시다):(?=\s|$)", but=IN_CODE),
        "마침표로 끝냅니다",
        ("다음과 같습니다:",),
        ("다음과 같습니다.", "참고: 층입니다."),
    ),
    Rule(
        "닫히지 않은 펜스",
        _open_fence,
        "같은 길이의 펜스로 닫습니다",
        ("```python\n1",),
        ("```python\n1\n```",),
    ),
]
