"""코드를 실행하지 않고, 쪽과 조각과 그림과 만들어진 HTML이 서로 맞는지 살핍니다.

모든 함수는 잘못마다 `파일:줄`과 고치는 길을 적은 한국어 설명을 돌려줍니다. 없으면 빈 목록입니다.
"""

from __future__ import annotations

import ast
import difflib
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from hooks import experiments
from hooks.fences import IMAGE, SHOT
from tests.engine.page import CLAIM, Page, imports_of, page_type_of
from tests.engine.snippets import INCLUDE, MARKER

PYTHON_FENCE = re.compile(r"^[ \t>]*(?:`{3,}|~{3,})[ \t]*\{?[ \t]*\.?(?:python|py)\b", re.MULTILINE)


def load_pages(root: Path) -> list[Page]:
    """docs/의 모든 쪽을 읽습니다."""
    page_type = page_type_of(root)
    return [
        page_type(path.read_text("utf-8"), str(path))
        for path in sorted((root / "docs").rglob("*.md"))
    ]


def uncollected(root: Path, should_parse: Callable[[Path], bool]) -> list[str]:
    """파이썬 펜스가 있는데 시험이 모으지 않는 쪽입니다."""
    return [
        f"{path.relative_to(root).as_posix()}: 파이썬 코드가 있는데 시험이 이 쪽을 모으지 않습니다. "
        "파일 이름과 자리를 확인하세요."
        for path in sorted((root / "docs").rglob("*"))
        if path.suffix.lower() in {".md", ".markdown", ".mkd", ".mdown", ".mkdn"}
        and PYTHON_FENCE.search(path.read_text("utf-8"))
        and not should_parse(path)
    ]


def markers(root: Path) -> list[str]:
    """절 표시가 짝이 안 맞거나 이름이 겹친 곳입니다."""
    problems = []
    for path in snippet_files(root):
        name = path.relative_to(root).as_posix()
        opened: dict[str, int] = {}
        closed: dict[str, int] = {}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if "8<" in line and not MARKER.search(line):
                problems.append(
                    f"{name}:{number}: 절 표시를 읽을 수 없습니다. "
                    "`# --8<-- [start:이름]`과 `# --8<-- [end:이름]`으로 쓰세요."
                )
            for found in MARKER.finditer(line):
                section = found["name"]
                if found["kind"] == "start":
                    if section in opened:
                        problems.append(
                            f"{name}:{number}: 절 {section!r}이 {opened[section]}행에서 이미 시작했습니다. "
                            "이름을 바꾸거나, 끝이면 [end:…]로 고치세요."
                        )
                    opened.setdefault(section, number)
                elif section not in opened or section in closed:
                    problems.append(
                        f"{name}:{number}: 시작하지 않은 절 {section!r}을 끝냅니다. "
                        "[start:…] 표시를 두거나 이 줄을 지우세요."
                    )
                else:
                    closed[section] = number
        problems += [
            f"{name}:{number}: 절 {section!r}이 끝나지 않습니다. "
            f"`# --8<-- [end:{section}]`를 두세요."
            for section, number in opened.items()
            if section not in closed
        ]
    return problems


def sections(root: Path) -> list[str]:
    """어느 쪽도 쓰지 않거나, 두 번 보이는 절입니다."""
    used = Counter(target for page in load_pages(root) for target in targets(page))
    problems = []
    for path in snippet_files(root):
        name = path.relative_to(root).as_posix()
        target = path.relative_to(root / "snippets").as_posix()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for found in MARKER.finditer(line):
                count = used[f"{target}:{found['name']}"]
                if found["kind"] == "start" and count != 1:
                    what = "어느 쪽도 쓰지 않습니다" if count == 0 else f"{count}번 쓰입니다"
                    problems.append(
                        f"{name}:{number}: 절 {found['name']!r}을 {what}. "
                        "쪽에서 한 번만 쓰거나 절을 지우세요."
                    )
    return problems


def targets(page: Page) -> Iterator[str]:
    """쪽이 보이거나 검증에 쓰는 `파일:절`을 나오는 대로 냅니다."""
    for found in INCLUDE.finditer(page.text):
        yield found["target"]
    for found in CLAIM.finditer(page.text):
        yield found["target"].strip()


