"""비교 규칙: 허용 오차 안이면 같고, 숫자나 부호나 단위나 낱말이나 줄이 바뀌면 다릅니다."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.engine.compare import NUMBER, difference, same_text, screen

words = st.sampled_from("손실 정확도 loss accuracy 에포크 dense_1 약 v2".split())
units = st.sampled_from(["", "%", "배", "개", "초", "pt"])
decimals = st.builds(
    lambda value, places: f"{value:.{places}f}",
    st.floats(-1e4, 1e4, allow_nan=False),
    st.integers(1, 6),
)
integers = st.integers(-(10**6), 10**6).map(str)
numbers = st.one_of(decimals, integers)
tokens = st.one_of(words, st.tuples(numbers, units).map("".join))
lines = st.lists(tokens, min_size=1, max_size=6).map(" ".join)
texts = st.lists(lines, min_size=1, max_size=5).map("\n".join)


@given(texts)
def test_text_equals_itself(text):
    assert same_text(text, text)


@given(texts, st.integers(1, 5))
def test_number_of_spaces_does_not_matter(text, n):
    assert same_text(text, text.replace(" ", " " * n) + "  \n\n")


@given(decimals, st.sampled_from([-1, 0, 1]), words, units)
def test_last_shown_digit_may_differ_by_one(number, shift, word, unit):
    places = len(number.partition(".")[2])
    moved = f"{(int(number.replace('.', '')) + shift) / 10**places:.{places}f}"
    assume(float(moved) * float(number) >= 0)
    assert same_text(f"{word} {number}{unit}", f"{word} {moved}{unit}")


@given(decimals, st.integers(2, 9), st.booleans(), words, units)
def test_more_than_one_in_the_last_digit_differs(number, shift, negative, word, unit):
    places = len(number.partition(".")[2])
    shift = -shift if negative else shift
    moved = f"{(int(number.replace('.', '')) + shift) / 10**places:.{places}f}"
    assert not same_text(f"{word} {number}{unit}", f"{word} {moved}{unit}")


@given(texts, st.data())
def test_changed_digit_before_the_last_differs(text, data):
    found = [m for m in NUMBER.finditer(text) if len(re.sub(r"\D", "", m[0])) > 1]
    assume(found)
    number = data.draw(st.sampled_from(found))
    places = [i for i, c in enumerate(number[0]) if c.isdigit()][:-1]
    place = number.start() + data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[place]]))
    changed = text[:place] + digit + text[place + 1 :]
    neighbour = abs(float(NUMBER.search(changed, number.start())[0]) - float(number[0]))
    decimals_shown = len(number[0].partition(".")[2])
    assume(neighbour > 1.01 * 10**-decimals_shown or "." not in number[0])
    assert not same_text(text, changed)


@given(integers, st.integers(1, 9))
def test_integers_are_exact(number, shift):
    assert not same_text(f"정확도 {number}", f"정확도 {int(number) + shift}")


@given(decimals, words)
def test_changed_sign_differs(number, word):
    assume(abs(float(number)) > 1.01 * 10 ** -len(number.partition(".")[2]))
    flipped = number[1:] if number.startswith("-") else f"-{number}"
    assert not same_text(f"{word} {number}", f"{word} {flipped}")


@given(numbers, units, units)
def test_changed_unit_differs(number, unit, other):
    assume(unit != other)
    assert not same_text(f"손실 {number}{unit}", f"손실 {number}{other}")


@given(texts, words, st.data())
def test_changed_word_differs(text, word, data):
    parts = text.split(" ")
    index = data.draw(st.integers(0, len(parts) - 1))
    assume("\n" not in parts[index] and parts[index] != word)
    changed = " ".join([*parts[:index], word, *parts[index + 1 :]])
    assert not same_text(text, changed)


@given(texts, lines, st.data())
def test_added_or_missing_line_differs(text, line, data):
    parts = text.split("\n")
    index = data.draw(st.integers(0, len(parts)))
    longer = "\n".join([*parts[:index], line, *parts[index:]])
    assert not same_text(text, longer)
    assert not same_text(longer, text)


@given(texts, texts)
def test_difference_is_empty_exactly_when_texts_are_the_same(one, other):
    assert bool(difference(one, other)) is not same_text(one, other)


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ("[ 0.12 -0.34]", "[0.12 -0.34]"),
        ("[-0.   1. ]", "[ 0.   1. ]"),
        ("1.00e-03", "9.99e-04"),
        ("손실 -0.00", "손실 0.00"),
        ("4/4 ━━━━ 0s 17ms/step - loss: 0.51", "4/4 ━━━━ 12s 3s/step - loss: 0.51"),
        ("4/4 ━━━━ 1:02s 1s/epoch - loss: 0.51", "4/4 ━━━━ 0s 9us/epoch - loss: 0.51"),
    ],
)
def test_same(want, got):
    assert same_text(want, got)


@pytest.mark.parametrize(
    ("want", "got"),
    [
        ("keras 3.15.1", "keras 3.16.1"),
        ("정확도 0.93", "정확도 0.930"),
        ("정확도 0.9", "정확도 1"),
        ("1.00e-03", "0.001"),
        ("1.00e-03", "1.00e-04"),
        ("30ms", "30s"),
        ("3 s 걸렸습니다", "4 s 걸렸습니다"),
        ("dense_1", "dense_2"),
        ("a b", "ab"),
        ("[1 2]", "[12]"),
        ("0x1f", "0x2f"),
        ("loss: nan", "loss: 0.0"),
        ("(32, 10)", "(32, 11)"),
        ("", "0"),
    ],
)
def test_different(want, got):
    assert not same_text(want, got)
    assert not same_text(got, want)


def test_screen_keeps_what_the_terminal_shows_last():
    assert screen("1/2 loss: 0.9\r2/2 loss: 0.5\n\x1b[1m끝\x1b[0m\x08\n") == "2/2 loss: 0.5\n끝\n"


def test_difference_shows_only_lines_that_differ():
    shown = difference("손실 0.51\n정확도 0.93", "손실 0.52\n정확도 0.81")
    assert "-정확도 0.93" in shown and "+정확도 0.81" in shown
    assert "-손실" not in shown
