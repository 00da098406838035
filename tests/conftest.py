import pytest

from tests.engine.session import preload
from tests.project import Project


def pytest_collection_finish(session):
    """임시 프로젝트의 그림 쪽들이 쓰는 맷플롯립을 포크 서버가 한 번만 불러오게 합니다."""
    if any("project" in getattr(item, "fixturenames", ()) for item in session.items):
        preload(["matplotlib.pyplot"])


@pytest.fixture
def project(pytester, monkeypatch) -> Project:
    """쪽과 조각을 적고 pytest를 실행할 수 있는 임시 프로젝트입니다."""
    return Project(pytester, monkeypatch)
