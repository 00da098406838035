"""코드의 글꼴에는 사이트의 코드와 출력에 나오는 글자가 모두 있습니다."""

import re

from fontTools.ttLib import TTFont

from tools.fonts import ASCII, FONT, ROOT, characters, covered


def test_font_has_every_character_of_code(site):
    used = characters(page.read_text("utf-8") for page in site.rglob("*.html"))
    missing = sorted(used - covered(FONT))
    assert not missing, f"{''.join(missing)}: 글꼴에 없습니다. make fonts로 다시 만드세요."
    assert covered(FONT) >= ASCII


def test_hangul_is_twice_as_wide_as_latin():
    font = TTFont(FONT)
    widths = {
        character: font["hmtx"][name][0]
        for code, name in font.getBestCmap().items()
        if (character := chr(code)).isascii() or "가" <= character <= "힣"
    }
    assert {width for character, width in widths.items() if character.isascii()} == {500}
    assert {width for character, width in widths.items() if not character.isascii()} == {1000}


def test_changed_font_has_another_name_and_its_licence():
    names = {str(r) for r in TTFont(FONT)["name"].names if r.nameID in (1, 3, 4, 6, 16)}
    assert names == {"Note Code", "NoteCode"}
    licence = (ROOT / "theme/fonts/OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence and "NHN Corporation" in licence


def test_font_is_called_by_the_site(site):
    css = (site / "css/fonts.css").read_text("utf-8")
    (address,) = re.findall(r'url\("\.\./([^"]+)"\)', css)
    assert (site / address).read_bytes() == FONT.read_bytes()


def test_characters_are_read_from_code_only():
    page = "<p>글</p><pre><code>x = <span>'가&lt;'</span>\n</code></pre><p><code>나</code></p>"
    assert characters([page]) == set("x='가<나")
