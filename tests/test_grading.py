"""채점기는 무엇을 받아도 ✓나 ✗로 시작하는 한 문장을 인쇄하고 멈추지 않습니다."""

import importlib
from pathlib import Path

import numpy as np
import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture
def grading(monkeypatch):
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("grading")


@pytest.fixture
def say(grading, capsys):
    """답을 채점하는 함수를 받아 인쇄한 한 줄을 돌려줍니다."""

    def said(check, *answers):
        assert grading.graded(check)(*answers) is None
        (line,) = capsys.readouterr().out.splitlines()
        return line

    return said


def test_a_right_answer_is_told_what_was_learned(say):
    assert say(lambda answer: "배웠습니다.", 1) == "✓ 배웠습니다."


def test_a_wrong_answer_is_told_why(grading, say):
    def check(answer):
        raise grading.Wrong("절반입니다.")

    assert say(check, 1) == "✗ 절반입니다."


@pytest.mark.parametrize(
    "blank", [..., [1, ...], {"a": ...}, (1, [..., 2]), np.array([..., 1]), {"a": {"b": [...]}}]
)
def test_a_blank_anywhere_is_noticed(grading, say, blank):
    assert say(lambda answer: "맞습니다.", blank) == f"✗ {grading.BLANK}"


@pytest.mark.parametrize("filled", [0, None, [], {}, np.zeros(3), "..."])
def test_an_answer_without_a_blank_is_graded(say, filled):
    assert say(lambda answer: "맞습니다.", filled) == "✓ 맞습니다."


def test_an_answer_that_stops_is_shown_its_line(grading, say):
    code = "def answer(x):\n    y = x + 1\n    return y / 0\n"
    names = {}
    import linecache

    linecache.cache["<ipykernel-cell>"] = (
        len(code),
        None,
        code.splitlines(True),
        "<ipykernel-cell>",
    )
    exec(compile(code, "<ipykernel-cell>", "exec"), names)
    said = say(lambda answer: grading.call(answer, 1), names["answer"])
    assert said == "✗ `return y / 0`에서 멈췄습니다. ZeroDivisionError: division by zero"


def test_an_answer_the_checker_cannot_use_is_told_so(say):
    said = say(lambda answer: f"{answer:d}", "글")
    assert said.startswith("✗ 답을 써 보다가 멈췄습니다.") and "ValueError" in said


def test_an_error_without_words_is_named(say):
    def check(answer):
        raise KeyError

    assert "KeyError" in say(check, 1)


def test_functions_get_copies_of_the_data(grading):
    data = np.zeros(3)

    def spoil(x):
        x += 1
        return x

    assert grading.call(spoil, data).sum() == 3 and data.sum() == 0


def test_functions_that_return_nothing_are_told(grading):
    with pytest.raises(grading.Wrong, match="`return`"):
        grading.call(lambda: None)
    with pytest.raises(grading.Wrong, match="빈칸"):
        grading.call(lambda: ...)
    with pytest.raises(grading.Wrong, match="함수의 이름만"):
        grading.call(np.zeros(3))


def test_arrays_of_another_shape_are_told(grading):
    assert grading.as_array([[1, 2]], "W", (1, 2)).dtype == float
    with pytest.raises(grading.Wrong, match=r"W: 크기가 \(2, 1\)이어야 하는데 \(1, 2\)"):
        grading.as_array([[1, 2]], "W", (2, 1))
    with pytest.raises(grading.Wrong, match="수나 수의 배열"):
        grading.as_array("글", "W")
    assert grading.as_number(np.array([[3]]), "b") == 3
    with pytest.raises(grading.Wrong, match="수 하나"):
        grading.as_number([1, 2], "b")


def test_tensors_are_taken_as_arrays(grading):
    class Tensor:
        def numpy(self):
            return np.float32([1, 2])

        def __array__(self, *args, **kwargs):
            raise TypeError("그래프에 있는 텐서")

    assert grading.as_array(Tensor(), "x").tolist() == [1, 2]


def test_known_mistakes_are_named_before_the_rest(grading):
    grading.compare(1.0, 1.0 + 1e-6, [], "다릅니다")
    with pytest.raises(grading.Wrong, match="절반"):
        grading.compare(0.5, 1.0, [(0.5, "절반입니다")], "다릅니다")
    with pytest.raises(grading.Wrong, match="다릅니다"):
        grading.compare(0.7, 1.0, [(0.5, "절반입니다")], "다릅니다")
    with pytest.raises(grading.Wrong, match="다릅니다"):
        grading.compare(np.ones(2), np.ones(3), [], "다릅니다")


def test_a_mistake_that_cannot_be_told_from_the_answer_is_not_named(grading):
    grading.compare(1.0, 1.0, [(1.0, "절반입니다")], "다릅니다")
