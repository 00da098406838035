"""그림의 비교: 끝자리의 흔들림은 같고, 글자나 모양이나 색이 바뀌면 다릅니다."""

import io
import re

import matplotlib
import pytest
from matplotlib.ft2font import FT2Font

from tests.engine.figures import CHAOS, dress, why_different
from tests.engine.worker import register_fonts
from tests.project import ROOT

matplotlib.use("agg")
from matplotlib import pyplot as plt

STYLE = str(ROOT / "docs" / "matplotlibrc")


@pytest.fixture(autouse=True)
def site_style():
    """쪽의 그림과 같은 모양으로 그립니다."""
    register_fonts()
    with plt.rc_context(fname=STYLE):
        yield


def draw(values=(1.0, 2.0, 1.5), label="손실", color="#2f7ed8", text="정확도 0.93", alt="그림"):
    figure, axes = plt.subplots()
    axes.plot(values, label=label, color=color)
    axes.set_xlim(0, 3)
    axes.set_ylim(0, 3)
    axes.set_title(text)
    axes.legend()
    return saved(figure, alt)


def image(shade: float) -> str:
    figure, axes = plt.subplots()
    axes.imshow([[shade] * 8] * 8, vmin=0, vmax=1)
    return saved(figure, "그림")


def saved(figure, alt: str) -> str:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return dress(buffer.getvalue(), alt)


def test_same_drawing_is_the_same():
    assert why_different(draw(), draw()) == ""


def test_noise_in_the_last_digits_is_the_same():
    assert why_different(draw(), draw(values=(1.0 + 1e-6, 2.0 - 1e-6, 1.5))) == ""
    assert why_different(draw(), draw(text="정확도 0.94")) == ""
    assert why_different(draw(), draw(color="#2f7ed9")) == ""


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"values": (1.0, 2.0, 1.6)}, "움직였습니다"),
        ({"values": (1.0, 2.0, 1.5, 1.4)}, "선이나 점의 개수"),
        ({"label": "정확도"}, "글자가 다릅니다: '손실' → '정확도'"),
        ({"text": "정확도 0.83"}, "글자가 다릅니다: '정확도 0.93' → '정확도 0.83'"),
        ({"color": "#e8743b"}, "색이 다릅니다: #2f7ed8 → #e8743b"),
        ({"alt": "다른 그림"}, "글자가 다릅니다: '그림' → '다른 그림'"),
    ],
)
def test_changed_drawing_is_different(change, says):
    assert says in why_different(draw(), draw(**change))


def test_changed_axes_are_different():
    with plt.rc_context({"axes.grid": True}):
        changed = draw()
    assert "짜임" in why_different(draw(), changed)


def test_pixels_of_an_embedded_image():
    assert why_different(image(0.5), image(0.5)) == ""
    assert "화소" in why_different(image(0.5), image(0.9))


def test_one_file_serves_light_and_dark_and_names_no_machine_font():
    svg = draw()
    assert svg.startswith("<svg")
    assert "<title>그림</title>" in svg
    assert "@media(prefers-color-scheme:dark)" in svg
    assert "'Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic'" in svg
    assert "<metadata>" not in svg and "<!--" not in svg


def test_alternative_text_is_escaped():
    assert "<title>x &lt; 0 &amp; y</title>" in draw(alt="x < 0 & y")


def test_chaotic_curves_may_move_but_not_change_their_words():
    """`허용: 그림`이 있어도 글자와 선의 수는 같아야 합니다."""
    moved = draw(values=(1.0, 2.2, 1.5))
    assert why_different(draw(), moved) and not why_different(draw(), moved, CHAOS)
    assert why_different(draw(), draw(values=(1.0, 9.0, 1.5)), CHAOS)
    assert "글자" in why_different(draw(), draw(text="정확도 0.10"), CHAOS)
    assert "개수" in why_different(draw(), draw(values=(1.0, 2.0)), CHAOS)


def test_font_has_every_korean_letter_of_the_figures():
    """글꼴에 없는 글자는 너비가 컴퓨터마다 달라집니다."""
    letters = {
        letter
        for file in (ROOT / "docs").rglob("fig/*.svg")
        for letter in re.sub(
            r"<[^>]*>", "", re.sub(r"<title>.*?</title>", "", file.read_text("utf-8"))
        )
        if "가" <= letter <= "힣"
    }
    font = FT2Font(ROOT / "docs" / "fonts" / "NotoSansKR-Regular.otf")
    missing = letters - set(map(chr, font.get_charmap()))
    assert letters and not missing, f"docs/fonts의 글꼴에 없는 글자: {''.join(sorted(missing))}"
