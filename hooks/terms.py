"""용어표(terms.csv)를 읽습니다. 용어집, 풍선 도움말, 검색, 시험이 같은 표를 봅니다."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parents[1] / "terms.csv"

EVERYDAY = frozenset(
    {"크기", "반복", "인수", "지표", "스텝", "단위", "유닛", "예측", "수렴", "발산"}
)
"""용어이면서 보통 말이기도 해서 다른 영어가 붙을 수 있는 말입니다."""


@dataclass(frozen=True)
class Term:
    """용어표의 한 줄입니다. `number`는 표의 줄 번호입니다."""

    en: str
    ko: str
    variants: tuple[str, ...]
    definition: str
    number: int

    @property
    def english(self) -> str:
        """병기할 영어입니다. 뜻을 가르는 괄호는 뺍니다."""
        return re.sub(r" \(.*\)$", "", self.en)

    @property
    def anchor(self) -> str:
        """용어집에서 이 용어의 앵커입니다."""
        return re.sub(r"[^a-z0-9]+", "-", self.en.lower()).strip("-")


def read(text: str) -> list[Term]:
    """용어표의 글을 읽습니다."""
    reader = csv.DictReader(io.StringIO(text))
    terms = []
    for row in reader:
        variants = tuple(filter(None, row["variants"].split("|")))
        terms.append(Term(row["en"], row["ko"], variants, row["definition"], reader.line_num))
    return terms


def load() -> list[Term]:
    """저장소의 용어표를 읽습니다."""
    return read(TABLE.read_text("utf-8"))
