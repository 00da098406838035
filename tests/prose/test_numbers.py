"""잰 수를 다루는 일(`numbers`)을 검사합니다."""

import pytest

from tests.engine.snippets import Snippets
from tests.prose.numbers import evidence, expander, findings, shown, written
from tests.prose.text import markdown

MEASURED = {
    "정확도는 0.98입니다.": ["0.98"],
    "정확도는 98%이고 손실은 1.25입니다.": ["98%", "1.25"],
    "약 6배 빠르고 3.2배 큽니다.": ["6배", "3.2배"],
    "오차는 1e-6이고 2.5e-07입니다.": ["1e-6", "2.5e-07"],
    "크기는 10⁻⁶이고 2.3×10⁻⁴입니다.": ["10⁻⁶", "2.3×10⁻⁴"],
    "크기는 $10^{-6}$입니다.": ["10^{-6}"],
    r"약 $2 \times 10^{-3}$입니다.": [r"2 \times 10^{-3}"],
    r"값은 $\approx 0.25$입니다.": ["0.25"],
    "손실이 1,234.5입니다.": ["1,234.5"],
    "| 층 | 0.5 | 12% |": ["0.5", "12%"],
    "-0.5에서 −1.5까지입니다.": ["0.5", "1.5"],
    "0.1~0.9 사이입니다.": ["0.1", "0.9"],
}
FREE = [
    "1958년에 나왔습니다.",
    "케라스 3과 케라스 3.15와 파이썬 3.11입니다.",
    "텐서플로 2.4~2.15에서만 맞습니다.",
    "2.21.0 버전과 2024.11.3 날짜입니다.",
    "8×8 이미지 1,797개입니다.",
    "1. 첫째\n2. 둘째",
    "3배치마다, 2배열로, 10번입니다.",
    "[표 2.1과 0.98](https://a.kr/0.5)을 봅니다.",
    "`0.98`을 씁니다.",
    r"$\sigma'(x) \le 0.25$이고 $x^{2.5}$입니다.",
    "그림 3.2와 10.3절입니다.",
    "arXiv 1502.01852입니다.",
]


@pytest.mark.parametrize("text", MEASURED)
def test_measured_numbers_are_found(text):
    """잰 수를 글에 쓴 모양대로 찾습니다."""
    (line,) = markdown(text).lines
    assert [number.text for number in written(line)] == MEASURED[text]


@pytest.mark.parametrize("text", FREE)
def test_free_numbers_are_left_alone(text):
    """재지 않은 수는 찾지 않습니다."""
    assert not [number for line in markdown(text).lines for number in written(line)]


COVERED = [
    ("0.98입니다.", "0.98"),
    ("0.98입니다.", "0.9812"),
    ("98%입니다.", "0.98"),
    ("98%입니다.", "0.9812"),
    ("98.1%입니다.", "0.9812"),
    ("98%입니다.", "98.1%"),
    ("98%입니다.", "98.1"),
    ("50%입니다.", "0.5"),
    ("0.5입니다.", "5e-1"),
    ("약 6배입니다.", "5.97"),
    ("3.2배입니다.", "3.21"),
    ("1.2e-6입니다.", "1.2345e-06"),
    ("1.2e-6입니다.", "0.0000012"),
    ("$10^{-6}$입니다.", "9.1e-07"),
    (r"$9 \times 10^{-7}$입니다.", "9.1e-07"),
    ("-0.5입니다.", "-0.5"),
    ("1,234.5입니다.", "1234.5"),
]
NOT_COVERED = [
    ("0.98입니다.", "0.97"),
    ("0.98입니다.", "0.9"),
    ("0.98입니다.", "98"),
    ("98%입니다.", "98"),
    ("100%입니다.", "1"),
    ("98%입니다.", "0.97"),
    ("98.1%입니다.", "0.98"),
    ("6배입니다.", "60"),
    ("6배입니다.", "6.6"),
    ("1.2e-6입니다.", "1.3e-06"),
    ("$10^{-6}$입니다.", "9.1e-09"),
    ("0.5입니다.", "x0.5"),
]


def page(text: str, output: str, title: str = "출력") -> list[str]:
    """출력 하나가 있는 쪽에서 찾은 것입니다."""
    source = markdown(f'{text}\n\n```text title="{title}"\n값 {output}\n```')
    return [line for _, line in findings(source, lambda fence: fence.body)]


@pytest.mark.parametrize(("text", "output"), COVERED)
def test_output_covers_the_digits_it_rounds_to(text, output):
    """출력을 반올림한 수는 근거가 있습니다."""
    assert not page(text, output)
    assert page(text, output, title="설정")


@pytest.mark.parametrize(("text", "output"), NOT_COVERED)
def test_other_digits_are_not_covered(text, output):
    """다른 수나 자리가 모자란 출력은 근거가 아닙니다."""
    (line,) = page(text, output)
    assert line.startswith("docs/page.md:1: ")


COMMENTED = {
    "0.7입니다.<!-- 검증: ch10/a.py:b -->": "",
    '[글로럿](https://a.kr)은 0.7입니다.<!-- 수: 인용 "Glorot 2010, 표 1" -->': "",
    '글로럿은 0.7입니다.<!-- 수: 인용 "Glorot 2010, 표 1" -->': "링크를 답니다",
    "[글로럿](https://a.kr)은 0.7입니다.<!-- 수: 인용 -->": "모양으로",
    '[글로럿](https://a.kr)입니다.<!-- 수: 인용 "Glorot" -->': "지웁니다",
    '글\n\n<!-- 수: 인용 "Glorot" -->\n\n글': "줄에 붙입니다",
    "0.7입니다.\n0.8입니다.<!-- 검증: ch10/a.py:b -->": '"0.7"',
    "```python\nrate = 0.7\n```\n\n학습률은 0.7입니다.": "",
    "## 0.7의 뜻 { #a }": "",
}


@pytest.mark.parametrize("text", COMMENTED)
def test_claims_quotes_and_code(text):
    """주장과 인용과 코드를 근거로 치고, 잘못 쓴 인용은 알립니다."""
    found = [line for _, line in findings(markdown(text), lambda fence: fence.body)]
    assert [COMMENTED[text] in line for line in found] == ([True] if COMMENTED[text] else [])


def test_numbers_shown_by_code_and_output():
    """코드와 출력의 여러 모양을 수로 읽습니다."""
    text = "x1 = [1., .5, 60_000, 1,797] # 2e-3 98.5%"
    assert [str(number.value) for number in shown(text)] == [
        "1", "0.5", "60000", "1797", "0.002", "98.5",
    ]  # fmt: skip


def test_snippets_are_expanded_as_on_the_site(tmp_path):
    """조각은 사이트의 설정으로 펼치고, 파일 전체를 보이는 펜스는 근거로 치지 않습니다."""
    (tmp_path / "mkdocs.yml").write_text(
        "markdown_extensions:\n  - pymdownx.snippets:\n"
        "      base_path: !relative $config_dir/parts\n      check_paths: true\n"
    )
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/a.py").write_text(
        "# --8<-- [start:data]\nrate = 0.7\n# --8<-- [end:data]\nassert rate > 0.6\n"
    )
    part = '```python\n--8<-- "a.py:data"\n```\n'
    whole = '??? whole "전체 코드"\n    ```python\n    --8<-- "a.py"\n    ```\n'
    found = evidence(markdown(part + whole), expander(Snippets(tmp_path)))
    assert [number.text for number in found] == ["0.7"]
