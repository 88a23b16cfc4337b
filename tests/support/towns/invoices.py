"""Invoices in a little town: one written by hand, and days that are over and wait for theirs."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text, update

from portail_tui.domain.money.invoices import InvoiceContent, InvoiceKind, InvoiceLine
from portail_tui.domain.rules.rulebook import USUAL_TERMS, TownContact
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from portail_tui.store.queries.bookings.frozen_prices import PRICE
from portail_tui.store.queries.money.invoice_contents import CONTENT as CONTENTS
from tests.support.towns.small_town import Home, LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, REGIE

CONTACT = TownContact(
    name="Petit-Bourg",
    service="Enfance",
    address=("Place du Marché",),
    phone="01 00 00 00 00",
    email="mairie@petit-bourg.example",
    hours=("Le matin",),
    means_at_desk=("espèces", "chèque"),
)
LINE = InvoiceLine(
    child_name="Zoé Martin",
    activity_id=1,
    activity_name="Étude",
    unit_label="",
    days=(date(2026, 10, 1), date(2026, 10, 2)),
    unit_cents=300,
    cents=600,
    surcharge_cents=0,
    shares=(),
    decision="n° 1",
)
CONTENT = InvoiceContent(
    kind=InvoiceKind.INVOICE,
    number="2026-000001",
    issued_on=date(2026, 11, 3),
    due_on=date(2026, 12, 3),
    first_on=date(2026, 10, 1),
    last_on=date(2026, 10, 2),
    regie_name="Régie",
    contact=CONTACT,
    terms=USUAL_TERMS,
    family_number="F00001",
    payer=("Mme Claire Martin", "1, rue du Puits", "00000 Petit-Bourg"),
    lines=(LINE,),
)
AFTER = DAY + timedelta(days=10)
"""When all the days that ``served`` books are over."""
_OPERATIONS = itertools.count(1)


def written_by_hand(town: LittleTown, home: Home, number: int, activity: int = 1) -> int:
    """An invoice of no booking and no money, for who only wants to ask for one; its id."""
    content = replace(CONTENT, lines=(replace(LINE, activity_id=activity),))
    return town._rows(
        t.invoice,
        regie_id=REGIE,
        family_id=home.id,
        kind="invoice",
        year=2026,
        number=number,
        issued_at=0,
        issued_on=CONTENT.issued_on,
        due_on=CONTENT.due_on,
        first_on=CONTENT.first_on,
        last_on=CONTENT.last_on,
        total_cents=CONTENT.total_cents,
        third_party_cents=0,
        content=CONTENTS.to_json(content),
        content_sha256="",
        operation_id="desk-hand",
    )


def served(
    town: LittleTown,
    portal: Portal,
    home: Home,
    *,
    days: int = 3,
    activity: int = 0,
    first: date = DAY,
    **more: Any,
) -> int:
    """Days of an invoiced activity that a home has booked, the clock then moved until they are over; the
    activity's id."""
    activity = activity or town.activity("Étude", prepaid=False, **more)
    town.clock.instant = at(DAY - timedelta(days=7), 9)
    for number in range(days):
        Parent(portal, home).books(
            activity,
            town.slot(activity, first + timedelta(days=number)),
            operation=f"served-{next(_OPERATIONS)}",
        )
    town.clock.instant = at(AFTER, 9)
    return activity


def third_party_pays(town: LittleTown, home: Home, cents: int, name: str = "CCAS") -> None:
    """Of each day that a home has booked so far, a third party owes some."""
    with town._together() as connection:
        rows = connection.execute(text("SELECT id, tariff FROM booking WHERE family_id = :f"), {"f": home.id})
        for booking_id, tariff in rows.all():
            price = replace(PRICE.from_json(tariff), shares=((name, cents),))
            connection.execute(
                update(t.booking)
                .where(t.booking.c.id == booking_id)
                .values(cents=t.booking.c.cents - cents, third_party_cents=cents, tariff=PRICE.to_json(price))
            )
