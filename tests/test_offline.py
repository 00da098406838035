"""압축한 사이트: 파일로 열었을 때 끊어질 것이 없는지 봅니다. 여는 것은 tests/browser/test_offline.py가 봅니다."""

import zipfile
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup

from tools import offline

LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """압축을 푼 폴더입니다."""
    folder = tmp_path_factory.mktemp("offline")
    offline.build_offline(folder / "site")
    archive = folder / offline.ARCHIVE.name
    offline.pack(folder / "site", archive)
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return folder / offline.ARCHIVE.stem


@pytest.fixture(scope="module")
def pages(unpacked) -> dict[Path, BeautifulSoup]:
    return {
        path: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(unpacked.rglob("*.html"))
    }


def test_every_link_is_in_the_archive(pages, unpacked):
    """폴더를 가리키는 링크도 끊어진 것입니다. 파일로 열면 폴더의 목록이 나옵니다."""
    anchors = {path: {tag["id"] for tag in page.select("[id]")} for path, page in pages.items()}
    broken = []
    for path, page in pages.items():
        for tag in page.select("[href], [src]"):
            address = tag.get("href") or tag.get("src") or ""
            url, anchor = urldefrag(address)
            if urlsplit(url).scheme or address == "#":
                continue
            target = (path.parent / unquote(url)).resolve() if url else path
            inside = target.is_relative_to(unpacked.resolve()) and target.is_file()
            if not inside or (anchor and target in anchors and anchor not in anchors[target]):
                broken.append(f"{path.relative_to(unpacked)}: {address}")
    assert broken == []


def test_nothing_is_loaded_from_outside(pages):
    outside = [
        str(tag)
        for page in pages.values()
        for tag in page.find_all(list(LOADS))
        if tag.get("rel") != ["canonical"] and "//" in (tag.get(LOADS[tag.name]) or "")
    ]
    assert outside == []


def test_archive_has_the_worker_and_the_index(unpacked):
    assert (unpacked / offline.WORKER).is_file()
    assert (unpacked / offline.WORKER).with_name("LICENSE").is_file()
    index = (unpacked / "search/search_index.js").read_text("utf-8")
    assert index.startswith("var __index = {") and "드롭아웃" in index
    assert not any((unpacked / name).exists() for name in offline.SERVER_ONLY)
