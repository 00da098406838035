"""쪽의 조각을 빨리 펼칩니다. 틀은 `pymdownx.snippets`와 같고, 같은 파일은 한 번만 읽습니다."""

from __future__ import annotations

import functools

from pymdownx.snippets import SnippetExtension, SnippetPreprocessor

NAME = "pymdownx.snippets"


class Preprocessor(SnippetPreprocessor):
    """쪽 하나를 바꾸는 동안 조각 파일을 기억합니다. 쪽의 코드는 거의 한 파일에서 옵니다."""

    def __init__(self, config, md) -> None:
        super().__init__(config, md)
        self.read_lines = functools.cache(super().read_lines)

    def extract_section(self, section: str, lines: list[str]) -> list[str]:
        """절의 이름이 처음 적힌 표시부터만 봅니다. 그 앞의 줄은 절에 들 수 없습니다."""
        marks = (n for n, line in enumerate(lines) if section in line and "8<-" in line)
        return super().extract_section(section, lines[next(marks, 0) :])


class Extension(SnippetExtension):
    """mkdocs.yml에 적은 설정 그대로, 펼치는 일만 `Preprocessor`가 합니다."""

    def extendMarkdown(self, md) -> None:
        super().extendMarkdown(md)
        md.preprocessors.register(Preprocessor(self.getConfigs(), md), "snippet", 32)


def install(config) -> None:
    """MkDocs의 설정에서 `pymdownx.snippets`를 이 확장으로 바꿉니다."""
    extensions = config.markdown_extensions
    if NAME in extensions:
        extensions[extensions.index(NAME)] = Extension(**config.mdx_configs.get(NAME, {}))
