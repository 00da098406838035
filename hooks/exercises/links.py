"""장의 쪽과 연습을 서로 잇습니다. 어느 쪽의 연습인지는 원고의 `<!-- 연습: … -->`만 압니다.

쪽의 `<!-- 연습 -->`은 그 쪽의 연습을 모은 상자가 되고,
장의 연습을 모은 쪽의 `<!-- 연습 목록 -->`은 그 장의 연습을 모두 늘어놓은 것이 됩니다.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from mkdocs.exceptions import PluginError

from hooks.exercises.source import FOLDER, Exercise, Topic

BOX, LIST = "<!-- 연습 -->", "<!-- 연습 목록 -->"
PROGRESS = '<div class="exercise-progress"></div>'


def write(markdown: str, uri: str, topics: Sequence[Topic]) -> str:
    """쪽 `uri`의 표시를 링크로 바꿉니다. 표시와 연습 가운데 하나만 있으면 `PluginError`를 냅니다."""
    folder = posixpath.dirname(uri)
    if LIST in markdown:
        here = [topic for topic in topics if uri_of(topic).startswith(f"{folder}/")]
        markdown = markdown.replace(LIST, listing(here))
    found = list(about(uri, topics))
    if found and BOX not in markdown:
        raise PluginError(
            f"{uri}: 이 쪽의 연습이 있습니다. 연습문제의 끝에 {BOX}을 한 줄에 쓰세요."
        )
    if BOX in markdown and not found:
        raise PluginError(f"{uri}: 이 쪽의 연습이 없습니다. 연습을 더하거나 {BOX}을 지우세요.")
    return markdown.replace(BOX, box(folder, found))


def about(uri: str, topics: Sequence[Topic]) -> Iterator[tuple[Topic, Exercise]]:
    """쪽 `uri`를 다루는 연습입니다."""
    for topic in topics:
        folder = posixpath.dirname(uri_of(topic))
        for exercise in topic.exercises:
            pages = {
                posixpath.normpath(f"{folder}/{page.split('#')[0]}") for page in exercise.pages
            }
            if uri in pages:
                yield topic, exercise


def box(folder: str, found: list[tuple[Topic, Exercise]]) -> str:
    """쪽의 연습을 모은 상자입니다."""
    lines = [f"    - {_link(topic, exercise, folder)}" for topic, exercise in found]
    return '!!! exercise "채점하는 연습"\n\n' + "\n".join(lines)


def listing(topics: Sequence[Topic]) -> str:
    """장의 연습을 주제마다 늘어놓습니다."""
    parts = [PROGRESS]
    for topic in topics:
        folder = posixpath.dirname(uri_of(topic))
        title = f"## [{topic.title}]({topic.path.name}) {{ #topic-{topic.name} }}"
        links = [f"- {_link(topic, exercise, folder)}" for exercise in topic.exercises]
        parts += [title, "\n".join(links)]
    return "\n\n".join(parts)


def uri_of(topic: Topic) -> str:
    """docs 폴더에서 본 원고의 자리입니다."""
    return f"{topic.path.parts[-3]}/{FOLDER}/{topic.path.name}"


def key(topic: Topic, exercise: Exercise) -> str:
    """브라우저에 진도를 적을 때 쓰는 연습의 이름입니다."""
    return f"{topic.path.parts[-3]}/{topic.name}#{exercise.anchor}"


def _link(topic: Topic, exercise: Exercise, folder: str) -> str:
    target = posixpath.relpath(uri_of(topic), folder)
    return (
        f"[{exercise.title}]({target}#{exercise.anchor})"
        f'{{ .exercise-link data-exercise="{key(topic, exercise)}" }} '
        f"{exercise.kind}&nbsp;· {exercise.minutes}분"
    )
