"""The sheet of a family's bookings: a table for each child, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from portail_tui.domain.bookings.totals import totals_of
from portail_tui.domain.bookings.views import BookingLine
from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.paper.letter import (
    Align,
    Block,
    Column,
    Heading,
    PrintedFacts,
    PrintedLetter,
    PrintedRow,
    Table,
    Text,
)
from portail_tui.texts.bookings import booking_list as words
from portail_tui.texts.shared.formats import long_date, money, numeric

COLUMNS = (
    Column("Jour", 28),
    Column("Activité", 44),
    Column("État", 22),
    Column("Prix", 14, Align.RIGHT),
)
ON_INVOICE = "Les prix suivis de * sont sur la facture de fin de mois."


def bookings_sheet(
    *,
    sender: TownContact,
    family: str,
    made_at: datetime,
    today: date,
    first_on: date,
    last_on: date,
    lines: Sequence[BookingLine],
) -> PrintedLetter:
    """``lines``: those to print, by day; ``first_on`` and ``last_on`` (local, included): the period asked."""
    title = f"Inscriptions du {numeric(first_on)} au {numeric(last_on)}"
    blocks: list[Block] = [
        PrintedFacts(
            (
                ("Famille", family),
                ("Au total", words.totals(totals_of(lines)) if lines else words.NOTHING),
            )
        )
    ]
    for child_id, name in dict.fromkeys((line.child_id, line.child_name) for line in lines):
        mine = [line for line in lines if line.child_id == child_id]
        blocks += [
            Heading(name),
            Table(COLUMNS, tuple(map(_row, mine))),
            Text(words.totals(totals_of(mine)), strong=True),
        ]
    if any(line.cents and not line.is_prepaid for line in lines):
        blocks.append(Text(ON_INVOICE, small=True))
    return PrintedLetter(
        title=title, sender=sender, made_at=made_at, blocks=tuple(blocks), foot=f"Au {long_date(today)}"
    )


def _row(line: BookingLine) -> PrintedRow:
    price = f"{money(line.cents)}{'' if line.is_prepaid else ' *'}" if line.cents else ""
    day = long_date(line.day)
    return PrintedRow((day[:1].upper() + day[1:], words.what(line), words.state(line), price))
