"""코드 블록에 적은 줄의 수가 브라우저가 그릴 줄의 수와 같은지 봅니다."""

import pytest

from hooks import lines


@pytest.mark.parametrize(("code", "count"), [("x = 1\n", 1), ("a\n\nb\n", 3), ("", 1), ("a", 1)])
def test_lines_are_counted(code, count):
    html = lines.count(f"<pre><span></span><code>{code}</code></pre>")
    assert html == f'<pre><span></span><code style="--lines:{count}">{code}</code></pre>'


def test_code_in_the_text_is_left_alone():
    html = "<p><code>x</code></p>"
    assert lines.count(html) == html


def test_every_block_of_the_site_is_counted(site):
    for page in site.rglob("index.html"):
        html = page.read_text("utf-8")
        assert html.count("<pre><span></span><code>") == 0, page
