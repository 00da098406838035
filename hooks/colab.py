"""노트북을 구글 코랩에서 여는 주소를 만듭니다. 코랩은 GitHub에 올라 있는 노트북만 엽니다.

배포하는 일(.github/workflows/pages.yml)이 사이트의 노트북을 `notebooks` 브랜치에 올립니다.
"""

from __future__ import annotations

import re
from urllib.parse import quote

BRANCH = "notebooks"

_GITHUB = re.compile(r"https://github\.com/(?P<repository>[\w.-]+/[\w.-]+?)(?:\.git)?/?")


def address(repo_url: str | None, notebook: str) -> str | None:
    """노트북(`ch10/perceptron.ipynb`)을 여는 주소입니다. GitHub의 저장소를 적지 않았으면 None입니다."""
    found = _GITHUB.fullmatch(repo_url or "")
    if not found:
        return None
    place = quote(notebook)
    return f"https://colab.research.google.com/github/{found['repository']}/blob/{BRANCH}/{place}"
