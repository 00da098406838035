"""10장의 어느 쪽을 어느 백엔드에서 실행하는지 적은 표를 읽습니다. 표는 docs/ch10/backends.md에 있습니다."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/ch10/backends.md"
CLAIMS, CODE, TENSORFLOW, NUMPY = "셋, 검증까지", "셋, 코드만", "텐서플로", "넘파이"

_ROW = re.compile(
    r"^\| \[[^\]]+\]\((?P<page>[\w-]+)\.md\) \| (?P<where>[^|]+?) \| *(?P<why>[^|]*?) *\|$",
    re.MULTILINE,
)


def read() -> dict[str, tuple[str, str]]:
    """조각 파일의 이름마다 (실행하는 곳, 까닭)입니다."""
    section = PAGE.read_text("utf-8").partition("{ #portable }")[2].partition("\n## ")[0]
    return {
        f"{row['page'].replace('-', '_')}.py": (row["where"], row["why"])
        for row in _ROW.finditer(section)
    }
