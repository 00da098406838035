"""쪽의 노트북과 쪽이 읽는 표를 사이트의 파일로 더하고, 쪽에 노트북의 주소를 알려 줍니다."""

from __future__ import annotations

import functools
import logging
import os
import posixpath
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from markdown import Markdown
from mkdocs.structure.files import File, Files
from mkdocs.utils.meta import get_data

from hooks import experiments
from hooks.exercises.links import uri_of
from hooks.exercises.notebook import notebook as exercise_notebook
from hooks.exercises.source import Topic, name_of
from hooks.fences import IMAGE
from hooks.memory import Memory
from hooks.notebook import Source, has_code, notebook
from hooks.snippets import Extension, Preprocessor

log = logging.getLogger("mkdocs.hooks.downloads")


def add(files: Files, config, topics: Sequence[Topic], memory: Memory) -> Files:
    """코드가 있는 쪽과 연습마다 노트북 파일을 더하고, 오래 걸리는 실험의 표와 코드를 더합니다.

    `memory`에 쪽의 노트북이 있으면 그것을 씁니다.
    """
    snippets = _folder(config)
    _forget_if_changed(tuple((str(p), p.stat().st_mtime_ns) for p in snippets.rglob("*.*")))
    expand = expander(config)
    for file in experiments.files(snippets):
        uri = file.relative_to(snippets).as_posix()
        files.append(File.generated(config, uri, abs_src_path=str(file)))
    for topic in topics:
        files.append(
            File.generated(config, path(uri_of(topic)), content=_exercises(topic, files, config))
        )
    for page in list(files.documentation_pages()):
        if not page.src_uri.endswith(".md"):
            continue
        text = get_data(page.content_string)[0]
        if has_code(text):
            source = Source(
                text=text,
                folder=Path(page.abs_src_path).parent,
                expand=expand,
                address=addresses(page, files, config.site_url or ""),
                table=_tables(page, snippets),
            )
            content = _notebook(page, source, memory)
            files.append(File.generated(config, path(page.src_uri), content=content))
    return files


def _notebook(page: File, source: Source, memory: Memory) -> str:
    figures = [source.folder / found["path"] for found in IMAGE.finditer(source.text)]
    drawn = [figure.read_text("utf-8") for figure in figures if figure.is_file()]
    return memory.of_page("notebook", page.src_uri, source.text, lambda: notebook(source), drawn)


def path(src_uri: str) -> str:
    """쪽의 노트북이 놓이는 자리입니다. 장의 첫 쪽이면 폴더의 이름을 씁니다."""
    folder, name = posixpath.split(src_uri)
    stem = name_of(name).removesuffix(".md")
    if stem == "index" and folder:
        stem = posixpath.basename(folder)
    return posixpath.join(folder, f"{stem}.ipynb")


def _exercises(topic: Topic, files: Files, config) -> str:
    page = files.get_file_from_path(uri_of(topic))
    address = addresses(page, files, config.site_url or "")
    return exercise_notebook(topic, address, address(topic.path.name), address(topic.executed.name))


def expander(config) -> Callable[[str], str]:
    """펜스에 끼워 넣은 조각을 MkDocs와 같은 설정으로 펼치는 함수입니다."""
    settings = dict(config.mdx_configs.get("pymdownx.snippets", {}))
    return _expander(tuple((settings | {"base_path": str(_folder(config))}).items()))


@functools.cache
def _expander(settings: tuple) -> Callable[[str], str]:
    """노트북과 Markdown 사본과 시간 셈이 같은 펜스를 펼치므로, 한 번 펼친 것을 기억합니다."""
    snippets = Preprocessor(Extension(**dict(settings)).getConfigs(), Markdown())
    return functools.cache(lambda body: "\n".join(snippets.run(body.splitlines())))


@functools.lru_cache(maxsize=1)
def _forget_if_changed(stamps: tuple) -> None:
    """고치며 볼 때 조각이 달라졌으면 펼친 것을 잊습니다."""
    _expander.cache_clear()


def _folder(config) -> Path:
    """조각이 있는 폴더입니다."""
    return Path(os.fspath(config.mdx_configs["pymdownx.snippets"]["base_path"]))


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


def addresses(page: File, files: Files, site_url: str) -> Callable[[str], str]:
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
