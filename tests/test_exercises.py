"""연습의 원고 하나에서 나온 쪽과 노트북이 서로 맞고, 장의 모든 쪽에 연습이 있습니다."""

import ast
import gzip
import json
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import PluginError

from hooks.exercises import jupyter, links, notebook, run, source, views
from hooks.fences import read_fences
from tests.engine.audit import code_in_html
from tests.engine.exercises import WARNINGS, verdicts

DOCS = Path(__file__).parents[1] / "docs"
SOURCES = source.sources(DOCS)
CHAPTERS = ["ch10", "ch11"]
EXAMPLE = DOCS / "ch10/exercises/neurons.py"

each_source = pytest.mark.parametrize(
    "path", SOURCES, ids=lambda path: path.relative_to(DOCS).as_posix()
)

quiet_kernel = pytest.mark.filterwarnings(*WARNINGS)


@pytest.fixture
def copied(tmp_path) -> Path:
    """고쳐도 되는, 베껴 둔 원고입니다."""
    folder = tmp_path / "docs/ch10/exercises"
    folder.mkdir(parents=True)
    for path in (DOCS / "grading.py", *EXAMPLE.parent.glob("neurons*")):
        place = tmp_path / "docs" / path.relative_to(DOCS)
        place.write_text(path.read_text("utf-8"), "utf-8")
    return folder / "neurons.py"


# 장과 연습
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_page_of_a_chapter_has_an_exercise(chapter):
    topics = [source.read(path) for path in SOURCES if path.parts[-3] == chapter]
    exercises = [exercise for topic in topics for exercise in topic.exercises]
    assert len(exercises) >= 12, f"{chapter}의 연습이 {len(exercises)}개입니다"
    pages = {page.split("#")[0].removeprefix("../") for ex in exercises for page in ex.pages}
    missing = {page.name for page in (DOCS / chapter).glob("*.md")} - pages - {"index.md"}
    assert not missing, f"{chapter}의 {sorted(missing)}에는 연습이 없습니다"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_exercises_of_a_chapter_are_of_every_kind(chapter):
    topics = [source.read(path) for path in SOURCES if path.parts[-3] == chapter]
    kinds = {exercise.kind for topic in topics for exercise in topic.exercises}
    assert {"예측", "버그 찾기", "구현"} <= kinds, f"{chapter}의 갈래: {sorted(kinds)}"


@each_source
def test_links_lead_from_the_page_to_its_exercises_and_back(site, path):
    topic = source.read(path)
    chapter = path.parts[-3]
    for exercise in topic.exercises:
        task = soup(site / chapter / "exercises" / topic.name)
        about = task.find(id=exercise.anchor).find_next_sibling("p")
        for page in exercise.pages:
            target, anchor = page.split("#")
            folder = site / chapter / target.removeprefix("../").removesuffix(".md")
            assert f"../../{folder.name}/#{anchor}" in [a["href"] for a in about.find_all("a")]
            back = soup(folder).select(
                f'.exercise a[href="../exercises/{topic.name}/#{exercise.anchor}"]'
            )
            assert len(back) == 1, f"{folder.name}의 쪽에 {exercise.anchor}로 가는 링크가 없습니다"


def test_a_page_with_exercises_must_give_them_a_place():
    topics = [source.read(EXAMPLE)]
    with pytest.raises(PluginError, match=r"ch10/mlp\.md.*<!-- 연습 -->"):
        links.write("# 쪽\n", "ch10/mlp.md", topics)
    with pytest.raises(PluginError, match=r"ch10/saving\.md.*연습이 없습니다"):
        links.write("# 쪽\n\n<!-- 연습 -->\n", "ch10/saving.md", topics)
    assert links.write("# 쪽\n", "ch10/saving.md", topics) == "# 쪽\n"


