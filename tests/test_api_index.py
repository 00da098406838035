"""API 찾아보기에는 쪽의 코드에서 쓴 이름이 빠짐없이 있고, 링크는 그 이름을 쓴 쪽으로 갑니다."""

import ast
import json
import re
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import PluginError

from hooks import api_index
from hooks.outline import Outline
from tests.engine.audit import load_pages
from tests.project import ROOT


def names(*blocks: str) -> set[str]:
    """한 쪽의 코드 블록에서 찾은 이름입니다."""
    source = "# 쪽 { #p }\n\n" + "\n".join(f"```python\n{block}\n```\n" for block in blocks)
    return set(api_index.collect([Outline("a.md", source)], str))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import keras\nkeras.layers.Dense(1)", {"keras.layers.Dense"}),
        ("from keras import layers as L\nL.Dense(1)", {"keras.layers.Dense"}),
        ("import keras\nS = keras.layers\nS.Dense(1)", {"keras.layers.Dense"}),
        ("import tensorflow as tf\ntf.GradientTape()", {"tensorflow.GradientTape"}),
        ("from sklearn.svm import SVC\nSVC()", {"sklearn.svm.SVC"}),
        ("import keras\nkeras.__version__; keras.layers.Layer.__new__", {"keras.layers.Layer"}),
        ("import numpy as np\nnp.zeros(3)\nkeras = 1", set()),
        ("import keras\ndef f(keras):\n    return keras.layers.Dense", set()),
        ("import keras\nx: keras.Model = 1\n@keras.saving.register_keras_serializable()\nclass A: pass",
         {"keras.Model", "keras.saving.register_keras_serializable"}),
        ("%pip install keras", set()),
    ],
)  # fmt: skip
def test_names_from_imported_modules(code, found):
    assert names(code) == found


@pytest.mark.parametrize(
    ("code", "methods"),
    [
        ("model = keras.Sequential([])\nmodel.fit(X, y)", {"fit"}),
        ("def build():\n    m = keras.Sequential([])\n    return m\nbuild().fit(X)", {"fit"}),
        (
            "class A(keras.Model):\n    def mine(self): pass\na = A()\na.mine()\na.save('x')",
            {"save"},
        ),
        ("model = keras.Sequential([])\nmodel = SVC()\nmodel.fit(X, y)", set()),
        ("def train(model):\n    model.fit(X)\nmodel = keras.Sequential([])", set()),
        ("model = keras.Sequential([])\nfor model in models:\n    model.fit(X)", set()),
        ("other.fit(X)", set()),
    ],
)
def test_methods_of_what_is_surely_a_model(code, methods):
    found = names("import keras", code)
    assert {n.rpartition(".")[2] for n in found if n.startswith("keras.Model.")} == methods


def test_the_whole_file_is_not_counted_again():
    source = '# 쪽 { #p }\n\n??? whole "전체 코드"\n\n    ```python\n    import keras\n    keras.Input(())\n    ```\n'
    assert api_index.collect([Outline("a.md", source)], str) == {}


def test_an_unknown_module_stops_with_its_place():
    source = "# 쪽 { #p }\n\n```python\nimport keras\nkeras.새것.Dense\n```\n".replace(
        "새것", "new"
    )
    with pytest.raises(PluginError, match=r"a\.md:3: keras\.new\.Dense.*GROUPS에 keras\.new"):
        api_index.collect([Outline("a.md", source)], str)


def test_the_page_with_the_largest_share_comes_first():
    few = "# 적게 { #few }\n\n```python\nimport keras\nkeras.Input(()); keras.ops.abs(1); keras.ops.abs(1)\n```\n"
    many = "# 많이 { #many }\n\n```python\nimport keras\nkeras.Input(())\n```\n"
    uses = api_index.collect([Outline("few.md", few), Outline("many.md", many)], str)
    assert [page.uri for page, _ in uses["keras.Input"]] == ["many.md", "few.md"]


def test_a_page_without_the_marker_stops():
    with pytest.raises(PluginError, match=r"api\.md: 이름이 놓일 자리가 없습니다"):
        api_index.write("# API\n", [], str)


# ── 만들어진 쪽 ───────────────────────────────────────────────────────────────
def keras_names(code: str, known: dict[str, str]) -> set[str]:
    """훅과 따로 쓴, 케라스의 이름을 찾는 법입니다. 식을 글로 풀어서 점으로 이은 이름인지 봅니다."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    written = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name.split(".")[0]] = alias.name.split(".")[0]
                if alias.asname:
                    known[alias.asname] = alias.name
        elif isinstance(node, ast.ImportFrom):
            known |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Assign) and re.fullmatch(
            r"keras\.[a-z.]+", ast.unparse(node.value)
        ):
            known[ast.unparse(node.targets[0])] = ast.unparse(node.value)
        elif isinstance(node, ast.Attribute | ast.Name) and id(node) not in inner:
            written.add(ast.unparse(node))
    full = set()
    for name in written:
        first, dot, rest = name.partition(".")
        if first in known:
            full.add(f"{known[first]}{dot}{rest}".split("._")[0])
    return {name for name in full if re.fullmatch(r"keras(\.\w+)+", name)}


@pytest.fixture(scope="module")
def built(site):
    return BeautifulSoup((site / "api" / "index.html").read_text("utf-8"), "html.parser")


def test_the_index_lists_the_keras_names_of_all_pages(built):
    listed = {code.get_text() for code in built.select("article dt code")}
    listed = {name for name in listed if re.match(r"keras\.(?!Model\.)", name)}
    found = set()
    for page in load_pages(ROOT):
        known = {}
        for code in page.code:
            if code.whole is None:
                found |= keras_names("\n".join(code.source), known)
    modules = {name for name in found if re.fullmatch(r"keras(\.[a-z_]+)+", name)}
    modules = {name for name in modules if any(other.startswith(f"{name}.") for other in found)}
    assert listed == {name for name in found - modules if not name.startswith("keras.Model.")}


def test_each_link_leads_to_a_page_that_uses_the_name(site, built):
    texts: dict[str, str] = {}
    for term in built.select("article dt"):
        links = term.find_next_sibling("dd").select("a:not(.term)")
        assert links, term
        for link in links:
            path, anchor = urldefrag(urljoin("api/", link["href"]))
            if path not in texts:
                texts[path] = (site / path / "index.html").read_text("utf-8")
            assert f'id="{anchor}"' in texts[path], link["href"]
            assert term.get_text().rpartition(".")[2] in texts[path], (term, link["href"])


def test_search_does_not_read_the_index(site):
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert not [doc for doc in index["docs"] if doc["location"].startswith("api/")]
