"""고칠 출력과 그림을 모아 두었다가, 쪽이 실패하지 않았을 때만 한꺼번에 씁니다.

쪽은 임시 파일에 쓴 다음 통째로 바꿉니다. 도중에 끊겨도 쪽은 옛것이거나 새것입니다.
실행하는 동안 글쓴이가 고친 쪽은 건드리지 않습니다.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hooks.fences import Fence
from tests.engine.page import Page


@dataclass
class Updates:
    """쪽 하나에서 고칠 것입니다."""

    fences: list[tuple[Fence, str]] = field(default_factory=list)
    figures: dict[Path, str] = field(default_factory=dict)

    def output(self, fence: Fence, got: str) -> None:
        self.fences.append((fence, got))

    def figure(self, file: Path, svg: str) -> None:
        self.figures[file] = svg

    def write(self, page: Page) -> str:
        """고친 것을 씁니다. 쓰지 못하면 까닭을, 썼으면 빈 글을 돌려줍니다."""
        path = Path(page.path)
        with path.open(encoding="utf-8", newline="") as file:
            now = file.read()
        newline = "\r\n" if "\r\n" in now else "\n"
        if now.replace("\r\n", "\n") != page.text:
            return "실행하는 동안 쪽이 바뀌어서 고치지 않았습니다. 다시 실행하세요."
        text = page.text
        for fence, got in sorted(self.fences, key=lambda item: item[0].start, reverse=True):
            text = text[: fence.start] + rewrite(page.text, fence, got) + text[fence.end :]
        for file, svg in self.figures.items():
            replace_file(file, svg)
        if text != page.text:
            replace_file(path, text.replace("\n", newline))
        return ""


def rewrite(text: str, fence: Fence, got: str) -> str:
    """`fence`의 본문을 `got`으로 바꾼 펜스를 돌려줍니다. 본문에 펜스가 있으면 표시를 늘립니다."""
    runs = re.findall(rf"^[ >]*({re.escape(fence.mark[0])}{{3,}})", got, re.MULTILINE)
    mark = fence.mark[0] * max(len(fence.mark), *(len(run) + 1 for run in runs), 3)
    opening, *_ = text[fence.start : fence.end].split("\n")
    indent = fence.prefix if ">" in fence.prefix else " " * len(fence.prefix.expandtabs(4))
    lines = [line.rstrip() for line in got.rstrip().lstrip("\n").split("\n")]
    body = [(indent + line).rstrip() for line in lines]
    return "\n".join([opening.replace(fence.mark, mark, 1), *body, indent + mark])


def replace_file(path: Path, text: str) -> None:
    """파일을 통째로 바꿉니다. 권한은 그대로 둡니다."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        else:
            os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
