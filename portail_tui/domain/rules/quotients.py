"""The quotient that counts on a day, or the reason why none does and the maximum applies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class ProofStatus(StrEnum):
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class WhyMaximum(StrEnum):
    """Why the maximum price applies; each has its way out."""

    NONE = "none"
    SENT = "sent"
    """A proof was sent, and waits for an agent."""
    REFUSED = "refused"
    EXPIRED = "expired"
    NO_INCOME = "no_income"
    """The price depends on the income, and only a quotient is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotientRecord:
    """A dated quotient of a family, with the state of its proof. Numbers are integer hundredths."""

    value_hundredths: int | None
    income_cents: int | None
    """Yearly reference income; used with ``parts_hundredths`` where there is no quotient."""
    parts_hundredths: int | None
    from_on: date
    to_on: date | None
    """Last day it counts, included; None where it has no end."""
    status: ProofStatus

    def hundredths(self) -> int | None:
        """The quotient, or income / 12 / parts to the nearest hundredth; None where neither is known."""
        if self.value_hundredths is not None:
            return self.value_hundredths
        if self.income_cents is None or not self.parts_hundredths:
            return None
        quotient = Decimal(self.income_cents) * 100 / 12 / self.parts_hundredths
        return int(quotient.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def income_on(records: Iterable[QuotientRecord], day: date) -> int | None:
    """The family's yearly income on ``day``, in cents: of the accepted records that have one, the last
    to have begun."""
    current = [
        record
        for record in records
        if record.status is ProofStatus.ACCEPTED
        and record.income_cents is not None
        and record.from_on <= day
        and (record.to_on is None or record.to_on >= day)
    ]
    return max(current, key=lambda record: record.from_on).income_cents if current else None


def applies_from(proof_sent_on: date, *, is_first_of_year: bool) -> date:
    """First day served for which a quotient counts, however long the town takes to accept its proof.

    The first quotient of a school year counts from the day its proof was sent; a later one from the first of
    the next month, never backwards.

    Source: Fay-aux-Loges (a change applies the month after, never backwards).
    """
    if is_first_of_year:
        return proof_sent_on
    return (proof_sent_on.replace(day=1) + timedelta(days=31)).replace(day=1)


def covered_until(records: Iterable[QuotientRecord], day: date) -> date | None:
    """The last day of the run of accepted quotients that counts on ``day``; None where it has no end, or none
    counts that day."""
    good = [
        record
        for record in records
        if record.status is ProofStatus.ACCEPTED and record.hundredths() is not None
    ]
    last = None
    while current := [one for one in good if one.from_on <= day and (one.to_on is None or one.to_on >= day)]:
        ends = [one.to_on for one in current if one.to_on is not None]
        if len(ends) < len(current):
            return None
        last = max(ends)
        day = last + timedelta(days=1)
    return last


def quotient_on(records: Iterable[QuotientRecord], day: date) -> int | WhyMaximum:
    """The family's quotient on ``day`` (local date) in hundredths: the accepted one that began last.

    Otherwise why the maximum applies, the most useful reason first: a proof under way, a refused one, one
    that has expired, none at all.
    """
    begun = sorted((record for record in records if record.from_on <= day), key=lambda record: record.from_on)
    current = [record for record in begun if record.to_on is None or record.to_on >= day]
    for record in reversed(current):
        if record.status is ProofStatus.ACCEPTED and (value := record.hundredths()) is not None:
            return value
    statuses = {record.status for record in current}
    if ProofStatus.SENT in statuses:
        return WhyMaximum.SENT
    if ProofStatus.REFUSED in statuses:
        return WhyMaximum.REFUSED
    if any(record.income_cents is not None for record in current):  # and nothing to divide it by
        return WhyMaximum.NONE
    return WhyMaximum.EXPIRED if begun else WhyMaximum.NONE
