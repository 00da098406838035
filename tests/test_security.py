"""쪽마다 같은 보안 규칙이 있고, 규칙은 쪽에 있는 스크립트만 허락합니다."""

import re

import pytest

from hooks.security import policy

RULE = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


@pytest.fixture
def pages(site):
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")
    }


def test_every_page_has_the_same_rule_before_anything_it_governs(pages):
    rules = {name: RULE.findall(html) for name, html in pages.items()}
    assert {name for name, found in rules.items() if len(found) != 1} == set()
    assert len({found[0] for found in rules.values()}) == 1
    for name, html in pages.items():
        at = RULE.search(html).start()
        assert not re.search(r"<(?:script|link|style|base)\b", html[:at]), name


def test_rule_is_strict(pages):
    (rule,) = RULE.findall(pages["index.html"])
    rules = dict(part.split(" ", 1) for part in rule.split("; "))
    assert rules["default-src"] == "'self'"  # 파이어폭스는 이것으로 다음 쪽을 미리 받습니다.
    assert {rules[f"{kind}-src"] for kind in ("object", "frame", "media")} == {"'none'"}
    assert "unsafe" not in rules["script-src"] and "unsafe-eval" not in rule
    assert "unsafe" not in rules["style-src"]
    assert not re.search(r"https?:|\*", rule)


def test_nothing_on_a_page_needs_a_looser_rule(pages):
    """속성에 적은 스크립트와 쪽 안의 스타일은 규칙이 막습니다."""
    for name, html in pages.items():
        tags = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
        assert not re.search(r"<[a-z][^<>]*\son[a-z]+=", tags), name
        assert not re.search(r"<style\b|(?:href|src|action)=[\"']?javascript:", tags), name


def test_scripts_are_allowed_by_their_hash():
    one, two = "<script>a()</script>", "<script>b()</script>"
    data, file = '<script type="application/json">{}</script>', '<script src="a.js"></script>'
    assert policy([one, data, file]) == policy([one, one])
    assert policy([one, two]).count("'sha256-") == 2
    assert policy([file]).count("sha256") == 0
