"""쪽의 노트북과 쪽이 읽는 표를 사이트의 파일로 더하고, 쪽에 노트북의 주소를 알려 줍니다."""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from markdown import Markdown
from mkdocs.structure.files import File, Files
from mkdocs.utils.meta import get_data
from pymdownx.snippets import SnippetExtension, SnippetPreprocessor

from hooks import experiments
from hooks.notebook import Source, has_code, notebook

log = logging.getLogger("mkdocs.hooks.downloads")


def add(files: Files, config) -> Files:
    """코드가 있는 쪽마다 노트북 파일을 더하고, 오래 걸리는 실험의 표와 코드를 더합니다."""
    expand = expander(config)
    snippets = Path(_preprocessor(config).base_path[0])
    for file in experiments.files(snippets):
        uri = file.relative_to(snippets).as_posix()
        files.append(File.generated(config, uri, abs_src_path=str(file)))
    for page in list(files.documentation_pages()):
        text = get_data(page.content_string)[0]
        if has_code(text):
            source = Source(
                text=text,
                folder=Path(page.abs_src_path).parent,
                expand=expand,
                address=_addresses(page, files, config.site_url or ""),
                table=_tables(page, snippets),
            )
            files.append(File.generated(config, path(page.src_uri), content=notebook(source)))
    return files


def path(src_uri: str) -> str:
    """쪽의 노트북이 놓이는 자리입니다. 장의 첫 쪽이면 폴더의 이름을 씁니다."""
    folder, name = posixpath.split(src_uri)
    stem = name.removesuffix(".md")
    if stem == "index" and folder:
        stem = posixpath.basename(folder)
    return posixpath.join(folder, f"{stem}.ipynb")


def expander(config) -> Callable[[str], str]:
    """펜스에 끼워 넣은 조각을 MkDocs와 같은 설정으로 펼치는 함수입니다."""
    snippets = _preprocessor(config)
    return lambda body: "\n".join(snippets.run(body.splitlines()))


def _preprocessor(config) -> SnippetPreprocessor:
    settings = config.mdx_configs.get("pymdownx.snippets", {})
    return SnippetPreprocessor(SnippetExtension(**settings).getConfigs(), Markdown())


def _tables(page: File, snippets: Path) -> Callable[[str], str]:
    """쪽이 읽는 표의 글을 돌려주는 함수를 돌려줍니다.

    아직 만들지 않은 표면 경고하고, 엄격한 빌드는 거기서 멈춥니다.
    """

    def table(target: str) -> str:
        file = snippets / target
        if file.is_file():
            return file.read_text("utf-8")
        way_out = experiments.way_out(file, snippets)
        log.warning(f"{page.src_uri}: 코드가 읽는 표 {file.name}가 없습니다. {way_out}")
        return ""

    return table


def _addresses(page: File, files: Files, site_url: str):
    """원고의 상대 주소를 사이트의 주소로 바꾸는 함수를 돌려줍니다."""

    def address(target: str) -> str:
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            return target
        uri = page.src_uri
        if parts.path:
            uri = posixpath.normpath(posixpath.join(posixpath.dirname(page.src_uri), parts.path))
        found = files.get_file_from_path(uri)
        url = urljoin(site_url, found.url if found else uri)
        return f"{url}#{parts.fragment}" if parts.fragment else url

    return address
