"""pytest에 엔진을 끼웁니다.

docs/의 모든 쪽과 README.md를 Sybil로 읽어 조각, 출력, 그림, 주장마다 시험 하나를 만듭니다.
`pytest --update-output`은 실제와 다른 출력과 그림을 실행한 결과로 고칩니다.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sybil import Region, Sybil
from sybil.integration.pytest import SybilFile

from tests.engine import checks
from tests.engine.page import Page, page_type_of
from tests.engine.session import preload, set_environment
from tests.engine.update import Updates


class Engine:
    """pytest 한 번의 상태와 훅입니다."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.updates: dict[str, Updates] | None = {} if config.getoption("update_output") else None
        self.pages: dict[str, Page] = {}
        self.failed: set[str] = set()
        self.report: list[str] = []
        self.sybil = Sybil(
            parsers=[self.regions],
            patterns=["*.md"],
            path=str(config.rootpath),
            document_types={".md": page_type_of(config.rootpath)},
        )
        self.pytest_collect_file = self.sybil.pytest()

    def regions(self, page: Page) -> Iterator[Region]:
        """확인할 것마다 Sybil의 구역을 하나씩 냅니다. 한자리에 여럿이면 먼저 틀린 것을 말합니다."""
        self.pages[page.path] = page
        updates = None if self.updates is None else self.updates.setdefault(page.path, Updates())
        found: list[tuple[int, int, Callable]] = []
        for problem in page.problems:
            found.append((problem.start, problem.end, _bind(checks.check_problem, page, problem)))
        for step in page.steps:
            found.append((step.start, step.end, _bind(checks.check_step, page, step)))
            for output in step.outputs.values():
                check = _bind(checks.check_output, page, output, updates)
                found.append((output.fence.start, output.fence.end, check))
            for image in step.images:
                check = _bind(checks.check_image, page, step, image, updates)
                found.append((image.start, image.end, check))
        places: dict[int, tuple[int, list[Callable]]] = {}
        for start, end, check in sorted(found, key=lambda item: item[0]):
            places.setdefault(start, (end, []))[1].append(check)
        for start, (end, group) in places.items():
            yield Region(start, end, evaluator=lambda _, group=group: _first(group))

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """고른 쪽들이 쓰는 모듈만 포크 서버가 미리 불러오게 합니다."""
        selected = {str(item.path) for item in session.items}
        pages = [page for path, page in self.pages.items() if path in selected]
        preload(set().union(*(page.imports() for page in pages)))

    def pytest_runtest_teardown(self, item: pytest.Item, nextitem: pytest.Item | None) -> None:
        """쪽의 마지막 시험이 끝나면 그 쪽의 프로세스를 닫습니다."""
        if isinstance(item.parent, SybilFile) and getattr(nextitem, "parent", None) != item.parent:
            self.pages[str(item.path)].close()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(str(self.config.rootpath / report.fspath))

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if exitstatus not in (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERNAL_ERROR):
            self.report += self.write_updates()
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["docs_updates"] = self.report

    def write_updates(self) -> list[str]:
        """실패하지 않은 쪽만 고치고, 쪽마다 한 일을 돌려줍니다."""
        report = []
        for path, updates in (self.updates or {}).items():
            page = self.pages[path]
            if not updates.fences and not updates.figures:
                continue
            if path in self.failed:
                report.append(f"{page.name}: 실패한 코드가 있어서 고치지 않았습니다.")
                continue
            why_not = updates.write(page)
            done = f"출력 {len(updates.fences)}개와 그림 {len(updates.figures)}개를 고쳤습니다."
            report.append(f"{page.name}: {why_not or done}")
        return report

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node) -> None:
        """xdist의 일꾼이 고친 쪽을 모읍니다."""
        self.report += getattr(node, "workeroutput", {}).get("docs_updates", [])

    def pytest_terminal_summary(self, terminalreporter) -> None:
        if self.report:
            terminalreporter.section("고친 쪽")
            for line in self.report:
                terminalreporter.line(line)


def _bind(check: Callable, *arguments) -> Callable:
    return lambda: check(*arguments)


def _first(group: list[Callable]) -> None:
    for check in group:
        if message := check():
            pytest.fail(message, pytrace=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-output", action="store_true", help="출력과 그림을 실행한 결과로 고칩니다"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("update_output") and config.getoption("dist", "no") not in (
        "no",
        "loadfile",
    ):
        raise pytest.UsageError(
            "--update-output은 한 쪽을 여러 일꾼이 나누면 고칠 수 없습니다. "
            "--dist loadfile로 실행하세요."
        )
    set_environment(config.rootpath)
    config.pluginmanager.register(Engine(config), "docs-engine")
