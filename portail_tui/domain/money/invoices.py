"""Invoices: from booked days to a document that never changes.

A day is invoiced once, after it was served. An issued invoice is frozen with all that explains it; only a
credit note undoes it, numbered in a series of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from portail_tui.domain.rules.rulebook import InvoiceTerms, Town, TownContact
from portail_tui.domain.rules.tariffs import Price, Shares

LEAST_CENTS = 100
"""Under 1 €, no invoice is issued yet; the days wait for the next one."""


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class InvoiceState(StrEnum):
    """State of an invoice on a day."""

    DUE = "due"
    PARTLY_PAID = "partly_paid"
    OVERDUE = "overdue"
    PAID = "paid"
    CANCELLED = "cancelled"
    CREDIT_NOTE = "credit_note"
    """The document is a credit note: nothing is owed on it."""


def state_of(
    kind: InvoiceKind,
    *,
    total_cents: int,
    paid_cents: int,
    due_on: date | None,
    is_credited: bool,
    today: date,
) -> InvoiceState:
    """State of an invoice as the family reads it on ``today`` (local date). Payment on the due date is in
    time."""
    if kind is InvoiceKind.CREDIT_NOTE:
        return InvoiceState.CREDIT_NOTE
    if is_credited:
        return InvoiceState.CANCELLED
    if paid_cents >= total_cents:
        return InvoiceState.PAID
    if due_on is not None and today > due_on:
        return InvoiceState.OVERDUE
    return InvoiceState.PARTLY_PAID if paid_cents > 0 else InvoiceState.DUE


OWED = frozenset({InvoiceState.DUE, InvoiceState.PARTLY_PAID, InvoiceState.OVERDUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedDay:
    """A booked day of an invoiced activity, over and not invoiced yet. Amounts in cents."""

    booking_id: int
    child_id: int
    child_name: str
    activity_id: int
    activity_name: str
    unit_label: str
    """Empty where the activity has one unit only."""
    day: date
    quantity: int
    cents: int
    """The family's own part, surcharge included."""
    surcharge_cents: int
    shares: Shares
    """Amounts that third parties owe for the same day."""
    price: Price | None
    """Why it costs that, as frozen in the booking; None for a booking that keeps none."""

    @property
    def third_party_cents(self) -> int:
        return sum(cents for _, cents in self.shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLine:
    """Days of one child in one activity at one price. Amounts in cents, negative on a credit note.

    Never names a special case of the tariff: it could reveal a child's health.
    """

    child_name: str
    activity_id: int
    activity_name: str
    unit_label: str
    days: tuple[date, ...]
    unit_cents: int
    """The whole price of a day, third parties' shares included."""
    cents: int
    """Amount that the family owes for all these days."""
    surcharge_cents: int
    """Of ``cents``, what late booking added."""
    shares: Shares
    decision: str
    """The council's, that set the price."""
    quotient_hundredths: int | None = None
    bracket_from: int | None = None
    bracket_to: int | None = None
    is_maximum: bool = False

    @property
    def whole_cents(self) -> int:
        return self.cents + sum(cents for _, cents in self.shares)


@dataclass(frozen=True, slots=True)
class InvoicedFamily:
    """Who owes: the family as it was known on the day of issue."""

    family_id: int
    family_number: str
    names: tuple[str, ...]
    """Its adults, as a letter addresses them."""
    address: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issuer:
    """The creditor: the town and its régie."""

    regie_id: int
    regie_name: str
    contact: TownContact
    terms: InvoiceTerms


def issuer_of(town: Town) -> Issuer:
    """The régie whose invoices are shown."""
    return Issuer(town.regie_id, town.regie_name, town.contact, town.invoicing)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceContent:
    """All that stands on an invoice or a credit note, frozen when it is issued."""

    kind: InvoiceKind
    number: str
    issued_on: date
    due_on: date | None
    """The last day to pay; none on a credit note."""
    first_on: date
    last_on: date
    regie_name: str
    contact: TownContact
    terms: InvoiceTerms
    family_number: str
    payer: tuple[str, ...]
    """Names and address, line by line."""
    lines: tuple[InvoiceLine, ...]
    corrects: str = ""
    """The number of the invoice that this credit note undoes."""
    reason: str = ""

    @property
    def total_cents(self) -> int:
        """Amount that the family owes (negative: to be given back)."""
        return sum(line.cents for line in self.lines)

    @property
    def shares(self) -> Shares:
        """Amount that each third party owes, by its name."""
        return added(line.shares for line in self.lines)


def added(shares: Iterable[Shares]) -> Shares:
    """Shares of several lines, by the third party's name."""
    totals: dict[str, int] = {}
    for each in shares:
        for name, cents in each:
            totals[name] = totals.get(name, 0) + cents
    return tuple(sorted(totals.items()))


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice that waits for its number."""

    payer: InvoicedFamily
    days: tuple[ServedDay, ...]

    @property
    def total_cents(self) -> int:
        return sum(day.cents for day in self.days)

    @property
    def third_party_cents(self) -> int:
        return sum(day.third_party_cents for day in self.days)

    @property
    def is_worth_it(self) -> bool:
        """Whether the invoice reaches 1 €, third parties' shares included."""
        return self.total_cents + self.third_party_cents >= LEAST_CENTS


def number_of(kind: InvoiceKind, year: int, number: int) -> str:
    """« 2026-000123 »; « AV2026-000001 » for a credit note."""
    return f"{'AV' if kind is InvoiceKind.CREDIT_NOTE else ''}{year}-{number:06d}"


def freeze(draft: Draft, issuer: Issuer, *, number: int, issued_on: date) -> InvoiceContent:
    """The invoice of a draft, under its number in the year of ``issued_on`` (local date)."""
    return InvoiceContent(
        kind=InvoiceKind.INVOICE,
        number=number_of(InvoiceKind.INVOICE, issued_on.year, number),
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=issuer.terms.days_to_pay),
        first_on=min(day.day for day in draft.days),
        last_on=max(day.day for day in draft.days),
        regie_name=issuer.regie_name,
        contact=issuer.contact,
        terms=issuer.terms,
        family_number=draft.payer.family_number,
        payer=(*draft.payer.names, *draft.payer.address),
        lines=lines_of(draft.days),
    )


