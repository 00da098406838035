"""오래 걸리는 비교의 자리와 이름입니다.

조각이 snippets/ch11/optimizers.py이면 실험은 그 곁의 experiments/optimizers.py, 표는
experiments/optimizers.csv이고, 이름은 `ch11/optimizers`입니다.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "experiments"
DIRECTIVE = re.compile(r"<!--\s*파일\s*:(?P<target>.*?)-->")


def table_of(snippet: Path) -> Path:
    """조각이 읽을 수 있는 표의 자리입니다."""
    return snippet.parent / FOLDER / f"{snippet.stem}.csv"


def files(snippets: Path) -> list[Path]:
    """`snippets` 폴더에 있는 실험과 표의 파일을 모두 돌려줍니다."""
    return sorted(p for p in snippets.rglob(f"{FOLDER}/*") if p.suffix in {".py", ".csv"})


def name_of(path: Path, snippets: Path) -> str:
    """실험이나 표의 파일에서 `make experiments`에 적을 이름을 돌려줍니다."""
    return (path.relative_to(snippets).parents[1] / path.stem).as_posix()


def way_out(table: Path, snippets: Path) -> str:
    """표가 없을 때 할 일입니다."""
    return f"`make experiments NAME={name_of(table, snippets)}`로 만드세요."
