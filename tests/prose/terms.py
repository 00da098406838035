"""용어표를 읽고, 글에서 변형과 영어 병기를 찾습니다."""

import re
import tomllib
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from hooks.terms import EVERYDAY, Term, read
from tests.prose import josa
from tests.prose.text import HANGUL, ROOT, Comment, Line, Source

ALLOWED = Path(__file__).with_name("allowed.toml")

_BODY = frozenset({"text", "list", "quote"})
_LATIN_GLOSS = re.compile(r"\((?P<inside>[A-Za-z][A-Za-z0-9 '&,.-]*)\)")
_YEAR = re.compile(r"\d{4}")


def read_allowed(path: Path = ALLOWED) -> dict[str, str]:
    """글에 써도 되는 변형과 그 까닭을 읽습니다."""
    return {
        variant: reason
        for table in tomllib.loads(path.read_text("utf-8")).values()
        for variant, reason in table.items()
    }


def faults(terms: list[Term]) -> Iterator[str]:
    """용어표가 지켜야 할 성질을 어긴 곳을 내놓습니다."""
    for what, values in {
        "en": [term.en for term in terms],
        "ko": [term.ko for term in terms],
        "변형": [variant for term in terms for variant in term.variants],
    }.items():
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f'terms.csv: {what} "{value}" - 두 번 넘게 나오니 한 줄에만 둡니다'
    for term in terms:
        for other in terms:
            for variant in term.variants:
                if variant in other.ko:
                    yield (
                        f'terms.csv:{term.number}: 변형 "{variant}" - '
                        f'바른 말 "{other.ko}"에 들어 있으니 뺍니다'
                    )
        if not term.definition.endswith("니다."):
            yield f'terms.csv:{term.number}: "{term.ko}" - 뜻풀이를 "-니다."로 끝냅니다'
        if term.en != term.en.strip() or term.ko != term.ko.strip() or not term.ko:
            yield f'terms.csv:{term.number}: "{term.en}" - 칸의 공백을 빼고 빈칸을 채웁니다'
    for above, below in pairwise(terms):
        if above.en.casefold() > below.en.casefold():
            yield f'terms.csv:{below.number}: "{below.en}" - "{above.en}"보다 앞에 둡니다(en 차례)'


