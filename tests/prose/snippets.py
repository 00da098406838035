"""코드 펜스 속의 조각을 사이트와 같은 설정으로 펼칩니다."""

import re
from pathlib import Path
from types import SimpleNamespace

from markdown import Markdown
from mkdocs.utils.yaml import get_yaml_loader, yaml_load
from pymdownx.snippets import SnippetExtension, SnippetPreprocessor

from tests.prose.text import ROOT, Fence

_WHOLE_FILE = re.compile(r'\s*-+8<-+\s+"[^":]+"\s*')


class Expander:
    """`mkdocs.yml`의 `pymdownx.snippets` 설정으로 조각을 펼칩니다."""

    def __init__(self, root: Path = ROOT):
        """설정을 읽습니다."""
        config = SimpleNamespace(config_file_path=str(root / "mkdocs.yml"))
        settings = yaml_load(
            (root / "mkdocs.yml").read_text("utf-8"), get_yaml_loader(config=config)
        )
        options = next(
            extension["pymdownx.snippets"]
            for extension in settings["markdown_extensions"]
            if isinstance(extension, dict) and "pymdownx.snippets" in extension
        )
        extension = SnippetExtension(**options)
        markdown = Markdown()
        self.preprocessor = SnippetPreprocessor(extension.getConfigs(), markdown)

    def __call__(self, fence: Fence) -> list[str]:
        """펜스의 줄을 펼칩니다. 파일 전체를 보이는 펜스는 비웁니다.

        파일 전체에는 주장의 코드도 들어 있어서, 본문의 수를 뒷받침하는 코드로 치지 않습니다.
        """
        if any(_WHOLE_FILE.fullmatch(line) for line in fence.body):
            return []
        return self.preprocessor.run(list(fence.body))