def undo(content: InvoiceContent, *, number: int, issued_on: date, reason: str) -> InvoiceContent:
    """The credit note that undoes all of an invoice, issued on a local date."""
    return replace(
        content,
        kind=InvoiceKind.CREDIT_NOTE,
        number=number_of(InvoiceKind.CREDIT_NOTE, issued_on.year, number),
        issued_on=issued_on,
        due_on=None,
        lines=tuple(map(_negative, content.lines)),
        corrects=content.number,
        reason=reason,
    )


def _negative(line: InvoiceLine) -> InvoiceLine:
    return replace(
        line,
        unit_cents=-line.unit_cents,
        cents=-line.cents,
        surcharge_cents=-line.surcharge_cents,
        shares=tuple((name, -cents) for name, cents in line.shares),
    )


def lines_of(days: Sequence[ServedDay]) -> tuple[InvoiceLine, ...]:
    """Lines of an invoice: days of a child in an activity that cost the same for the same reasons are put
    together."""

    def alike(day: ServedDay) -> tuple[Any, ...]:
        line = _line_of([day])
        why = (line.unit_cents, line.quotient_hundredths or 0, line.bracket_from or 0, line.decision)
        return (day.child_name, day.child_id, day.activity_id, day.unit_label, *why, day.cents)

    ordered = sorted(days, key=lambda day: (alike(day), day.day, day.booking_id))
    return tuple(_line_of(list(group)) for _, group in groupby(ordered, alike))


def _line_of(days: Sequence[ServedDay]) -> InvoiceLine:
    first = days[0]
    price = first.price
    return InvoiceLine(
        child_name=first.child_name,
        activity_id=first.activity_id,
        activity_name=first.activity_name,
        unit_label=first.unit_label,
        days=tuple(day.day for day in days),
        unit_cents=first.cents + first.third_party_cents,
        cents=sum(day.cents for day in days),
        surcharge_cents=sum(day.surcharge_cents for day in days),
        shares=added(day.shares for day in days),
        decision=price.decision if price else "",
        quotient_hundredths=price.quotient_hundredths if price else None,
        bracket_from=price.bracket_from if price else None,
        bracket_to=price.bracket_to if price else None,
        is_maximum=price is not None and price.why_maximum is not None,
    )
