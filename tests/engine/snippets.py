"""조각 끼워 넣기를 MkDocs와 똑같이 펼치고, 줄마다 어느 파일 몇째 줄에서 왔는지 기억합니다.

펼치는 일은 MkDocs가 쓰는 pymdownx의 전처리기가 그대로 합니다. 설정도 mkdocs.yml에서 읽습니다.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from pymdownx.snippets import SnippetExtension, SnippetMissingError, SnippetPreprocessor

INCLUDE = re.compile(r"""^[ \t]*-+8<-+[ \t]+["'](?P<target>[^"'\n]+)["'][ \t]*$""", re.MULTILINE)
MARKER = re.compile(r"-+8<-+[ \t]+\[(?P<kind>start|end):[ \t]*(?P<name>[\w-]+)\]")


class Line(str):
    """어느 파일 몇째 줄에서 왔는지 기억하는 줄입니다."""

    file: str
    number: int

    def __new__(cls, text: str, file: str, number: int) -> Line:
        line = super().__new__(cls, text)
        line.file, line.number = file, number
        return line


class MissingSnippet(Exception):
    """끼워 넣을 파일이나 절이 없습니다."""


class Snippets:
    """프로젝트 하나의 조각을 펼칩니다. `root`는 mkdocs.yml이 있는 폴더입니다."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._preprocessor = SnippetPreprocessor(snippet_options(root), Markdown())
        self.folder = Path(self._preprocessor.base_path[0])

    def expand(self, body: str, file: str, number: int) -> list[Line]:
        """`body`의 조각을 펼친 줄들을 돌려줍니다. 조각이 없으면 `MissingSnippet`을 냅니다."""
        try:
            return [
                expanded
                for n, line in enumerate(body.splitlines())
                for expanded in self._expand_line(Line(line, file, number + n))
            ]
        except SnippetMissingError as error:
            raise MissingSnippet(str(error)) from None

    def _expand_line(self, line: Line) -> list[Line]:
        texts = self._preprocessor.run([str(line)])
        include = INCLUDE.fullmatch(line)
        origins = self._origins(include["target"]) if include else []
        if [text.strip() for text in texts] != [origin.strip() for origin in origins]:
            origins = [line] * len(texts)  # 조각이 아니거나, 줄 번호로 자른 조각입니다
        return [
            Line(text, origin.file, origin.number)
            for text, origin in zip(texts, origins, strict=True)
        ]

    def _origins(self, target: str) -> list[Line]:
        """조각의 줄들이 파일의 몇째 줄인지 돌려줍니다. 펼친 글과 같은지는 부른 쪽이 견줍니다."""
        name, _, section = target.partition(":")
        path = self.folder / name
        inside, found = not section, []
        for number, text in enumerate(path.read_text("utf-8").split("\n"), 1):
            if marker := MARKER.search(text):
                if marker["name"] == section:
                    inside = marker["kind"] == "start"
            elif inside:
                found.append(Line(text, str(path), number))
        return found

    def sections(self, target: str) -> list[str]:
        """`ch10/xor.py:solved`의 파일에 있는 절의 이름을 돌려줍니다. 파일이 없으면 빈 목록입니다."""
        path = self.folder / target.split(":")[0]
        if not path.is_file():
            return []
        found = MARKER.finditer(path.read_text("utf-8"))
        return [match["name"] for match in found if match["kind"] == "start"]


@functools.cache
def snippet_options(root: Path) -> dict:
    """mkdocs.yml에 적힌 pymdownx.snippets의 설정을 돌려줍니다.

    테마와 플러그인까지 읽는 `load_config`는 0.3초가 걸려서, 파일을 읽는 함수만 빌려 씁니다.
    """
    path = root / "mkdocs.yml"
    config = MkDocsConfig(config_file_path=str(path))
    with path.open(encoding="utf-8") as file:
        loaded = yaml_load(file, loader=get_yaml_loader(config=config))
    for extension in loaded.get("markdown_extensions", []):
        if isinstance(extension, dict) and "pymdownx.snippets" in extension:
            return SnippetExtension(**extension["pymdownx.snippets"]).getConfigs()
    raise LookupError(f"{path.name}의 markdown_extensions에 pymdownx.snippets가 없습니다")
