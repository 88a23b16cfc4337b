"""Re-pricing of days already paid, after a new quotient, residence or tariff grid: one adjustment entry each.

It may leave a family with a balance to settle; it never cancels a booking.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from portail_tui.domain.bookings.facts import ChildFacts
from portail_tui.domain.families.facts import child_facts
from portail_tui.domain.money.ledger import Movement, reprice
from portail_tui.domain.money.repricing import BookedDay, Repriced, may_differ, prices_of, repriced
from portail_tui.domain.rules.rulebook import Rulebook
from portail_tui.services.core.mail_records import queued
from portail_tui.services.core.write import Work
from portail_tui.services.money.booking_charges import charge_of
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.store.queries.core.operations_audit_outbox import Line
from portail_tui.store.queries.families import family_facts, several_families
from portail_tui.store.queries.money import ledger, repricing
from portail_tui.texts.mails.money import TariffChanged
from portail_tui.texts.money import statement_labels

AT_ONCE = 200
"""Families priced at a time: a dozen statements for all of them."""


@dataclass(slots=True)
class Followed:
    """Days of an activity that were already paid, and got another price."""

    slots: set[tuple[int, date]] = field(default_factory=set)
    """Units, by id, on days."""
    families: set[int] = field(default_factory=set)
    bookings: int = 0
    debited_cents: int = 0
    """Total taken from all wallets; negative where they were credited."""

    def add(self, one: Repriced) -> None:
        self.slots.add((one.booked.unit_id, one.booked.day))
        self.families.add(one.booked.family_id)
        self.bookings += 1
        self.debited_cents += one.debit_cents


def reprice_family(
    work: Work, first: date, about: statement_labels.About = statement_labels.new_quotient
) -> list[Repriced]:
    """Price a family's prepaid days again, from ``first`` (local day) on, after its quotient or its
    residence changed; ``about``: what its statement says of each. Its
    wallets are held; what moves is posted at the end of the work."""
    rulebook = work.admitted.rulebook
    booked = repricing.prepaid_days(work.connection, [work.admitted.family_id], first)
    prices = prices_of(rulebook, booked, _Facts(work.connection, rulebook, booked).of)
    changed = [one for one in repriced(booked, prices) if one.booked.day >= first]
    _charge(work.connection, changed, work.now)
    for one in changed:
        work.post(_movement(rulebook, one, about))
    return changed


def reprice_after_rules(
    connection: Connection, old: Rulebook, new: Rulebook, *, operation_id: str, first: date, at: datetime
) -> Mapping[int, Followed]:
    """Price again, from ``first`` (local day) on, the prepaid days of all families whose price is another by
    ``new`` than by ``old``; what followed, by activity. To be called in the transaction that changes the
    règlement, which no other write runs beside; nothing is done where the town does not want it.

    ``operation_id``: new; what moves is posted here, under it. ``at``: UTC.
    """
    activities = may_differ(old, new)
    if not new.town.reprices_prepaid or not activities:
        return {}
    followed: dict[int, Followed] = defaultdict(Followed)
    everyone = repricing.families_with_prepaid(connection, activities, first)
    for start in range(0, len(everyone), AT_ONCE):
        group = everyone[start : start + AT_ONCE]
        changed = _changed_by_rules(connection, old, new, group, activities, first)
        if not changed:
            continue
        _charge(connection, changed, at)
        movements = [_movement(new, one, statement_labels.new_tariff) for one in changed]
        ledger.post(connection, movements, f"{operation_id}:{start}", at)
        _tell(connection, changed, operation_id, at)
        for one in changed:
            followed[one.booked.activity_id].add(one)
    return followed


def _changed_by_rules(
    connection: Connection,
    old: Rulebook,
    new: Rulebook,
    family_ids: Collection[int],
    activities: Collection[int],
    first: date,
) -> list[Repriced]:
    days = repricing.prepaid_days(connection, family_ids, first)
    booked = [one for one in days if one.activity_id in activities]
    facts = _Facts(connection, new, booked)
    before, after = prices_of(old, booked, facts.of), prices_of(new, booked, facts.of)
    return [one for one in repriced(booked, after, before) if one.booked.day >= first]


class _Facts:
    """Facts about the families and children of some bookings, read for all of them at once."""

    def __init__(self, connection: Connection, rulebook: Rulebook, booked: Sequence[BookedDay]) -> None:
        homes = {one.family_id for one in booked}
        self._rulebook = rulebook
        self._families = family_facts.facts(connection, homes) if homes else {}
        self._means = several_families.means(connection, homes) if homes else {}
        self._pupils = several_families.pupils(connection, {one.child_id for one in booked}) if homes else {}

    def of(self, one: BookedDay) -> ChildFacts:
        year = self._rulebook.year_of(one.day)
        return child_facts(
            self._pupils[one.child_id],
            self._families[one.family_id],
            self._means[one.family_id],
            activity_id=one.activity_id,
            school_year_id=year.id if year else None,
        )


def _charge(connection: Connection, changed: Sequence[Repriced], at: datetime) -> None:
    repricing.charge_again(connection, [(one.booked.id, charge_of(one.price)) for one in changed], at)


def _movement(rulebook: Rulebook, one: Repriced, words: statement_labels.About) -> Movement:
    booked = one.booked
    activity = rulebook.activities[booked.activity_id]
    label = statement_labels.booked(activity, activity.unit(booked.unit_id), booked.day, booked.child_name)
    more = Counter(dict(one.price.shares))
    more.subtract(dict(booked.shares))
    return reprice(
        family_id=booked.family_id,
        regie_id=activity.regie_id,
        activity_id=activity.id,
        booking_id=booked.id,
        cents=one.debit_cents,
        shares=tuple((name, cents) for name, cents in more.items() if cents),
        label=words(label),
        day=booked.day,
    )


def _tell(connection: Connection, changed: Sequence[Repriced], operation_id: str, at: datetime) -> None:
    """Write an audit line and queue a mail for each family."""
    debits: Counter[int] = Counter()
    ids: dict[int, list[int]] = {}
    for one in changed:
        debits[one.booked.family_id] += one.debit_cents
        ids.setdefault(one.booked.family_id, []).append(one.booked.id)
    operations_audit_outbox.audit_all(
        connection,
        [
            Line(
                family_id,
                "repriced",
                {"operation": operation_id, "bookings": bookings, "cents": debits[family_id]},
            )
            for family_id, bookings in ids.items()
        ],
        at=at,
        account_id=None,
        role="command",
    )
    addresses = several_families.informed(connection, debits)
    mails = [
        queued(TariffChanged(bookings=len(ids[family_id]), debited_cents=cents), address)
        for family_id, cents in debits.items()
        for address in addresses[family_id]
    ]
    operations_audit_outbox.queue_mails(connection, mails, operation_id=operation_id, at=at)
