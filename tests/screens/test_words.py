"""No English word on any screen: every picture kept by the tests is read."""

import re
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
PICTURES = sorted(TESTS.glob("**/__snapshots__/**/*.svg"))
TEXT = re.compile(r'<text [^>]*?x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>')
WORD = re.compile(r"[a-zà-öø-ÿœ]+")
CUT = re.compile(r"\w+(?=[│╭╰])|(?<=[│╮╯])\w+")
"""A word of the page below, against the edge of a dialog."""
_LISTED = """
    about above account activity add after all allow amount an and any are back balance because before
    below between bookings both bottom but button by calendar cancel cancelled change child children
    choose clear click close collapse command commands confirm continue copy cursor day days delete does
    done down edit email-address empty enter error every exit expand failed family field file filter
    find first focus for found from full go has have help hide highlight home how if input invalid is it
    item key keys last leave left less list loading log login logout make maximize may minimize missing
    month more move must name new next no none not nothing now number of off ok open options other our
    out over page palette password paste pay payment press previous prompt quit redo remove required
    reset right row save screenshot scroll search see select selected selection send shift should show
    start status submit suggestion than that the theme then there this toggle top total-amount type-here
    undo unknown until up value view wait waiting wallet warning was week weeks welcome when where which
    with without year yes you your
"""
ENGLISH = frozenset(_LISTED.split())
ALSO_FRENCH = frozenset({"an", "but", "page", "status"})
"""Words of the list above that are French too (« un an », « le but »)."""


def words_of(picture: Path) -> set[str]:
    """Every whole word of a picture, in lower case: one that a dialog's edge cuts in two is left out."""
    lines: dict[float, list[tuple[float, str]]] = defaultdict(list)
    for x, y, piece in TEXT.findall(picture.read_text(encoding="utf-8")):
        lines[float(y)].append((float(x), unescape(piece)))
    words: set[str] = set()
    for pieces in lines.values():
        line = "".join(piece for _, piece in sorted(pieces)).replace("\N{NO-BREAK SPACE}", " ").lower()
        words.update(WORD.findall(CUT.sub(" ", line)))
    return words


def test_there_are_pictures_to_read():
    assert len(PICTURES) > 40


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.stem)
def test_no_english_word_on(picture: Path):
    assert not words_of(picture) & (ENGLISH - ALSO_FRENCH)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.stem)
def test_something_is_written_on(picture: Path):
    """A screen that died while its picture was taken is black."""
    assert len(words_of(picture)) > 3


def test_control_an_english_word_would_be_seen(tmp_path: Path):
    picture = tmp_path / "picture.svg"
    picture.write_text('<text x="1" y="1">Press</text><text x="2" y="2">Entrée</text>', encoding="utf-8")
    assert words_of(picture) & ENGLISH == {"press"}