# 쪽
@each_source
def test_site_shows_the_code_that_ran(site, path):
    topic = source.read(path)
    folder = site / path.parts[-3] / "exercises"
    shown = list(code_in_html((folder / topic.name / "index.html").read_text("utf-8")))
    answers = list(code_in_html((folder / f"{topic.name}-solutions/index.html").read_text("utf-8")))
    setup = [cell.source for cell in topic.intro if cell.cell_type == "code"]
    tasks, solved = list(setup), list(setup)
    for exercise in topic.exercises:
        (start,), (check,), (solution,) = (
            exercise.cells[n] for n in ("start", "check", "solution")
        )
        tasks += [fence.body.rstrip("\n") for fence in read_fences(exercise.task)]
        tasks += [start.source, check.source]
        solved += [solution.source, check.source]
        solved += [cell.source for cell in exercise.cells["also"]]
        solved += [cell.source.split("\n", 1)[1].strip("\n") for cell in exercise.cells["wrong"]]
    assert (shown, answers) == (tasks, solved)


@each_source
def test_code_in_a_task_says_why_it_is_not_run(path):
    for exercise in source.read(path).exercises:
        fences = read_fences(exercise.task)
        assert exercise.task.count('<!-- skip: next "') == len(fences)
        for fence in fences:
            assert fence.is_python, f"{path.name}#{exercise.anchor}의 펜스"
            ast.parse(fence.body)


@each_source
def test_site_shows_what_the_checker_said(site, path):
    topic = source.read(path)
    said = [
        run.printed(cell).strip()
        for cell in run.stored(topic).cells
        if source.role(cell) == "check"
    ]
    folder = site / path.parts[-3] / "exercises"
    shown = []
    for name in (topic.name, f"{topic.name}-solutions"):
        shown += [
            code.get_text().strip() for code in soup(folder / name).select(".run--graded code")
        ]
    assert sorted(shown) == sorted(said)


@each_source
def test_pages_weigh_little_beside_their_content(site, path):
    for name in (path.stem, f"{path.stem}-solutions"):
        html = (site / path.parts[-3] / "exercises" / name / "index.html").read_text("utf-8")
        rest = re.sub(r"<article.*</article>", "", html, flags=re.DOTALL)
        assert len(rest.encode()) < 60_000 and len(gzip.compress(rest.encode())) < 15_000
        assert "jp-" not in html and "<style>" not in html


@each_source
def test_headings_have_their_own_anchors(site, path):
    topic = source.read(path)
    for name in (topic.name, f"{topic.name}-solutions"):
        page = soup(site / path.parts[-3] / "exercises" / name)
        anchors = [heading["id"] for heading in page.select("article h2")]
        assert anchors == [exercise.anchor for exercise in topic.exercises]
        contents = [a["href"] for a in page.select(".md-sidebar--secondary a.md-nav__link")]
        assert contents == [f"#{anchor}" for anchor in anchors]


@quiet_kernel
def test_executing_while_building_shows_the_same_page():
    for path in (EXAMPLE, EXAMPLE.with_name("neurons-solutions.ipynb")):
        assert jupyter.to_markdown(str(path), execute=True) == jupyter.to_markdown(str(path))


# 노트북
@each_source
def test_downloaded_notebook_is_what_ran(site, path):
    """실행한 것(tests/engine/exercises.py)은 내려받은 노트북에 풀이와 실수를 끼워 넣은 것입니다."""
    topic = source.read(path)
    file = site / path.parts[-3] / "exercises" / f"{topic.name}.ipynb"
    book = nbformat.read(file, as_version=4)
    nbformat.validate(book)
    code = [cell.source for cell in book.cells if cell.cell_type == "code"]
    assert code.pop(0) == notebook.checkers(topic)["source"]
    left, put_in = [], iter(run.steps(topic))
    for step in put_in:
        if source.role(step) in ("solution", "also", "wrong"):
            next(put_in)  # 끼워 넣은 것의 채점
        elif step.cell_type == "code":
            left.append(step.source)
    assert code == left


@each_source
def test_downloaded_notebook_holds_hints_but_no_solution(site, path):
    topic = source.read(path)
    text = (site / path.parts[-3] / "exercises" / f"{topic.name}.ipynb").read_text("utf-8")
    cells = [cell["source"] for cell in json.loads(text)["cells"]]
    for exercise in topic.exercises:
        for hidden in ("solution", "also", "wrong", "why"):
            assert not {cell.source for cell in exercise.cells[hidden]} & set(cells)
        hints = next(
            cell for cell in cells if cell.count("<summary>") == len(exercise.cells["hint"])
        )
        assert hints.count("<details>") == hints.count("</details>")
    assert "{ #" not in "".join(cells) and "](../" not in "".join(cells)


