"""코드 블록에 적은 줄의 수가 브라우저가 그릴 줄의 수와 같은지 봅니다."""

import pytest

from hooks import lines


@pytest.mark.parametrize(
    ("code", "count", "columns"),
    [
        ("x = 1\n", 1, 5),
        ("a\n\n한글\n", 3, 4),
        ("\uff21b", 1, 3),  # 전각 로마자도 두 칸입니다
        ("", 1, 0),
        ('<span class="k">if</span> a &lt; b', 1, 8),
    ],
)
def test_lines_and_columns_are_counted(code, count, columns):
    size = f'style="--lines:{count}" data-columns="{columns}"'
    html = lines.count(f"<pre><span></span><code>{code}</code></pre>")
    assert html == f"<pre><span></span><code {size}>{code}</code></pre>"


def test_code_in_the_text_is_left_alone():
    html = "<p><code>x</code></p>"
    assert lines.count(html) == html


def test_every_block_of_the_site_is_counted(site):
    for page in site.rglob("index.html"):
        html = page.read_text("utf-8")
        assert html.count("<pre><span></span><code>") == 0, page
