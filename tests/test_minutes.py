"""장의 길에 적는 시간: 처음에 보이는 글과 코드만 세고, 링크마다 한 번 적습니다."""

import re

from hooks import minutes

SENTENCE = "가" * 99 + "."  # 100자


def count(markdown: str) -> int:
    return minutes.minutes(markdown, lambda body: body.replace("--8<--", "x = 1\n" * 40))


def test_letters_and_lines_of_code_take_time():
    assert count(f"{SENTENCE}\n" * 10) == 2
    assert count("```python\n--8<--\n```\n") == 2
    assert count("```text\n" + "가" * 5000 + "\n```\n") == 1


def test_what_is_folded_or_hidden_takes_none():
    folded = f'??? answer "풀이"\n\n    {SENTENCE * 50}\n\n    ```python\n    --8<--\n    ```\n\n'
    assert count(folded + SENTENCE) == 1
    assert count(f"<!-- 검증: {'a' * 9000}.py:b -->{SENTENCE}") == 1
    assert count(f"[{SENTENCE}](https://example.com/{'a' * 9000})") == 1


def test_path_names_the_minutes_of_each_page():
    markdown = '[밖](a.md)\n<div class="path" markdown>\n\n- [가](a.md)\n- [나](b/c.md)\n\n</div>\n'
    written = minutes.write(markdown, {"a.md": 3, "b/c.md": 12}.get)
    assert written.splitlines()[0] == "[밖](a.md)"
    assert re.findall(r'\((.*?)\) <span class="path__minutes">(\d+)분</span>', written) == [
        ("a.md", "3"),
        ("b/c.md", "12"),
    ]