def test_checkers_with_triple_quotes_cannot_be_put_in_a_notebook(copied):
    checker = copied.with_name("neurons_check.py")
    checker.write_text("x = '''글'''\n", "utf-8")
    with pytest.raises(PluginError, match=r"neurons_check\.py.*'''"):
        notebook.checkers(source.read(copied))


# 원고의 잘못
@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{ #rule }", "", r"## 제목 \{ #anchor \}"),
        ("<!-- 연습: 구현, 15분,", "<!-- 연습: 놀이, 15분,", "갈래는 손계산"),
        ('tags=["hint"]', 'tags=["hnit"]', "꼬리표 'hnit'"),
        ('# %% tags=["check"]\n', "# %%\n", "꼬리표가 없습니다"),
        ('# %% tags=["solution"]\n', '# %% tags=["also"]\n', "solution 셀이 1개는"),
        ("# 맞혔을 때도 고칩니다.\n", "", "무슨 실수인지"),
        ('tags=["task"]', "", "첫 과제"),
    ],
)
def test_a_source_that_lacks_something_says_where(copied, old, new, message):
    text = copied.read_text("utf-8")
    assert old in text
    copied.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PluginError, match=rf"(?s)neurons\.py.*{message}"):
        source.read(copied)


def test_a_source_that_changed_must_be_run_again(copied):
    topic = source.read(copied)
    run.stored(topic)
    copied.write_text(
        copied.read_text("utf-8").replace("error = target", "error = 1 * target"), "utf-8"
    )
    with pytest.raises(PluginError, match=r"make update PAGE=docs/ch10/exercises/neurons\.py"):
        run.stored(source.read(copied))
    topic.executed.unlink()
    with pytest.raises(PluginError, match="make update"):
        run.stored(topic)


def test_a_link_to_a_heading_that_is_not_there_is_refused():
    assert jupyter.heading(EXAMPLE.parent, "../mlp.md#chain-rule") == "연쇄 법칙"
    for link in ("../mlp.md#no-such", "../no-such.md#chain-rule", "../mlp.md"):
        with pytest.raises(PluginError, match="쪽과 앵커"):
            jupyter.heading(EXAMPLE.parent, link)


# 채점의 잘못
@pytest.mark.parametrize(
    ("role", "nth", "said", "message"),
    [
        ("start", 0, "✓ 맞습니다.", "start 셀.*틀려야"),
        ("solution", 0, "✗ 틀립니다.", "solution 셀.*맞아야"),
        ("also", 0, "Traceback", "also 셀.*맞아야"),
        ("wrong", 1, "✓ 맞습니다.", "wrong 셀.*틀려야"),
        ("wrong", 0, "✗ 한 줄\n두 줄", "wrong 셀.*틀려야"),
    ],
)
def test_a_checker_that_judges_wrongly_is_noticed(role, nth, said, message):
    topic = source.read(EXAMPLE)
    book = run.stored(topic)
    assert not list(verdicts(topic, book))
    places = [n for n, cell in enumerate(book.cells) if source.role(cell) == role]
    book.cells[places[nth] + 1].outputs[0].text = said
    (problem,) = verdicts(topic, book)
    assert re.search(message, problem)


def test_two_mistakes_with_one_reason_are_noticed():
    topic = source.read(EXAMPLE)
    book = run.stored(topic)
    places = [n for n, cell in enumerate(book.cells) if source.role(cell) == "wrong"]
    book.cells[places[1] + 1].outputs = book.cells[places[0] + 1].outputs
    (problem,) = verdicts(topic, book)
    assert "까닭이 같습니다" in problem


def test_views_fold_hints_and_mistakes():
    topic = source.read(EXAMPLE)
    text = views.tasks(topic, run.stored(topic), lambda link: "제목")
    assert text.count('??? hint "힌트 1"') == 3 and "solution" in text
    answers = views.solutions(topic, run.stored(topic))
    assert answers.startswith("# 풀이: ") and '??? mistake "맞혔을 때도 고칩니다"' in answers


def soup(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")
