"""MkDocs의 사건을 이 폴더의 모듈에 나누어 줍니다. mkdocs.yml의 hooks에는 이 파일만 적습니다."""

import gc
import os
import posixpath
import sys
from pathlib import Path

from mkdocs.commands.build import _populate_page
from mkdocs.plugins import CombinedEvent, event_priority

# MkDocs는 훅 파일을 패키지 밖에서 불러옵니다. 시험에서와 같은 이름(hooks.…)으로 불러오게 합니다.
ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from hooks import (  # noqa: E402
    ahead,
    api_index,
    bundle,
    cache,
    claims,
    colab,
    description,
    directives,
    downloads,
    figures,
    glossary,
    highlight,
    katex,
    lines,
    links,
    markdown_copy,
    minutes,
    outline,
    outputs,
    particles,
    search,
    searchable,
    security,
    snippets,
    tables,
    templates,
    terms,
    tooltips,
    verified,
)
from hooks.exercises import jupyter  # noqa: E402
from hooks.exercises import links as exercise_links  # noqa: E402
from hooks.exercises import source as exercise_source  # noqa: E402
from hooks.memory import Memory  # noqa: E402

formulas = katex.KatexExtension()
meanings = tooltips.TooltipExtension(terms.load())
particle = particles.ParticleExtension()
topics = []  # 채점하는 연습의 원고
outlines = []  # 용어집과 API 찾아보기를 뺀 쪽들의 원고. 차례대로 있습니다
forerunner = ahead.Ahead()
memory = Memory(forerunner.missed)
serving = False


def on_startup(command, dirty):
    """`mkdocs serve`인지 적어 둡니다. 쓰레기는 드물게 치웁니다. 만드는 동안에는 거의 다 쓰고 있습니다."""
    global serving
    serving = command == "serve"
    gc.set_threshold(100_000)


def on_config(config):
    """수식과 코드를 파이썬 마크다운이 쪽을 바꾸는 동안 조판하고, 용어에 뜻을 달고, 조사를 묶습니다."""
    highlight.install(config)
    snippets.install(config)
    jupyter.install()
    meanings.learn(terms.load())
    for extension in (formulas, meanings, particle):
        if extension not in config.markdown_extensions:
            config.markdown_extensions.append(extension)
    return config


def on_files(files, config):
    """쪽마다 노트북을 더하고, 스타일과 스크립트를 저마다 한 파일로 묶습니다."""
    bundle.add(files, config)
    topics[:] = map(exercise_source.read, exercise_source.sources(Path(config.docs_dir)))
    memory.begin(config, files)
    return downloads.add(files, config, topics, memory)


def on_nav(nav, config, files):
    """다른 쪽에서 모아 만드는 쪽이 볼 원고를 차례대로 적어 둡니다."""
    gathered = {glossary.PAGE, api_index.PAGE}
    pages = [
        page
        for page in nav.pages
        if page.file.src_uri not in gathered and not jupyter.is_notebook(page)
    ]
    outlines[:] = [outline.of(page) for page in pages]
    order = {page.file.src_uri: place for place, page in enumerate(nav.pages)}
    topics.sort(key=lambda topic: order.get(exercise_links.uri_of(topic), len(order)))
    memory.arrange(files)  # 노트북과 표가 더해졌습니다
    memory.attach_search(config.plugins["material/search"].search_index)
    pages = [file.page for file in files.documentation_pages() if file.page]
    forerunner.begin(pages, lambda page: _populate_page(page, config, files))
    return nav


def on_env(env, config, files):
    """쪽을 모두 조판한 다음입니다. 테마의 틀을 파이썬으로 옮긴 것을 다시 씁니다."""
    forerunner.end()
    env.bytecode_cache = templates.Compiled()
    return env


def on_pre_page(page, config, files):
    """연습은 노트북에서 읽습니다. 달라지지 않은 쪽은 다시 조판하지 않습니다."""
    forerunner.reach(page)
    if jupyter.is_notebook(page):
        jupyter.attach(page, config, files)
    memory.attach(page)
    return page