class Checker:
    """글에서 변형과 병기를 찾습니다."""

    def __init__(self, terms: list[Term], allowed: dict[str, str]):
        """용어표와, 까닭이 있어 써도 되는 변형을 받습니다."""
        self.terms = terms
        self.allowed = allowed
        self.owner = {variant: term for term in terms for variant in term.variants}

    @cached_property
    def variants(self) -> re.Pattern:
        """모든 변형을 긴 것부터 찾는 정규식입니다."""
        longest = sorted(self.owner, key=len, reverse=True)
        return re.compile("|".join(map(_bounded, longest)))

    @cached_property
    def glosses(self) -> re.Pattern:
        """괄호 바로 앞에서 끝나는 바른 말을 긴 것부터 찾는 정규식입니다."""
        longest = sorted((term.ko for term in self.terms), key=len, reverse=True)
        return re.compile(rf"(?<![가-힣])({'|'.join(map(re.escape, longest))})\*{{0,2}}$")

    @cached_property
    def canon(self) -> re.Pattern:
        """글에서 바른 말을 긴 것부터 찾는 정규식입니다."""
        longest = sorted((term.ko for term in self.terms), key=len, reverse=True)
        return re.compile(rf"(?<![가-힣A-Za-z0-9])(?:{'|'.join(map(re.escape, longest))})")

    def spellings(self, source: Source) -> Iterator[tuple[int, str]]:
        """바른 말 대신 쓴 변형을 찾습니다. 쓸데없는 허용도 찾습니다."""
        pardons = {comment: _pardon(comment) for comment in source.comments}
        pardons = {comment: variant for comment, variant in pardons.items() if variant is not None}
        free = self.allowed.keys() | self._introduced(source)
        used = set()
        for line in source.lines:
            for match in self.variants.finditer(line.text):
                variant = match[0]
                if variant in pardons.values():
                    used.add(variant)
                elif variant not in free and not self._explained(line, match):
                    ko = self.owner[variant].ko
                    yield (
                        line.number,
                        f'{source.path}:{line.number}: "{variant}" 대신 "{ko}"{_object(ko)} 쓰세요',
                    )
        for comment, variant in pardons.items():
            where = f"{source.path}:{comment.number}"
            if variant not in self.owner:
                yield comment.number, f'{where}: "{variant}" - 용어표의 변형이 아닙니다'
            elif not re.search(r'"[^"]+"', comment.text):
                yield comment.number, f'{where}: "{variant}" - 허용하는 까닭을 "..."로 적습니다'
            elif variant not in used:
                yield comment.number, f'{where}: "{variant}" - 쓰지 않으니 허용을 지웁니다'

    def _introduced(self, source: Source) -> set[str]:
        """`배치 정규화(batch normalization, BN)`처럼 이 쪽에서 알린 줄임말입니다."""
        return {
            short.strip()
            for line in source.lines
            for match in _LATIN_GLOSS.finditer(line.text)
            if (term := self._term_before(line.text[: match.start()]))
            for short in match["inside"].split(",")
            if short.strip() in term.variants
        }

    def _explained(self, line: Line, match: re.Match) -> bool:
        """링크의 글이거나, 바른 말에 괄호로 붙인 다른 이름인지 알려 줍니다."""
        before, after = line.text[: match.start()], line.text[match.end() :]
        if _inside_link(line, match.start()):
            return True
        opened = before.rfind("(")
        if opened <= before.rfind(")") or ")" not in after:
            return False
        if not HANGUL.search(match[0]):
            return True
        return self._term_before(before[:opened]) is self.owner[match[0]]

    def _term_before(self, text: str) -> Term | None:
        found = self.glosses.search(text)
        return next((term for term in self.terms if found and term.ko == found[1]), None)

    def english(self, source: Source) -> Iterator[tuple[int, str]]:
        """괄호로 붙인 영어가 용어표와 다르거나, 처음이 아닌 곳에 있으면 찾습니다."""
        seen = set()
        first = self._first_uses(source)
        for line in source.lines:
            for match in _LATIN_GLOSS.finditer(line.text):
                term = self._term_before(line.text[: match.start()])
                if term is None or _YEAR.search(match["inside"]):
                    continue
                where = f'{source.path}:{line.number}: "{term.ko}{match[0]}"'
                if not self._fits(term, match["inside"]):
                    yield line.number, f'{where} - "{term.ko}({term.english})"로 씁니다'
                elif source.is_page and (term.ko, match[0]) in seen:
                    yield line.number, f"{where} - 한 쪽에서 처음 한 번만 병기합니다"
                elif source.is_page and first.get(term.ko, line.number) < line.number:
                    yield line.number, f"{where} - 먼저 나온 {first[term.ko]}번째 줄에서 병기합니다"
                seen.add((term.ko, match[0]))

    def _first_uses(self, source: Source) -> dict[str, int]:
        """바른 말이 본문(제목과 표와 그림 설명은 뺍니다)에 처음 나온 줄의 번호입니다."""
        first: dict[str, int] = {}
        for line in source.lines:
            if line.kind in _BODY:
                for match in self.canon.finditer(line.text):
                    first.setdefault(match[0], line.number)
        return first

    def _fits(self, term: Term, given: str) -> bool:
        first = given.split(",")[0].strip()
        same = {first.casefold(), first.casefold().removesuffix("s")}
        wanted = {term.english.casefold(), term.english.casefold().removesuffix("s")}
        if same & wanted or given in (*term.variants, term.ko):
            return True
        if any(first.casefold().endswith(" " + english) for english in wanted):
            return True
        others = {other.english.casefold() for other in self.terms}
        return term.ko in EVERYDAY and not same & others


def _bounded(variant: str) -> str:
    """변형 하나를 찾는 정규식입니다.

    영어로 시작하거나 끝나면 그쪽에 영어나 숫자가 없어야 합니다.
    짧은 한글 변형은 다른 낱말의 끝(플레이어, 파라메트릭)과 섞이지 않게 앞에 한글이 없어야 합니다.
    """
    text = re.escape(variant)
    if re.match(r"[A-Za-z0-9]", variant):
        text = rf"(?<![A-Za-z0-9-]){text}"
    elif len(variant.split()[0]) <= 3:
        text = rf"(?<![가-힣]){text}"
    return rf"{text}(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", variant) else text


def _pardon(comment: Comment) -> str | None:
    found = re.fullmatch(r'용어\s*:\s*([^"]*?)\s*(?:"[^"]*")?', comment.text)
    return found[1] if found else None


def _inside_link(line: Line, at: int) -> bool:
    opened = line.text.rfind("[", 0, at)
    closed = line.text.find("]", at)
    return (
        opened >= 0
        and closed >= 0
        and "]" not in line.text[opened:at]
        and any(span.kind == "target" and span.start == closed + 1 for span in line.spans)
    )


def _object(word: str) -> str:
    """읽는 소리에 맞는 목적격 조사입니다."""
    return josa.right(josa.NAMES.get(word.split()[-1], word), "을")


def load(root: Path = ROOT) -> Checker:
    """프로젝트의 용어표와 허용 목록으로 검사기를 만듭니다."""
    return Checker(read((root / "terms.csv").read_text("utf-8")), read_allowed())
