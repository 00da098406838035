"""검색 색인에 무엇이 남고, 검색 스크립트가 용어표를 아는지 확인합니다."""

import gzip
import json

import pytest

from hooks import search, terms

LIMIT = 150_000


@pytest.fixture(scope="session")
def index(site):
    return site / "search" / "search_index.json"


def compacted(text: str, location: str = "ch10/mlp/#backward-pass") -> dict:
    docs = [{"location": location, "title": "역방향¶", "text": text}]
    return json.loads(search.compact(json.dumps({"config": {}, "docs": docs})))["docs"][0]


def test_code_leaves_only_its_names():
    code = "model.fit_it(X, batch_size=32)  # x.not_this\nDense(1, kernel_initializer=&quot;he_normal&quot;)"
    doc = compacted(f"<p>글</p> <pre><code>{code}</code></pre> 출력<pre><code>0.12\n</code></pre>")
    assert doc["text"] == "<p>글</p> "
    assert doc["code"] == "Dense batch_size fit_it he_normal kernel_initializer"


@pytest.mark.parametrize("title", ["오류", "경고"])
def test_messages_stay(title):
    text = f"{title}<pre><code>ValueError: lr\n  ^^\n</code></pre>"
    assert compacted(text)["text"] == text


def test_sentences_in_the_output_stay():
    text = "출력<pre><code>0.12 손실\nCould not locate class &#x27;Scale&#x27;\n</code></pre>"
    kept = "출력<pre><code>Could not locate class &#x27;Scale&#x27;</code></pre>"
    assert compacted(text)["text"] == kept


def test_shell_commands_stay():
    text = "<pre><code>pip install keras\n</code></pre>"
    assert compacted(text)["text"] == text


def test_names_in_the_text_are_not_repeated():
    doc = compacted("<p><code>batch_size</code>는</p> <pre><code>f(batch_size=1)</code></pre>")
    assert "code" not in doc


def test_names_of_every_section_point_to_none():
    docs = [
        {"location": f"a/#{n}", "title": "", "text": "<pre><code>f(batch_size=1)</code></pre>"}
        for n in range(search.COMMON + 1)
    ]
    found = json.loads(search.compact(json.dumps({"config": {}, "docs": docs})))["docs"]
    assert not any("code" in doc for doc in found)


@pytest.mark.parametrize(
    ("location", "anchor"),
    [
        ("ch10/mlp/#backward-pass", "backward-pass"),
        ("ch10/mlp/#exercise-count", "count"),
        ("ch10/mlp/", "mlp"),
        ("", ""),
    ],
)
def test_english_names_come_from_anchors(location, anchor):
    assert compacted("", location)["anchor"] == anchor


@pytest.mark.parametrize("location", ["ch10/mlp/#references", "troubleshooting/#index"])
def test_lists_of_titles_are_left_out(location):
    docs = [{"location": location, "title": "", "text": ""}]
    assert json.loads(search.compact(json.dumps({"config": {}, "docs": docs})))["docs"] == []


def test_pages_of_errors_are_marked():
    docs = [{"location": "a/", "title": "", "text": "", "tags": ["오류"]}]
    found = json.loads(search.compact(json.dumps({"config": {}, "docs": docs})))["docs"][0]
    assert found["error"] and "tags" not in found


def test_script_knows_every_term():
    first = search.script(terms.load()).splitlines()[0]
    table = json.loads(first.removeprefix("const TERMS = "))
    assert [row[0] for row in table] == [term.ko for term in terms.load()]
    assert all(
        set(term.variants) <= set(row) for term, row in zip(terms.load(), table, strict=True)
    )


def test_index_is_small(index):
    size = len(gzip.compress(index.read_bytes(), 9))
    assert size < LIMIT, f"색인이 압축해서 {size:,}바이트입니다"


def test_site_carries_the_script(site):
    assert (site / search.PLACE).read_text("utf-8") == search.script(terms.load())
