"""스타일과 스크립트를 묶어도 뜻이 달라지지 않습니다."""

import pytest
from mkdocs.exceptions import PluginError

from hooks import bundle


def test_styles_lose_comments_and_indents():
    css = "/* 글\n   둘째 줄 */\na {\n  color: red;  /* 색 */\n}\n"
    assert bundle.pack_styles(css) == "a {\ncolor: red;  \n}\n"


def test_scripts_keep_addresses_and_strings():
    script = '// 주석\n  const at = "https://a.kr" // 뒤의 주석\n\n  // 또\n  go(`${at}/x`)\n'
    assert bundle.pack_scripts(script) == (
        'const at = "https://a.kr" // 뒤의 주석\ngo(`${at}/x`)\n'
    )


def test_scripts_with_long_strings_are_refused():
    with pytest.raises(PluginError, match="여러 줄 문자열"):
        bundle.pack_scripts("const a = `하나\n  둘`\n")


def test_pages_ask_for_the_bundles_alone(site):
    html = (site / "index.html").read_text("utf-8")
    assert html.count("css/site.css") == html.count("js/site.js") == 1
    assert "js/copy.js" not in html and "css/text.css" not in html


def test_bundle_keeps_the_order_of_the_settings(site):
    script = (site / bundle.SCRIPTS).read_text("utf-8")
    assert script.index("copy-up-to") < script.index("data-copy-page")