def pairs(root: Path) -> list[str]:
    """쪽 하나에 이름이 같은 조각 파일 하나인지 봅니다. `a-b.md`의 짝은 `a_b.py`입니다."""
    problems, owned = [], set()
    for page in load_pages(root):
        own = page.own_snippet.relative_to(root / "snippets").as_posix()
        owned.add(own)
        for target in sorted({target.split(":")[0] for target in targets(page)} - {own}):
            problems.append(
                f"{page.name}: 다른 쪽의 조각 {target}을 씁니다. 이 쪽의 코드는 snippets/{own}에 두세요."
            )
    for path in snippet_files(root):
        name = path.relative_to(root / "snippets").as_posix()
        if name not in owned:
            problems.append(
                f"snippets/{name}: 이름이 같은 쪽이 docs/에 없습니다. 쪽을 쓰거나 지우세요."
            )
    return problems


def shadows(root: Path) -> list[str]:
    """곁에서 `python 파일`로 실행하면 라이브러리 대신 불려 나오는 조각 파일입니다."""
    problems = []
    for path in snippet_files(root):
        beside = [imports_of(p.read_text("utf-8").splitlines()) for p in path.parent.glob("*.py")]
        tops = {name.split(".")[0] for name in set().union(*beside)}
        if path.stem in tops | sys.stdlib_module_names:
            name = path.relative_to(root).as_posix()
            problems.append(
                f"{name}: 같은 폴더의 코드가 불러오는 {path.stem} 대신 이 파일이 불려 나옵니다. "
                "쪽과 조각의 이름을 바꾸세요."
            )
    return problems


def wholes(root: Path) -> list[str]:
    """조각 파일이 있는 쪽에는 그 파일을 통째로 보이는 "전체 코드" 상자가 하나 있어야 합니다."""
    problems = []
    for page in load_pages(root):
        own = page.own_snippet
        shown = [code for code in page.code if code.whole is not None]
        if own.is_file() and [code.whole for code in shown] != [own]:
            problems.append(
                f'{page.name}: `??? whole "전체 코드"` 상자에 '
                f"{own.relative_to(root).as_posix()}를 통째로 한 번 보이세요."
            )
        for code in shown:
            text = "".join(
                line
                for line in code.whole.read_text("utf-8").splitlines(True)
                if not MARKER.search(line)
            )
            if "\n".join(code.source).strip("\n") != text.strip("\n"):
                problems.append(f"{page.name}:{code.fence.line}: 전체 코드가 파일과 다릅니다.")
    return problems


def figures(root: Path) -> list[str]:
    """어느 쪽도 보이지 않는 그림, 쪽의 이름으로 시작하지 않는 그림, 두 번 쓰인 그림입니다."""
    problems, used = [], Counter()
    for page in load_pages(root):
        for found in (*IMAGE.finditer(page.text), *SHOT.finditer(page.text)):
            file = (Path(page.path).parent / found["path"]).resolve()
            used[file] += 1
            line = page.text.count("\n", 0, found.start()) + 1
            stem = Path(page.path).stem
            if not file.name.startswith(f"{stem}-"):
                problems.append(
                    f"{page.name}:{line}: 그림 {found['path']}의 이름을 `{stem}-`로 시작하게 고치세요."
                )
            if used[file] == 2:
                problems.append(f"{page.name}:{line}: 그림 {found['path']}가 두 번 쓰입니다.")
    for file in sorted((root / "docs").rglob("fig/*")):
        if file.resolve() not in used:
            name = file.relative_to(root).as_posix()
            problems.append(f"{name}: 어느 쪽도 보이지 않는 그림입니다. 지우거나 쪽에 두세요.")
    return problems


def shots(root: Path) -> list[str]:
    """찍는 사람이 없는 PNG와, 무엇이 보이는지 말하지 않는 PNG입니다."""
    script = root / "tools" / "screenshots.py"
    taken = script.read_text("utf-8") if script.is_file() else ""
    problems = []
    for page in load_pages(root):
        for found in SHOT.finditer(page.text):
            line = page.text.count("\n", 0, found.start()) + 1
            file = (Path(page.path).parent / found["path"]).resolve()
            if (
                not file.is_file()
                or f'"{file.relative_to(root.resolve()).as_posix()}"' not in taken
            ):
                problems.append(
                    f"{page.name}:{line}: {found['path']}를 찍는 곳이 없습니다. "
                    "tools/screenshots.py의 SHOTS에 더하고 `make screenshots`로 찍으세요."
                )
            if not found["alt"].strip():
                problems.append(
                    f"{page.name}:{line}: 그림에 대체 텍스트가 없습니다. 무엇이 보이는지 한 문장으로 쓰세요."
                )
    return problems


