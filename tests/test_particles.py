"""조사가 앞말에 묶이는지, 글자는 그대로인지 봅니다. 정말 줄을 바꾸지 않는지는 tests/browser/test_lines.py가 봅니다."""

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from hooks import katex, particles


@pytest.fixture(scope="module")
def render(settings):
    own = [katex.KatexExtension(), particles.ParticleExtension()]
    md = Markdown(
        extensions=[*settings.markdown_extensions, *own], extension_configs=settings.mdx_configs
    )
    return lambda text: BeautifulSoup(md.reset().convert(text), "html.parser")


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("손실(loss)은 줄어듭니다.", [")은"]),
        ("꼭 '배운다'고 합니다. 10%를 넘고 《책》을 봅니다.", ["'고", "%를", "》을"]),
        ("원-핫 인코딩과 맥스-노름은 -3에서", ["-핫", "-노름은"]),
        ("손실은 (작은) 값입니다.", []),
        ("`fit()`은 (`History`)를 줍니다.", [")를"]),
        ("[케라스(Keras)](https://keras.io)를 씁니다.", []),
        ("**손실(loss)은** 줄고 _정확도(accuracy)_는 늘어납니다.", [")은"]),
        ("# 손실(loss)은\n\n끝", []),
        ("```text\n손실(loss)은\n```", []),
        ("이름(가)나(나)다.", [")나", ")다"]),
    ],
)
def test_what_is_bound(render, text, bound):
    assert [span.get_text() for span in render(text).select(".bound")] == bound


@pytest.mark.parametrize(
    ("formula", "after", "bound"),
    [
        (r"\eta", "는 학습률입니다.", "는"),
        (r"\eta", "(에타)라고 읽습니다.", "(에타)라고"),
        (r"\eta", "(학습률이 아닌 것)라고", None),
        (r"\eta", " 는", None),
        (r"w / (1 - w)", "입니다.", "입니다"),
        (r"(1/4 + 1/4)/4 = 1/8", "입니다.", None),
    ],
)
def test_short_formulas_keep_what_follows(render, formula, after, bound):
    found = render(f"값은 ${formula}${after}").select(".bound")
    around = [span.contents[-1] for span in found if span.select_one("bdi .katex")]
    assert around == ([bound] if bound else [])


def test_formulas_in_narrow_tables_may_break(render):
    table = "| 손실 |\n| --- |\n| $\\log k$(클래스의 수)나 손실(loss)은 |\n"
    assert [span.get_text() for span in render(table).select(".bound")] == [")나", ")은"]


def test_letters_stay_in_their_order(render):
    text = "가(나)다 `라`마 **바(사)아** 자(차)카, 타(파)하 (끝)"
    assert render(text).get_text() == "가(나)다 라마 바(사)아 자(차)카, 타(파)하 (끝)"
