from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.engine.page import imports_of
from tests.engine.session import preload
from tests.project import ROOT, Project


def pytest_collection_finish(session):
    """고른 시험들이 쓰는 라이브러리를 포크 서버가 한 번만 불러오게 합니다."""
    for item in session.items:
        if "project" in getattr(item, "fixturenames", ()):
            preload(["matplotlib.pyplot"])
        if script := getattr(item, "callspec", None) and item.callspec.params.get("script"):
            preload(imports_of(script.read_text("utf-8").splitlines()))


@pytest.fixture
def project(pytester, monkeypatch) -> Project:
    """쪽과 조각을 적고 pytest를 실행할 수 있는 임시 프로젝트입니다."""
    return Project(pytester, monkeypatch)


@pytest.fixture(scope="session")
def settings():
    """사이트의 설정입니다. 글을 사이트와 같은 확장으로 바꿀 때 씁니다."""
    return load_config(str(ROOT / "mkdocs.yml"))


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """엄격한 빌드로 만든 사이트의 폴더입니다."""
    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True))
    return folder
