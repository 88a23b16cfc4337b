"""Letters on paper: what is read on them, and that they are the same for ever."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest

from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.paper.letter import (
    Align,
    Column,
    Heading,
    Large,
    PrintedFacts,
    PrintedLetter,
    PrintedRow,
    Table,
    Text,
)
from portail_tui.paper.pdf import to_pdf

TOWN = TownContact(
    name="Valbrune",
    service="Service des familles",
    address=("1 place de l'Église", "56999 Valbrune-sur-Orlette"),
    phone="02 97 00 00 00",
    email="familles@valbrune.example",
    hours=(),
    means_at_desk=(),
)
MADE_AT = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)


def letter(*blocks: Any, title: str = "Facture 2026-000123", **others: Any) -> PrintedLetter:
    return PrintedLetter(title=title, sender=TOWN, made_at=MADE_AT, blocks=blocks, **others)


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def long_letter() -> PrintedLetter:
    columns = (Column("Activité", 3), Column("Montant", 1, Align.RIGHT))
    rows = tuple(PrintedRow((f"Étude du soir, groupe {number}", "12,50 €")) for number in range(60))
    return letter(
        PrintedFacts((("Émise le", "3 novembre 2026"),)),
        Heading("Maëlys"),
        Table(columns, (*rows, PrintedRow(("Total", "750,00 €"), strong=True))),
        Text("Non soumise à la TVA.", small=True),
        Large("7KQM-2P9X"),
        addressee=("Mme Lefèvre", "3 rue du Puits", "56999 VALBRUNE-SUR-ORLETTE"),
        foot="Régie des services aux familles",
    )


def test_all_that_is_in_a_letter_is_read_on_its_paper():
    read = "\n".join(pages(to_pdf(long_letter())))
    for words in (
        *("Valbrune", "1 place de l'Église", "Mme Lefèvre", "56999 VALBRUNE-SUR-ORLETTE"),
        *("Facture 2026-000123", "Émise le", "3 novembre 2026", "Maëlys"),
        *("Étude du soir, groupe 59", "750,00 €", "7KQM-2P9X"),
    ):
        assert words in read


def test_a_long_table_says_its_columns_again_and_every_page_its_number():
    first, second, _ = pages(to_pdf(long_letter()))
    assert "Activité" in first and "Activité" in second
    assert "Régie des services aux familles – page 2/3" in second.replace("\r\n", "")


def test_the_same_letter_is_the_same_bytes_on_another_day_and_in_another_process():
    here = hashlib.sha256(to_pdf(long_letter())).hexdigest()
    program = (
        "import hashlib; from tests.paper.test_letter import long_letter, to_pdf; "
        "print(hashlib.sha256(to_pdf(long_letter())).hexdigest())"
    )
    there = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here  # begun a second later, with another seed for its hashes


def test_another_letter_is_other_bytes():
    assert to_pdf(letter(Text("a"))) != to_pdf(letter(Text("b")))


def test_the_paper_is_for_the_archive():
    pdf = to_pdf(letter(Text("Bonjour")))
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>" in pdf
    assert b"/FontFile2" in pdf and b"/OutputIntents" in pdf
    assert b'xmp:ModifyDate="2026-11-03T08:30:00+00:00"' in pdf


@pytest.mark.parametrize("text", ["<b>gras</b> & **fort** __souligné__ {nb}", "[lien](http://example.test)"])
def test_text_from_people_is_text_and_never_markup(text: str):
    assert text in pages(to_pdf(letter(Text(text))))[0]


def test_what_a_terminal_or_a_reader_would_obey_is_left_out():
    read = pages(to_pdf(letter(Text("Zoé\x1b[31m \u202eellebasI\x00"), title="Reçu <de> \x07 &")))[0]
    assert "Zoé[31m ellebasI" in read and "Reçu <de>" in read


def test_a_character_that_the_font_lacks_does_not_spoil_the_paper():
    assert "小" not in (read := pages(to_pdf(letter(Text("Madame 小林"))))[0])
    assert "Madame □□" in read
