"""쪽마다 링크의 미리보기에 쓸 카드가 있고, 지금의 제목과 설명과 그림으로 찍은 것입니다."""

from PIL import Image

from tests.project import ROOT
from tools import cards

WAY_OUT = "`make cards`로 다시 찍고, 찍은 것을 보세요."


def test_every_page_has_its_card(site):
    wanted = cards.cards(site)
    stale = [file for file, card in wanted.items() if not cards.is_fresh(file, card)]
    assert not stale, f"{names(stale)}: 카드가 없거나 낡았습니다. {WAY_OUT}"
    left = set(cards.CARDS.rglob("*.png")) - set(wanted)
    assert not left, f"{names(left)}: 카드의 쪽이 없습니다. {WAY_OUT}"
    for file in wanted:
        with Image.open(file) as image:
            assert image.size == cards.SIZE
        assert (site / file.relative_to(ROOT / "theme")).read_bytes() == file.read_bytes()


def names(files) -> str:
    return ", ".join(sorted(file.relative_to(ROOT).as_posix() for file in files))


def test_cards_are_light():
    sizes = [file.stat().st_size for file in cards.CARDS.rglob("*.png")]
    assert sum(sizes) < 1_000_000


def test_a_card_follows_the_figure_of_its_page(tmp_path):
    """그림이 달라지면 카드도 낡은 것이 됩니다."""
    (tmp_path / "fig").mkdir()
    (tmp_path / "favicon.svg").write_text("<svg/>", "utf-8")
    values = {
        "og:title": "드롭아웃",
        "og:description": "첫째입니다. 왜 그럴까요?",
        "og:site_name": "노트",
        "og:image": "https://example.kr/cards/ch11/dropout.png",
    }
    page = tmp_path / "index.html"
    metas = "".join(f'<meta property="{name}" content="{text}">' for name, text in values.items())
    page.write_text(f'{metas}<img alt="선" src="fig/dropout-a.svg">', "utf-8")
    made = []
    for figure in ("<svg>1</svg>", "<svg>2</svg>"):
        (tmp_path / "fig/dropout-a.svg").write_text(figure, "utf-8")
        file, card = cards.card_of(page, tmp_path)
        assert file == cards.CARDS / "ch11/dropout.png"
        assert "왜 그럴까요?" in card and "첫째" not in card
        made.append(card)

    shot = tmp_path / "shot.png"
    Image.new("RGB", cards.SIZE).save(shot)
    saved = tmp_path / "cards/dropout.png"
    cards.save(shot.read_bytes(), saved, made[0])
    assert cards.is_fresh(saved, made[0])
    assert not cards.is_fresh(saved, made[1])
    assert not cards.is_fresh(tmp_path / "none.png", made[0])
