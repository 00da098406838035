"""글을 읽는 일(`text`)을 검사합니다."""

import pytest

from tests.prose.text import CODE, LINK, MATH, markdown, notebook, python, table


def prose(page: str) -> dict[int, str]:
    """줄 번호마다 양 끝의 공백을 뗀 글입니다."""
    return {line.number: line.text.strip() for line in markdown(page).lines}


FENCES = {
    "보통": "앞\n```python\n안\n```\n뒤",
    "물결": "앞\n~~~python\n안\n~~~\n뒤",
    "상자 안": '앞\n!!! note "참고"\n\n    ```python\n    안\n    ```\n\n뒤',
    "겹친 상자": '앞\n!!! note "참고"\n    ??? tip "팁"\n        ```\n        안\n        ```\n뒤',
    "탭 안": '앞\n=== "참고"\n\n    ```python\n    안\n    ```\n뒤',
    "목록 안": "앞\n- ```python\n  안\n  ```\n뒤",
    "차례 목록 안": "앞\n1. 항목\n\n    ```python\n    안\n    ```\n뒤",
    "인용 안": "앞\n> ```python\n> 안\n> ```\n뒤",
    "펜스를 보이는 펜스": "앞\n````markdown\n```python\n안\n```\n안\n````\n뒤",
    "물결 안의 펜스": "앞\n~~~\n```\n안\n~~~\n뒤",
    "펜스 안의 주석": "앞\n```html\n<!-- 안\n```\n뒤",
    "제목 붙은 펜스": '앞\n```text title="출력"\n안\n```\n뒤',
}


@pytest.mark.parametrize("page", FENCES.values(), ids=FENCES)
def test_code_fences_are_not_prose(page):
    """어떤 자리의 코드 펜스든 글에서 빠지고, 다음 글의 줄 번호가 맞습니다."""
    shown = prose(page)
    assert not any("안" in text for text in shown.values())
    assert shown[1] == "앞"
    assert shown[len(page.split("\n"))] == "뒤"


def test_an_unclosed_fence_is_reported():
    """닫히지 않은 펜스는 여는 줄만 펜스로 보고, 뒤의 글은 그대로 읽습니다."""
    source = markdown("앞\n```python\n안")
    assert not source.fences[0].closed
    assert [line.number for line in source.lines] == [1, 3]


MASKED = {
    "`fit()`을 부릅니다.": f"{CODE * 7}을 부릅니다.",
    "``a`b``를 봅니다.": f"{CODE * 7}를 봅니다.",
    r"학습률 $\eta$(에타)입니다.": f"학습률 {MATH * 6}(에타)입니다.",
    "값은 $5와 $6입니다.": "값은 $5와 $6입니다.",
    "$$x = 1$$": MATH * 9,
    "[논문](https://a.kr/x_(y))은": f"[논문]{LINK * 20}은",
    "https://a.kr/b_c 를": f"{LINK * 16} 를",
    "끝입니다.<!-- 검증: ch10/a.py:b -->": "끝입니다.",
    "## 제목 { #anchor }": "## 제목",
    '![그림](fig/a.svg){ width="300" }': f"![그림]{LINK * 11}",
    '!!! tip "팁"': '"팁"',
    '??? answer "풀이"': '"풀이"',
    '=== "패션 MNIST"': '"패션 MNIST"',
    "<div markdown>글</div>": "글",
    "`<!-- 주석 -->`처럼 씁니다.": f"{CODE * 13}처럼 씁니다.",
}


@pytest.mark.parametrize("line", MASKED)
def test_what_is_not_prose_is_masked(line):
    """글이 아닌 것은 자리표가 되고 칸은 그대로입니다."""
    (read,) = markdown(line).lines
    assert read.text.strip() == MASKED[line]
    assert len(read.text) == len(line)


def test_comments_keep_their_line():
    """여러 줄에 걸친 주석도 시작한 줄의 번호를 가집니다."""
    source = markdown("글\n글 <!-- 검증:\nx --> 글\n<!-- 수: y -->")
    assert [(comment.number, comment.text) for comment in source.comments] == [
        (2, "검증:\nx"),
        (4, "수: y"),
    ]
    assert [line.number for line in source.lines] == [1, 2, 3]


def test_display_math_keeps_line_numbers():
    """여러 줄 수식 뒤의 글도 줄 번호가 맞습니다."""
    page = "앞\n\n$$\n\\text{한글}\n$$\n\n뒤"
    assert prose(page)[7] == "뒤"
    assert [line.kind for line in markdown(page).lines if MATH in line.text] == ["math"] * 3


def test_front_matter_shows_only_what_readers_see():
    """머리말에서는 제목과 설명만 글입니다."""
    assert prose("---\ntitle: 첫 쪽\ntags: [가]\n---\n글") == {2: "첫 쪽", 5: "글"}


PYTHON = '''\
x = "영어 아님"  # 표본 수
print(f"정확도 {score:.2f}입니다\\n")
y = "english"  # no
"""여러 줄
글입니다."""
plt.xlabel("에포크"); plt.ylabel("손실")
'''


def test_python_strings_and_comments():
    """한글이 있는 문자열과 주석을 저마다 한 줄로 읽습니다."""
    read = [(line.number, line.kind, line.text.strip()) for line in python(PYTHON).lines]
    assert read == [
        (1, "string", "영어 아님"),
        (1, "comment", "표본 수"),
        (2, "string", f"정확도 {CODE * 11}입니다"),
        (4, "string", "여러 줄"),
        (5, "string", "글입니다."),
        (6, "string", "에포크"),
        (6, "string", "손실"),
    ]


NOTEBOOK = """\
# %% [markdown] tags=["task"]
# ## 제목 { #anchor }
#
# `code`와 $w$입니다.

# %% tags=["start"]
b = 0  # 절편
print("# 글")
"""


def test_notebooks_are_markdown_and_python_cells():
    """글 셀은 마크다운으로, 코드 셀은 파이썬으로 읽고 줄 번호는 원고와 같습니다."""
    read = [(line.number, line.kind, line.text.strip()) for line in notebook(NOTEBOOK).lines]
    assert read == [
        (2, "heading", "## 제목"),
        (4, "text", f"{CODE * 6}와 {MATH * 3}입니다."),
        (7, "comment", "절편"),
        (8, "string", "# 글"),
    ]


def test_definitions_of_the_glossary():
    """용어표의 뜻풀이를 그 줄의 번호와 함께 읽습니다."""
    source = table("en,ko,variants,definition\nclass,클래스,,갈래입니다.\n")
    assert [(line.number, line.text) for line in source.lines] == [(2, "갈래입니다.")]