def on_page_markdown(markdown, page, config, files):
    """쪽의 지시 주석을 독자가 볼 것으로 바꾸고, 테마가 쪽에 둘 것을 `page`에 적습니다."""
    formulas.begin(page.file.src_uri, page.file.content_string)
    meanings.begin(page.file.src_uri)
    markdown = _gather(markdown, page, config)
    markdown = exercise_links.write(markdown, page.file.src_uri, topics)
    notebook = files.get_file_from_path(downloads.path(page.file.src_uri))
    page.notebook = notebook.url if notebook else None
    page.colab = colab.address(config.repo_url, notebook.src_uri) if notebook else None
    page.verified = verified.parts(markdown, os.environ.get("DOCS_VERIFIED", ""))
    page.meta.setdefault("description", description.describe(markdown))
    _copy(markdown, page, config, files)
    markdown = minutes.write(markdown, _minutes_of(page, config, files))
    return claims.mark(directives.replace(markdown))


def _gather(markdown, page, config):
    if page.file.src_uri == glossary.PAGE:
        return glossary.write(markdown, terms.load(), outlines)
    if page.file.src_uri == api_index.PAGE:
        return api_index.write(markdown, outlines, downloads.expander(config))
    return markdown


def _copy(markdown, page, config, files):
    address = downloads.addresses(page.file, files, config.site_url or "")
    expand = downloads.expander(config)
    page.markdown_copy = markdown_copy.path(page.file.dest_uri)

    def convert() -> str:
        return markdown_copy.convert(markdown, page.canonical_url or "", address, expand)

    page.copied = memory.of_page("copy", page.file.src_uri, markdown, convert)


def on_post_page(output, page, config):
    """쪽의 곁에 Markdown 사본을 둡니다."""
    place = Path(config.site_dir) / page.markdown_copy
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(page.copied, "utf-8")
    return output


def _minutes_of(page, config, files):
    expand = downloads.expander(config)
    folder = posixpath.dirname(page.file.src_uri)

    def minutes_of(target):
        # 없는 쪽은 링크를 확인할 때 MkDocs가 알립니다.
        file = files.get_file_from_path(posixpath.normpath(posixpath.join(folder, target)))
        return minutes.minutes(file.content_string, expand) if file else 0

    return minutes_of


def on_page_content(html, page, config, files):
    """만들어진 HTML에 출력 블록의 종류와 줄의 수와 그림의 크기와 바깥 링크와 검색에서 뺄 곳을 적습니다."""
    if page.file.src_uri == glossary.PAGE:
        glossary.fold(page.toc)
    html = links.mark(outputs.unlist(outputs.classify(html)))
    html = lines.count(tables.wrap(tables.without_empty_headers(html)))
    return figures.measure(figures.place(html), page.file.url, Path(config.docs_dir))


@event_priority(100)
def _before_search(context, page, config, nav):
    page.shown = page.content
    page.content = searchable.only(page.content)


@event_priority(-100)
def _after_search(context, page, config, nav):
    page.content = searchable.unmarked(page.shown)


# 검색 플러그인(0)이 쪽을 읽는 동안만 검색할 글로 바꿔 둡니다.
on_page_context = CombinedEvent(_before_search, _after_search)


# 검색 플러그인(0)이 색인을 쓴 다음, 오프라인 플러그인(-100)이 그것을 스크립트로 싸기 전입니다.
@event_priority(-50)
def on_post_build(config):
    """검색 색인을 줄이고, 용어표를 아는 검색 스크립트를 두고, 쪽마다 보안 규칙을 적습니다."""
    site = Path(config.site_dir)
    index = site / "search" / "search_index.json"
    index.write_text(search.compact(index.read_text("utf-8")), "utf-8")
    (site / search.PLACE).write_text(search.script(terms.load()), "utf-8")
    # `mkdocs serve`는 새로 고치는 스크립트를 보낼 때마다 쪽에 끼워 넣습니다.
    if serving:
        return
    if config.extra["csp"]:
        security.protect(site)
    cache.save()


def on_shutdown():
    """고치며 보는 동안 만든 것은 끝낼 때 한 번 남깁니다."""
    cache.save()
