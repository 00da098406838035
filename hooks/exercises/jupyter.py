"""mkdocs-jupyter가 연습을 사이트의 여느 쪽과 같은 모양으로 보이게 합니다.

mkdocs-jupyter는 노트북을 JupyterLab의 스타일까지 담은 HTML(수백 KB)로 바꿉니다.
한글 제목의 앵커는 비고, 수식과 상자는 그대로 글로 나옵니다.
그래서 노트북을 찾고, 실행할지 정하고(DOCS_EXECUTE), 쪽으로 만드는 일은 그대로 맡기고,
HTML로 바꾸는 자리에서만 Markdown을 내놓습니다. 그 Markdown은 MkDocs가 조판합니다.
"""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs_jupyter import plugin

from hooks.exercises import run, source, views

_ANCHORED = re.compile(r"^#+ (?P<title>.+?) \{ #(?P<anchor>[\w-]+)[^}]*\}$", re.MULTILINE)


def install() -> None:
    """mkdocs-jupyter가 HTML 대신 Markdown을 받아 가게 합니다. 목차는 MkDocs가 만듭니다."""
    plugin.convert.nb2html = to_markdown
    plugin._get_nb_toc_tokens = lambda *_: ([], None)


def is_notebook(page: Page) -> bool:
    """연습의 과제나 풀이인 쪽인지 봅니다."""
    return page.file.src_uri.endswith((".py", ".ipynb"))


def attach(page: Page, config, files) -> None:
    """원고를 읽을 때 mkdocs-jupyter를 부르고, 그다음은 여느 쪽처럼 하게 합니다.

    `mkdocs_jupyter.plugin`의 `on_pre_page`가 쪽의 `render`를 바꾼 다음에 불러야 합니다.
    """
    if "render" not in vars(page):
        raise PluginError(
            f"{page.file.src_uri}: mkdocs.yml의 mkdocs-jupyter에 적지 않은 노트북입니다."
        )
    convert = page.render
    del page.render

    def read_source(config) -> None:
        convert(config, files)
        page.markdown, page.content, page.toc = page.content, None, TableOfContents([])
        file = Path(page.file.abs_src_path)
        topic = source.read(source_of(file))
        description = views.describe(topic, solved=file != topic.path)
        page.meta = {"search": {"exclude": True}, "description": description}

    page.read_source = read_source


def to_markdown(path: str, *, execute: bool = False, **_) -> str:
    """과제나 풀이의 쪽입니다. `execute`면 지금 실행하고, 아니면 저장한 것을 씁니다."""
    file = Path(path)
    topic = source.read(source_of(file))
    book = run.execute(topic) if execute else run.stored(topic)
    if file == topic.path:
        return views.tasks(topic, book, lambda link: heading(file.parent, link))
    return views.solutions(topic, book)


def source_of(file: Path) -> Path:
    """과제나 풀이인 쪽의 원고입니다."""
    return file.with_name(source.name_of(file.name) + ".py")


def heading(folder: Path, link: str) -> str:
    """`../perceptron.md#xor`이 가리키는 제목의 글입니다."""
    target, _, anchor = link.partition("#")
    page = (folder / target).resolve()
    text = page.read_text("utf-8") if page.is_file() else ""
    for found in _ANCHORED.finditer(text):
        if found["anchor"] == anchor:
            return found["title"]
    raise PluginError(f"{folder.name}의 연습이 가리키는 {link}가 없습니다. 쪽과 앵커를 확인하세요.")