def silent_asserts(root: Path) -> list[str]:
    """틀렸을 때 할 말이 없는 assert입니다. 독자는 그 말로 무엇이 틀렸는지 압니다."""
    return [
        f"{path.relative_to(root).as_posix()}:{node.lineno}: assert에 한국어 설명을 다세요. "
        '보기: assert n == 4, f"{n}개만 맞혔습니다"'
        for path in snippet_files(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Assert)
        and not (node.msg and re.search("[가-힣]", ast.unparse(node.msg)))
    ]


def shown_but_not_run(root: Path, site: Path) -> list[str]:
    """만들어진 HTML에 보이는 코드가 실행한 코드와 다른 쪽입니다."""
    problems = []
    for page in load_pages(root):
        relative = Path(page.path).relative_to(root / "docs").with_suffix("")
        if relative.name in ("index", "README"):
            html = site / relative.with_name("index.html")
        else:
            html = site / relative / "index.html"
        shown = list(code_in_html(html.read_text("utf-8")))
        run = ["\n".join(code.source).strip("\n") for code in page.code]
        if shown != run:
            problems.append(f"{page.name}: {_first_mismatch(page, shown, run)}")
    return problems


def code_in_html(html: str) -> Iterator[str]:
    """HTML에 보이는 파이썬 코드를 차례로 냅니다. 검증 코드(각주)는 뺍니다."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    for footnote in soup.select(".footnote"):
        footnote.decompose()
    for code in soup.select(".language-python code, .language-py code"):
        yield code.get_text().strip("\n")


def _first_mismatch(page: Page, shown: list[str], run: list[str]) -> str:
    for index, code in enumerate(page.code):
        if index >= len(shown) or shown[index] != run[index]:
            line = code.fence.line
            seen = shown[index] if index < len(shown) else ""
            if run[index] not in shown:
                diff = difflib.unified_diff(
                    run[index].split("\n"),
                    seen.split("\n"),
                    "실행한 코드",
                    "보이는 코드",
                    lineterm="",
                    n=1,
                )
                return (
                    f"{line}행의 코드가 사이트에 코드로 보이지 않거나 다르게 보입니다. "
                    "펜스의 들여쓰기와 앞뒤 빈 줄을 확인하세요.\n" + "\n".join(list(diff)[:12])
                )
            break
    extra = [code for code in shown if code not in run]
    first = (extra or shown)[0].split("\n")[0] if shown else ""
    return (
        f"사이트에 보이는 코드를 아무도 실행하지 않습니다: {first!r}. 펜스의 들여쓰기를 확인하세요."
    )


def snippet_files(root: Path) -> Iterable[Path]:
    """쪽의 짝인 조각 파일입니다. 오래 걸리는 실험의 파일은 쪽에 보이지 않습니다."""
    files = sorted((root / "snippets").rglob("*.py"))
    return [path for path in files if path.parent.name != experiments.FOLDER]


def tables(root: Path) -> list[str]:
    """실험 파일과 그것이 만든 표와 표를 읽는 쪽이 짝이 맞는지 봅니다."""
    snippets = root / "snippets"
    read = {path for page in load_pages(root) for path in page.tables}
    problems = []
    for path in experiments.files(snippets):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".py":
            if not path.with_suffix(".csv").is_file():
                problems.append(f"{name}: 표가 없습니다. {experiments.way_out(path, snippets)}")
            continue
        if not path.with_suffix(".py").is_file():
            problems.append(f"{name}: 이 표를 만드는 {path.stem}.py가 곁에 없습니다.")
        if path not in read:
            target = path.relative_to(snippets).as_posix()
            problems.append(
                f"{name}: 이 표를 읽는 쪽이 없습니다. 쪽에 `<!-- 파일: {target} -->`을 쓰거나 "
                "표를 지우세요."
            )
    return problems


CHECKS = (markers, sections, pairs, shadows, wholes, figures, shots, tables, silent_asserts)
