"""글 속의 잰 수를 찾고, 그 수를 뒷받침하는 것이 같은 쪽에 있는지 봅니다.

잰 수는 소수, 백분율, 몇 배, 지수 표기, 10의 거듭제곱입니다.
뒷받침하는 것은 같은 줄의 주장(`검증`), 같은 쪽의 출력과 코드, 출처를 밝힌 인용입니다.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from hooks.fences import Fence
from tests.engine.snippets import Snippets
from tests.prose.text import LINK, Line, Source

OUTPUT_TITLES = {"출력", "오류", "경고", "채점"}

_SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
_WRITTEN = re.compile(
    r"""
    (?<![A-Za-z0-9_.,])
    (?P<digits> \d{1,3}(?:,\d{3})+(?!\d) | \d+ ) (?P<fraction> \.\d+ )?
    (?: [eE] (?P<exponent> [-+]?\d+ ) (?![0-9A-Za-z]) )?
    (?P<power> (?: \s?×\s?10 )? (?P<raised> [⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+ ) )?
    (?P<unit> \s?% | \s?배 (?= [^가-힣] | [로가는의이를에쯤입만나도까씩보] | $ ) )?
    """,
    re.VERBOSE,
)
_FREE = re.compile(
    r"""
    (?: 케라스 | 텐서플로 | 파이썬 | 넘파이 | 맷플롯립 | 사이킷런 | 파이토치 | 버전
      | Keras | TensorFlow | TF | Python | PyTorch | JAX | NumPy | CUDA | 유니코드 | pip
    ) \s? v? \d+(?:\.\d+)* (?: \s?~\s? \d+(?:\.\d+)* )?
  | \d+(?:\.\d+)+ (?: \s?~\s? \d+(?:\.\d+)* )? \s? (?: 버전 | 판(?![가-힣]) )
  | (?<![A-Za-z0-9]) v \d+(?:\.\d+)+
  | (?<![\d.]) \d+\.\d+\.\d+(?:\.\d+)*
  | (?: 그림 | 표 | 식 | 수식 | 알고리즘 ) \s? \d+\.\d+
  | \d+\.\d+ \s? (?: 절 | 장 )
  | (?<!\d) \d{4}\.\d{4,5} (?!\d)
    """,
    re.VERBOSE,
)
_MATH_POWER = re.compile(
    r"(?:(?P<mantissa>\d+(?:\.\d+)?)\s*(?:\\times|\\cdot|×)\s*)?(?<![\d.])10\^\{?(?P<power>-?\d+)\}?"
)
_MATH_NUMBER = re.compile(r"(?<![\d.^{])\d+(?:\.\d+(?!\s*\^|\d)|(?=\\%))(?P<unit>\\%)?")
_MATH_WORDS = re.compile(r"\\(?:times|cdot|approx|sim|simeq|pm|le|ge|leq|geq|ldots|%|,|;)")
_SHOWN = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d[\d_]*)(?:\.\d*)?(?:[eE][-+]?\d+)?%?|(?<![\w.])\.\d+",
    re.ASCII,
)
_ADVICE = (
    "잰 수의 근거가 없습니다. 같은 줄에 <!-- 검증: ... -->을 달거나, 출력에 보이거나, "
    '링크와 <!-- 수: 인용 "출처" -->를 답니다'
)
_QUOTE = re.compile(r'수:\s*인용\s+"[^"]+"')
_LINK_TEXT = re.compile(rf"\[[^\[\]]*\](?={LINK})")


@dataclass(frozen=True)
class Number:
    """수 하나와 마지막에 보인 자리의 크기입니다. `unit`은 '%', '배', '10^', 또는 빈 글입니다."""

    text: str
    value: Decimal
    place: Decimal
    unit: str = ""

    def covered_by(self, source: "Number") -> bool:
        """`source`를 이 수가 보인 자리까지 반올림하면 이 수가 되는지 알려 줍니다."""
        if self.unit == "10^":
            return _same_power(self, source)
        if self.unit == "%":
            fraction = Number(self.text, self.value / 100, self.place / 100)
            if source.unit == "%":
                return _rounds(source, self)
            return source.place < 1 and (_rounds(source, fraction) or _rounds(source, self))
        return source.unit != "%" and _rounds(source, self)


def _rounds(source: Number, to: Number) -> bool:
    exact = source.value == to.value
    return exact or (source.place <= to.place and abs(source.value - to.value) <= to.place / 2)


def _same_power(written: Number, source: Number) -> bool:
    if source.value == written.value:
        return True
    near = source.value > 0 and source.place < 1
    return near and round(source.value.log10()) == round(written.value.log10())


def number(text: str, digits: str, power: int = 0, unit: str = "") -> Number:
    """글에 쓴 숫자와 10의 지수로 수를 만듭니다."""
    value = Decimal(digits.replace(",", "").replace("_", ""))
    places = len(digits.partition(".")[2])
    return Number(text, value.scaleb(power), Decimal(1).scaleb(power - places), unit)


def written(line: Line) -> Iterator[Number]:
    """글의 한 줄에서 뒷받침이 있어야 하는 수를 찾습니다."""
    text = _LINK_TEXT.sub(lambda match: " " * len(match[0]), line.text)
    text = _FREE.sub(lambda match: " " * len(match[0]), text)
    for match in _WRITTEN.finditer(text):
        unit = (match["unit"] or "").strip()
        digits = match["digits"] + (match["fraction"] or "")
        raised = match["raised"]
        if (
            raised
            and match["digits"] == "10"
            and not match["fraction"]
            and "×" not in match["power"]
        ):
            power = int(raised.translate(_SUPERSCRIPT))
            yield Number(
                match[0].strip(), Decimal(1).scaleb(power), Decimal(1).scaleb(power), "10^"
            )
        elif raised and "×" in match["power"]:
            yield number(match[0].strip(), digits, int(raised.translate(_SUPERSCRIPT)), unit)
        elif match["fraction"] or match["exponent"] or unit:
            yield number(match[0].strip(), digits, int(match["exponent"] or 0), unit)
    for span in line.spans:
        if span.kind == "math":
            yield from _written_in_math(span.text.strip("$"))


def _written_in_math(math: str) -> Iterator[Number]:
    for match in _MATH_POWER.finditer(math):
        power = int(match["power"])
        if match["mantissa"]:
            yield number(match[0], match["mantissa"], power)
        else:
            yield Number(match[0], Decimal(1).scaleb(power), Decimal(1).scaleb(power), "10^")
    if not re.search(r"[A-Za-z\\]", _MATH_WORDS.sub(" ", math)):
        for match in _MATH_NUMBER.finditer(_MATH_POWER.sub(" ", math)):
            digits = match[0].removesuffix(match["unit"] or "")
            yield number(match[0], digits, unit="%" if match["unit"] else "")


def shown(text: str) -> Iterator[Number]:
    """출력이나 코드에서 수를 찾습니다."""
    for match in _SHOWN.finditer(text):
        digits, _, exponent = match[0].rstrip("%").lower().partition("e")
        yield number(match[0], digits, int(exponent or 0), "%" if match[0][-1] == "%" else "")


def evidence(source: Source, expand: Callable[[Fence], str]) -> list[Number]:
    """한 쪽의 출력과 파이썬 코드에 나오는 수를 모두 모읍니다."""
    numbers = []
    for fence in source.fences:
        if fence.is_python:
            numbers += shown(expand(fence))
        elif fence.title in OUTPUT_TITLES:
            numbers += shown(fence.body)
    return list(dict.fromkeys(numbers))


def expander(snippets: Snippets) -> Callable[[Fence], str]:
    """펜스의 코드를 사이트와 같은 설정으로 펼치는 함수를 만듭니다.

    파일 전체를 보이는 펜스는 비웁니다. 그 안에는 주장의 코드도 들어 있기 때문입니다.
    """

    def expand(fence: Fence) -> str:
        if fence.inside("whole"):
            return ""
        return "\n".join(snippets.expand(fence.body, "", fence.line + 1))

    return expand


def findings(source: Source, expand: Callable[[Fence], str]) -> Iterator[tuple[int, str]]:
    """뒷받침이 없는 수와 잘못 쓴 인용 주석을 찾습니다."""
    known = evidence(source, expand)
    claimed = {comment.number for comment in source.comments if re.match(r"검증\s*:", comment.text)}
    quotes = {
        comment.number: comment.text
        for comment in source.comments
        if re.match(r"수\s*:", comment.text)
    }
    for line in source.lines:
        where = f"{source.path}:{line.number}"
        numbers = [] if line.kind in ("heading", "front") else list(written(line))
        if line.number in quotes:
            yield from _quote(line, numbers, quotes.pop(line.number), where)
            continue
        for found in numbers:
            if line.number in claimed or any(found.covered_by(shown) for shown in known):
                continue
            yield line.number, f'{where}: "{found.text}" - {_ADVICE}'
    for at, text in quotes.items():
        yield at, f'{source.path}:{at}: "{text}" - 수가 있는 줄에 붙입니다'


def _quote(line: Line, numbers: list[Number], text: str, where: str) -> Iterator[tuple[int, str]]:
    if not _QUOTE.fullmatch(text):
        yield line.number, f'{where}: "{text}" - <!-- 수: 인용 "출처" --> 모양으로 씁니다'
    elif not any(span.kind in ("target", "url") for span in line.spans):
        yield line.number, f'{where}: "{text}" - 인용한 수와 같은 줄에 출처의 링크를 답니다'
    elif not numbers:
        yield line.number, f'{where}: "{text}" - 인용한 수가 없으니 주석을 지웁니다'
