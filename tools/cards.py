"""링크의 미리보기에 쓸 그림을 쪽마다 theme/cards/에 만듭니다.

    make cards

사이트를 만들어 쪽의 제목, 설명, 첫 그림을 읽고, 그것으로 꾸민 카드를 크로미움으로 찍습니다.
카드에는 꾸민 글의 해시를 적어 두어서, 달라진 것만 다시 찍습니다. 시험도 그 해시를 봅니다.
"""

import base64
import hashlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path
from string import Template

from mkdocs.commands.build import build
from mkdocs.config import load_config
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
CARDS = ROOT / "theme" / "cards"
SIZE = (1200, 630)
COLORS = 64  # 카드를 모두 더해도 1MB를 넘지 않습니다
MARK = "card"  # 해시를 적는 PNG의 칸

CARD = Template("""\
<!doctype html><html lang="ko"><meta charset="utf-8"><style>
body { display: flex; gap: 56px; box-sizing: border-box; width: 1200px; height: 630px; margin: 0;
  padding: 64px; color: #22272a; font-family: "Noto Sans KR", "Noto Sans CJK KR", sans-serif;
  word-break: keep-all; background: #fefdfb; border-top: 12px solid #0b6a73; color-scheme: light }
main { display: flex; flex: 1; flex-direction: column; justify-content: center }
p { margin: 0 } .section { color: #0b6a73; font-size: 30px; font-weight: 700 }
h1 { margin: 12px 0 28px; font-size: 60px; line-height: 1.25; text-wrap: balance }
.question { color: #5c6165; font-size: 29px; line-height: 1.6 }
.site { display: flex; gap: 14px; align-items: center; margin-top: auto; font-size: 26px; font-weight: 700 }
.site img { width: 36px } .top { margin-top: auto }
figure { display: flex; align-items: center; width: 500px; margin: 0 }
figure img { width: 100%; max-height: 500px; object-fit: contain }
</style><body><main><div class="top"><p class="section">$section</p><h1>$title</h1>
<p class="question">$question</p></div><p class="site"><img src="$logo">$site</p></main>$figure""")


def card_of(page: Path, site: Path) -> tuple[Path, str]:
    """만든 쪽 하나의 카드가 놓일 자리와, 카드를 꾸민 글을 돌려줍니다."""
    html = page.read_text("utf-8")
    figure = re.search(r'<img [^>]*src="([^":]*fig/[^"]+\.(?:svg|png))"', html)
    sentences = re.split(r"(?<=[.?]) ", _meta(html, "og:description"))
    question = next((text for text in sentences if text.endswith("?")), sentences[0])
    card = CARD.substitute(
        section=_meta(html, "article:section", ""),
        title=_meta(html, "og:title"),
        question=question,
        site=_meta(html, "og:site_name"),
        logo=_data(site / "favicon.svg"),
        figure=f'<figure><img src="{_data(page.parent / figure[1])}"></figure>' if figure else "",
    )
    return CARDS / _meta(html, "og:image").partition("/cards/")[2], card


def _meta(html: str, name: str, missing: str | None = None) -> str:
    found = re.search(rf'<meta property="{name}" content="([^"]*)">', html)
    if not found and missing is None:
        raise SystemExit(f"만든 쪽에 {name}이 없습니다. theme/main.html을 보세요.")
    return found[1] if found else missing


def _data(file: Path) -> str:
    kind = "svg+xml" if file.suffix == ".svg" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"


def is_fresh(file: Path, card: str) -> bool:
    """카드가 지금의 제목, 설명, 그림으로 찍은 것인지 봅니다."""
    if not file.is_file():
        return False
    with Image.open(file) as image:
        return image.info.get(MARK) == _hash(card)


def _hash(card: str) -> str:
    return hashlib.sha256(card.encode()).hexdigest()


def cards(site: Path) -> dict[Path, str]:
    """사이트의 모든 쪽의 카드입니다. 연습의 과제와 풀이는 그것을 모은 쪽(차례가 먼저)의 카드를 씁니다."""
    return dict(card_of(page, site) for page in sorted(site.rglob("index.html"), reverse=True))


def save(png: bytes, file: Path, card: str) -> None:
    """찍은 것을 색을 줄이고 해시를 적어 저장합니다."""
    info = PngInfo()
    info.add_text(MARK, _hash(card))
    file.parent.mkdir(parents=True, exist_ok=True)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    few = image.quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, optimize=True, pnginfo=info)


def main() -> None:
    """달라진 쪽의 카드를 찍고, 없어진 쪽의 카드를 지웁니다."""
    with tempfile.TemporaryDirectory() as folder:
        build(load_config(str(ROOT / "mkdocs.yml"), site_dir=folder, strict=True))
        wanted = cards(Path(folder))
    for file in set(CARDS.rglob("*.png")) - set(wanted):
        file.unlink()
    stale = {file: card for file, card in wanted.items() if not is_fresh(file, card)}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM"],
            args=["--no-sandbox", "--disable-background-networking"],  # 여는 것은 카드뿐입니다
        )
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        for file, card in stale.items():
            page.set_content(card)
            page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
            save(page.screenshot(), file, card)
            print(file.relative_to(ROOT).as_posix(), flush=True)
        browser.close()
    print(f"카드 {len(wanted)}개 가운데 {len(stale)}개를 다시 찍었습니다.")


if __name__ == "__main__":
    sys.exit(main())
