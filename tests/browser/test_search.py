"""오류 메시지를 붙여 넣어 찾으면 문제 해결의 그 항목이 나오는지, 진짜 검색으로 봅니다.

문제 해결이 셋째 쪽 안에 나오고, 그 결과에 항목이 있어야 합니다.
"""

from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

MESSAGES = {
    "Do not pass an `input_shape`/`input_dim` argument to a layer": "input-shape",
    "Cannot convert '784' to a shape": "input-tuple",
    "Argument(s) not recognized: {'lr': 0.01}": "lr-argument",
    "Expected `metrics` argument to be a list, tuple, or dict": "metrics-string",
    "tuple arity mismatch": "metrics-per-output",
    "Arguments `target` and `output` must have the same rank (ndim)": "categorical-labels",
    "Unknown variable ... only be called for the variables it was originally built with": (
        "optimizer-reused"
    ),
    "has no attribute 'predict_classes'": "predict-classes",
    "Invalid filepath extension for saving": "save-extension",
    "File format not supported ... Keras 3 only supports V3 `.keras` files": "load-saved-model",
    "Could not deserialize 'keras.metrics.mse'": "h5-mse",
    "Could not locate class": "custom-class",
    "The filepath provided must end in `.keras`": "checkpoint-extension",
    "KeyError: 'lr'": "keyerror-lr",
    "its learning rate is not settable": "plateau-schedule",
    "TBNotInstalledError": "tensorboard-missing",
    "No module named 'keras.wrappers.scikit_learn'": "sklearn-wrapper",
    "No module named 'tensorflow_addons'": "tensorflow-addons",
    "Glyph 44867 missing from font(s) DejaVu Sans": "korean-font",
    "You must install graphviz": "plot-model",
}


@pytest.fixture(scope="module")
def look_up(chromium, address):
    """검색창에 넣고 결과의 주소를 위에서부터 돌려주는 함수입니다. 색인은 한 번만 받습니다."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.locator(".md-search__input").click()

    def search(words: str) -> list[str]:
        box = page.locator(".md-search__input")
        box.fill("")
        box.press_sequentially(words[-1])  # 테마는 글쇠를 뗄 때 찾습니다
        box.fill(words)
        box.press("End")
        page.wait_for_timeout(700)
        links = page.locator(".md-search-result__link").all()
        urls = [urlsplit(link.get_attribute("href")) for link in links]
        return [f"{url.path.lstrip('/')}#{url.fragment}" for url in urls]

    yield search
    context.close()


@pytest.mark.parametrize("message", MESSAGES)
def test_message_finds_its_entry(look_up, message):
    found = look_up(message)
    assert found, "결과가 없습니다"
    pages = list(dict.fromkeys(url.partition("#")[0] for url in found))
    assert "troubleshooting/" in pages[:3], pages
    anchors = [url.rpartition("#")[2] for url in found if url.startswith("troubleshooting/")]
    assert MESSAGES[message] in anchors, anchors[:8]
