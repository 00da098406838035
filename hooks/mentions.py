"""글에서 용어표의 바른 말을 찾습니다. 조사가 붙어도 찾고, 다른 낱말의 조각은 찾지 않습니다."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hooks.terms import Term

# '층에서는', '모델들의', 'ReLU입니다'처럼 이름 바로 뒤에 올 수 있는 말입니다.
_PARTICLE = (
    "들?"
    "(?:에게서|에게|에서|에|으로써|으로서|으로|로써|로서|로|까지|부터|보다|처럼|만큼|마다|만|뿐|과|와)?"
    "(?:은|는|이|가|을|를|의|도|이나|나|이란|란|이?라고|이?라는|이?라면|이?라도|이?라서"
    "|이며|이고|이면|이므로|이지만|이어서|여서|인|일|입니다|이었습니다|였습니다)?"
)
_GLOSS = re.compile(r"\*{0,2}\((?P<english>[A-Za-z0-9][^()\n]*)\)")


class Mentions:
    """용어를 찾는 눈입니다. 긴 말을 먼저 봅니다. '배치 정규화'에서 '배치'를 찾지 않습니다."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = {term.ko: term for term in terms}
        starts = re.escape("".join({ko[0] for ko in self._terms}))
        # \x03은 파이썬 마크다운이 인라인 코드와 HTML의 자리에 두는 표시의 끝입니다.
        # 첫 글자부터 보면 대부분의 자리를 바로 지나갑니다.
        self._pattern = re.compile(
            rf"(?=[{starts}])(?<![가-힣A-Za-z0-9_\x03])(?>{_longest_first(self._terms)})"
            rf"(?={_PARTICLE}(?![가-힣A-Za-z0-9_]))"
        )

    def find(self, text: str) -> Iterator[tuple[Term, int, int]]:
        """글에 나오는 용어와 그 자리를 차례로 냅니다."""
        for found in self._pattern.finditer(text):
            yield self._terms[found[0]], *found.span()


def _longest_first(words: Iterable[str]) -> str:
    """낱말 가운데 가장 긴 것에 맞는 정규식입니다. 첫 글자가 같은 것끼리 묶습니다."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())


def is_glossed(term: Term, following: str) -> bool:
    """용어 바로 뒤의 글이 `(batch normalization, BN)`처럼 그 용어의 영어로 시작하는지 봅니다."""
    found = _GLOSS.match(following)
    if not found:
        return False
    given = {found["english"], found["english"].split(",")[0].strip()}
    english = {_single(term.english), *map(_single, term.variants)}
    return bool(english & set(map(_single, given)))


def _single(english: str) -> str:
    return english.casefold().removesuffix("s")
