"""남겨 둔 결과는 그것을 정하는 것이 그대로일 때만 다시 쓰고, 빌드를 막지 않습니다."""

from pathlib import Path

import jinja2
import pygments
import pytest

from hooks import cache, highlight, katex, lexer, templates


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "FOLDER", tmp_path / "cache")
    monkeypatch.setattr(cache, "_stores", [])
    return tmp_path / "cache"


def kept(key: str = "열쇠", *origins: str) -> str | None:
    """다음에 만드는 사이트가 찾는 결과입니다."""
    store = cache.Store("이름", *origins)
    found = key in store
    return store[key] if found else None


def keep(result: str = "결과", *origins: str) -> None:
    cache.Store("이름", *origins)["열쇠"] = result
    cache.save()


def test_result_is_there_next_time(folder):
    assert kept() is None
    keep("한 줄\n둘째 줄")
    assert kept() == "한 줄\n둘째 줄"
    assert kept("다른 열쇠") is None
    assert [file.name for file in folder.iterdir()] == ["이름"]


def test_changed_origin_forgets_the_result():
    keep("결과", "판 1", "소스")
    assert kept("열쇠", "판 1", "소스") == "결과"
    assert kept("열쇠", "판 2", "소스") is None
    assert kept("열쇠", "판 1") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: b"",
        lambda whole: b"\xff\x00",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole.replace("결과".encode(), "거짓".encode()),
        lambda whole: whole.partition(b"\n")[2],
    ],
    ids=["빈 파일", "글이 아닌 것", "반쪽", "달라진 결과", "해시가 없는 것"],
)
def test_spoiled_file_is_made_again(folder, spoil):
    keep()
    file = folder / "이름"
    file.write_bytes(spoil(file.read_bytes()))
    assert kept() is None
    keep()
    assert kept() == "결과"


def test_longest_unused_result_is_dropped_when_full(monkeypatch):
    monkeypatch.setattr(cache, "LIMIT", 14)  # 셋이 들어갑니다
    names = ["처음", "둘째", "셋째", "다음", "새것"]
    for name in names:
        cache._stores.clear()
        cache.Store("이름")[name] = "네 글자"
        cache.save()
    assert [kept(name) for name in names] == [None] * 2 + ["네 글자"] * 3
    cache._stores.clear()
    cache.Store("이름")["긴 것"] = "네 글자" * 9  # 이번에 쓴 것은 넘쳐도 남깁니다
    cache.save()
    assert (kept("새것"), kept("긴 것")) == (None, "네 글자" * 9)


def test_nothing_new_writes_nothing(folder):
    keep()
    before = (folder / "이름").stat().st_mtime_ns
    assert kept() == "결과"
    cache.save()
    assert (folder / "이름").stat().st_mtime_ns == before


def test_folder_that_cannot_be_written_does_not_stop_the_build(folder):
    folder.write_text("폴더가 아닙니다")
    keep()
    assert kept() is None


def test_colors_and_formulas_depend_on_what_makes_them():
    for store, files in (
        (highlight._store, (highlight.__file__, lexer.__file__)),
        (katex._store, (katex.__file__, katex.SCRIPT)),
    ):
        for file in files:
            assert Path(file).read_text("utf-8") in store.origins
    assert pygments.__version__ in highlight._store.origins
    assert jinja2.__version__ in templates._store.origins


def test_kept_color_is_used(monkeypatch):
    store = cache.Store("색")
    store["python\nx = 1"] = "남긴 것"
    monkeypatch.setattr(highlight, "_store", store)
    assert highlight.colored("x = 1", "python") == "남긴 것"
    assert highlight.colored("x = 2", "python") != "남긴 것"


def test_template_is_compiled_once(monkeypatch):
    monkeypatch.setattr(templates, "_store", cache.Store("틀"))
    compiled = []

    class Environment(jinja2.Environment):
        def compile(self, source, *where):
            compiled.append(source)
            return super().compile(source, *where)

    def render(source: str) -> str:
        loader = jinja2.DictLoader({"쪽": source})
        environment = Environment(loader=loader, bytecode_cache=templates.Compiled())
        return environment.get_template("쪽").render(글="가")

    assert [render("{{ 글 }}나"), render("{{ 글 }}나"), render("{{ 글 }}다")] == [
        "가나",
        "가나",
        "가다",
    ]
    assert compiled == ["{{ 글 }}나", "{{ 글 }}다"]
