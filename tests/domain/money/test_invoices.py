"""Days put together on an invoice, what it moves, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.money.invoice_postings import movements_of
from portail_tui.domain.money.invoices import (
    InvoiceKind,
    InvoiceState,
    ServedDay,
    added,
    lines_of,
    number_of,
    state_of,
    undo,
)
from portail_tui.domain.money.ledger import AccountKind
from portail_tui.domain.rules.tariffs import Basis, Price
from portail_tui.store.queries.money.invoice_contents import CONTENT as CONTENTS
from portail_tui.texts.money import invoices as words
from tests.support.towns.invoices import CONTENT

FIRST = date(2026, 10, 1)
DUE = date(2026, 12, 3)
PRICE = Price(
    cents=300,
    unit_cents=300,
    quantity=1,
    surcharge_cents=0,
    grid_code="T1",
    grid_from=FIRST,
    decision="n° 1",
    basis=Basis.BRACKET,
    quotient_hundredths=62250,
    bracket_from=40000,
    bracket_to=64000,
)


def day(number: int, **more: object) -> ServedDay:
    usual = {
        "child_id": 1,
        "child_name": "Zoé",
        "activity_id": 1,
        "activity_name": "Étude",
        "unit_label": "",
        "quantity": 1,
        "cents": 300,
        "surcharge_cents": 0,
        "shares": (),
        "price": PRICE,
    }
    return ServedDay(booking_id=number, day=FIRST + timedelta(days=number), **{**usual, **more})  # type: ignore[arg-type]


def test_days_at_one_price_for_the_same_reasons_are_one_line():
    dearer = replace(PRICE, quotient_hundredths=70000, bracket_from=64000, bracket_to=None)
    days = [day(3), day(1), day(2, cents=550, surcharge_cents=250), day(4, price=dearer), day(5, child_id=2)]
    lines = lines_of(days)
    assert sorted(tuple(one.day for one in line.days) for line in lines) == [(2, 4), (3,), (5,), (6,)]
    assert sum(line.cents for line in lines) == sum(one.cents for one in days)


amounts = st.integers(min_value=0, max_value=10_000)
any_day = st.builds(
    day,
    st.integers(min_value=1, max_value=60),
    cents=amounts,
    activity_id=st.integers(min_value=1, max_value=3),
    child_id=st.integers(min_value=1, max_value=3),
    shares=st.lists(st.tuples(st.sampled_from(("CAF", "CCAS")), amounts), max_size=2).map(
        lambda shares: added([tuple(shares)])
    ),
)


@given(st.lists(any_day, min_size=1, max_size=12))
def test_lines_and_movements_lose_no_cent_and_a_credit_note_moves_all_of_it_back(days: list[ServedDay]):
    lines = lines_of(days)
    assert sum(line.cents for line in lines) == sum(one.cents for one in days)
    assert added(line.shares for line in lines) == added(one.shares for one in days)
    content = replace(CONTENT, lines=lines)
    note = undo(content, number=1, issued_on=FIRST, reason="Doublon")
    moved: dict[str, int] = {}
    for each in (content, note):
        for movement in movements_of(each.lines, family_id=7, regie_id=1, label=""):
            for posting in movement.postings:
                moved[posting.account.key] = moved.get(posting.account.key, 0) + posting.cents
                if each is content and posting.account.kind is AccountKind.RECEIVABLE:
                    assert posting.cents == -content.total_cents
    assert set(moved.values()) <= {0}


@given(st.lists(any_day, min_size=1, max_size=5))
def test_what_is_frozen_is_read_again_the_very_same(days: list[ServedDay]):
    content = replace(CONTENT, lines=lines_of(days))
    assert CONTENTS.from_json(CONTENTS.to_json(content)) == content


@pytest.mark.parametrize(
    ("paid", "credited", "today", "expected"),
    [
        (0, False, DUE, InvoiceState.DUE),
        (1, False, DUE, InvoiceState.PARTLY_PAID),
        (0, False, DUE + timedelta(days=1), InvoiceState.OVERDUE),
        (1, False, DUE + timedelta(days=1), InvoiceState.OVERDUE),
        (600, False, DUE + timedelta(days=1), InvoiceState.PAID),
        (0, True, DUE + timedelta(days=1), InvoiceState.CANCELLED),
    ],
)
def test_where_an_invoice_stands(paid: int, credited: bool, today: date, expected: InvoiceState):
    found = state_of(
        InvoiceKind.INVOICE, total_cents=600, paid_cents=paid, due_on=DUE, is_credited=credited, today=today
    )
    assert found is expected


def test_numbers_and_days_as_they_are_written():
    assert number_of(InvoiceKind.INVOICE, 2026, 123) == "2026-000123"
    assert number_of(InvoiceKind.CREDIT_NOTE, 2026, 1) == "AV2026-000001"
    assert words.days([FIRST, date(2026, 10, 5), date(2026, 11, 2)]) == "1er et 5 octobre, 2 novembre"
    assert words.period(FIRST, date(2026, 11, 2)) == "octobre 2026 à novembre 2026"
