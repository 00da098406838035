"""MkDocs의 사건을 이 폴더의 모듈에 나누어 줍니다. mkdocs.yml의 hooks에는 이 파일만 적습니다."""

import posixpath
import sys
from pathlib import Path

# MkDocs는 훅 파일을 패키지 밖에서 불러옵니다. 시험에서와 같은 이름(hooks.…)으로 불러오게 합니다.
ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

from hooks import claims, directives, downloads, figures, katex, minutes, outputs  # noqa: E402

formulas = katex.KatexExtension()


def on_config(config):
    """수식 확장을 더합니다. 수식은 파이썬 마크다운이 쪽을 바꾸는 동안 조판합니다."""
    if formulas not in config.markdown_extensions:
        config.markdown_extensions.append(formulas)
    return config


def on_files(files, config):
    """쪽마다 노트북을 더합니다."""
    return downloads.add(files, config)


def on_page_markdown(markdown, page, config, files):
    """쪽의 지시 주석을 독자가 볼 것으로 바꿉니다."""
    formulas.begin(page.file.src_uri, page.file.content_string)
    notebook = files.get_file_from_path(downloads.path(page.file.src_uri))
    page.notebook = notebook.url if notebook else None
    markdown = minutes.write(markdown, _minutes_of(page, config, files))
    return claims.mark(directives.replace(markdown))


def _minutes_of(page, config, files):
    expand = downloads.expander(config)
    folder = posixpath.dirname(page.file.src_uri)

    def minutes_of(target):
        # 없는 쪽은 링크를 확인할 때 MkDocs가 알립니다.
        file = files.get_file_from_path(posixpath.normpath(posixpath.join(folder, target)))
        return minutes.minutes(file.content_string, expand) if file else 0

    return minutes_of


def on_page_content(html, page, config, files):
    """만들어진 HTML에 출력 블록의 종류와 그림의 크기와 검색에서 뺄 곳을 적습니다."""
    html = outputs.unlist(outputs.classify(html))
    return figures.measure(html, page.file.url, Path(config.docs_dir))
