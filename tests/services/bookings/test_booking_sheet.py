"""The sheet of a family's bookings: what was asked for, and what it comes to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2

from portail_tui.domain.bookings.totals import Totals, totals_of
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from tests.support.machine.answers import answered
from tests.support.towns.small_town import Home, LittleTown, Parent
from tests.support.towns.town_activities import DAY, SOIR

DECEMBER: dict[str, Any] = {"first_on": DAY, "last_on": date(2026, 12, 31)}


def read(sheet: Any) -> str:
    assert isinstance(sheet, MadeFile), sheet
    assert sheet.kind is GeneratedFileKind.PDF
    pages = pypdfium2.PdfDocument(sheet.content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def booked(town: LittleTown, portal: Portal) -> tuple[Home, int]:
    """Two children at the canteen (prepaid), one at the study (invoiced, to be validated)."""
    canteen, study = (
        town.activity(),
        town.activity("Étude", price=220, prepaid=False, validation=True, units=[SOIR]),
    )
    first, second = town.slots(canteen, 2)
    later = town.slot(canteen, date(2027, 1, 5))
    asked = town.slot(study)
    home = town.home(children=["Zoé", "Léo"])
    parent = Parent(portal, home)
    parent.books(canteen, first, later)
    parent.books(canteen, second, child=home.children["Léo"])
    parent.books(study, asked, cents=220)
    return home, canteen


def test_a_sheet_holds_each_childs_days_of_the_period_and_their_totals(town: LittleTown, portal: Portal):
    home, _ = booked(town, portal)
    sheet = answered(portal.bookings_sheet(actor=home.actor, family_id=home.id, **DECEMBER))
    text = read(sheet)
    assert sheet.name == "Inscriptions du 01-12-2026 au 31-12-2026.pdf"
    assert "2 jours réservés, 1 à valider · 6,00 € débités, 2,20 € sur facture" in text
    assert "Mardi 1er décembre 2026 Cantine, midi Inscrit 3,00 €" in text
    assert "Étude, soir À valider 2,20 € *" in text
    assert "Léo" in text and "janvier" not in text


def test_a_child_or_an_activity_alone_is_printed_where_it_is_asked_for(town: LittleTown, portal: Portal):
    home, canteen = booked(town, portal)
    asks: dict[str, Any] = {"actor": home.actor, "family_id": home.id, **DECEMBER}
    assert "Zoé" not in read(portal.bookings_sheet(**asks, child_id=home.children["Léo"]))
    assert "Étude" not in read(portal.bookings_sheet(**asks, activity_id=canteen))


def test_another_familys_child_is_denied(town: LittleTown, portal: Portal):
    home, other = town.home(), town.home("Durand")
    denied = portal.bookings_sheet(actor=home.actor, family_id=home.id, child_id=other.child, **DECEMBER)
    assert denied == Refused(Reason.NOT_ALLOWED)
    assert town.audited() == ["denied"]


def test_what_the_town_cancelled_and_what_is_waited_for_cost_nothing(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slots = town.slots(canteen, 2)
    full = town.slot(canteen, date(2026, 12, 3), capacity=0)
    parent = Parent(portal, town.home())
    parent.books(canteen, *slots)
    parent.waits(canteen, full)
    town.run("UPDATE slot SET is_cancelled = true WHERE id = :s", s=slots[1])
    lines = answered(portal.bookings(actor=parent.actor, family_id=parent.home.id)).lines
    assert totals_of(lines) == Totals(booked=1, pending=0, waiting=1, prepaid_cents=300, invoiced_cents=0)
