"""An agent accepts or refuses what waits for one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.decisions import BookingDecided, PendingLine
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from portail_tui.texts.mails.bookings import MailedDay
from tests.support.machine.clocks import PLAY_DAY
from tests.support.towns.small_town import LittleTown, Parent, at, outcomes
from tests.support.towns.town_activities import DAY, SOIR

AGENT = "agent@petit-bourg.example"


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, AGENT)


class Counter:
    """An agent who answers."""

    def __init__(self, portal: Portal, agent: Actor) -> None:
        self.portal, self.agent, self.answers = portal, agent, 0

    def queue(self) -> tuple[PendingLine, ...]:
        lines = self.portal.pending_queue(actor=self.agent)
        assert not isinstance(lines, Refused)
        return lines

    def answers_to(self, booking: int, *, accept: bool, reason: str = "", operation: str = "") -> Any:
        self.answers += 1
        return self.portal.decide_booking(
            operation_id=operation or f"answer-{self.answers}",
            actor=self.agent,
            booking_id=booking,
            accept=accept,
            reason=reason,
        )


@pytest.fixture
def counter(portal: Portal, agent: Actor) -> Counter:
    return Counter(portal, agent)


def test_what_waits_is_listed_by_when_it_was_asked_with_its_end(
    town: LittleTown, portal: Portal, counter: Counter
):
    club = town.activity("Club", validation=True, units=(SOIR,))
    free = town.activity("Cantine")
    late, early = town.slots(club, 2)
    second, first = Parent(portal, town.home("Durand")), Parent(portal, town.home("Martin"))
    first.books(club, early)
    first.books(free, town.slot(free))
    town.clock.advance(minutes=5)
    second.books(club, late)
    lines = counter.queue()
    assert [(line.family_name, line.child_name, line.activity_name, line.day) for line in lines] == [
        ("Martin", "Zoé", "Club", DAY + timedelta(days=1)),
        ("Durand", "Zoé", "Club", DAY),
    ]
    assert [line.asked_at for line in lines] == [PLAY_DAY, PLAY_DAY + timedelta(minutes=5)]
    assert lines[1].lapses_at == at(DAY, 16, 30)
    assert (lines[0].unit_label, lines[0].cents) == ("Soir", 300)


def test_what_has_lapsed_is_listed_no_longer(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True)
    slot = town.slot(club)
    Parent(portal, town.home()).books(club, slot)
    town.clock.instant = at(DAY, 11, 44)
    assert len(counter.queue()) == 1
    town.clock.instant = at(DAY, 11, 45)
    assert counter.queue() == ()


def test_accepted_the_child_is_booked_and_nothing_moves(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True)
    slot = town.slot(club, capacity=1)
    parent = Parent(portal, town.home())
    parent.books(club, slot)
    booking = counter.queue()[0].booking_id
    movements = town.value("SELECT count(*) FROM ledger_movement")
    assert counter.answers_to(booking, accept=True) == BookingDecided((booking,), True, 0)
    assert parent.cell(club).state is DayState.BOOKED_CANCELLABLE
    assert town.value("SELECT count(*) FROM ledger_movement") == movements
    assert town.balance(parent.home) == 9_700
    assert [mail.days for _, mail in town.mails("booking_accepted")] == [
        (MailedDay(day=date(2026, 12, 1), unit="Midi"),)
    ]
    assert "booking_accepted" in town.audited()
    assert counter.queue() == ()
    assert not town.faults()


def test_refused_it_is_credited_and_the_family_reads_why(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True)
    slot = town.slot(club, capacity=1)
    parent = Parent(portal, town.home())
    parent.books(club, slot)
    booking = counter.queue()[0].booking_id
    answer = counter.answers_to(booking, accept=False, reason=" Groupe\tcomplet. ")
    assert answer == BookingDecided((booking,), False, 300)
    cell = parent.cell(club)
    assert cell.state is DayState.CANCELLED
    assert cell.note.startswith("Groupe complet.")
    assert town.balance(parent.home) == 10_000
    assert "Groupe complet." not in str(town.mails("booking_refused"))  # an agent's words stay here
    assert not town.faults()


def test_refused_its_place_goes_to_the_oldest_who_waits(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True)
    slot = town.slot(club, capacity=1)
    holder = Parent(portal, town.home("Occupant"))
    holder.books(club, slot)
    poor, served = Parent(portal, town.home("Pauvre", balance=0)), Parent(portal, town.home("Servi"))
    for one in (poor, served):
        assert outcomes(one.waits(club, slot)) == ["waiting"]
    counter.answers_to(counter.queue()[0].booking_id, accept=False, reason="Non.")
    assert served.cell(club).state is DayState.PENDING
    assert poor.cell(club).rank == 1
    assert (town.balance(holder.home), town.balance(served.home)) == (10_000, 9_700)
    assert [line.family_name for line in counter.queue()] == ["Servi"]
    assert not town.faults()


def test_after_the_cancelling_limit_its_place_goes_to_nobody(
    town: LittleTown, portal: Portal, counter: Counter
):
    club = town.activity(validation=True)
    slot = town.slot(club, capacity=1)
    Parent(portal, town.home("Occupant")).books(club, slot)
    waiting = Parent(portal, town.home("Attend"))
    waiting.waits(club, slot)
    town.clock.instant = at(DAY, 8)
    counter.answers_to(counter.queue()[0].booking_id, accept=False, reason="Non.")
    assert [status for _, status in town.statuses(slot)] == ["cancelled", "lapsed"]
    assert len(town.mails("waiting_lapsed")) == 1
    assert not town.faults()


def test_a_refusal_needs_its_reason(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True)
    Parent(portal, town.home()).books(club, town.slot(club))
    booking = counter.queue()[0].booking_id
    assert counter.answers_to(booking, accept=False, reason=" \u200b") == Refused(Reason.REASON_MISSING)
    assert len(counter.queue()) == 1


@pytest.mark.parametrize("accept", [True, False])
def test_what_is_treated_or_withdrawn_is_not_treated_again(
    town: LittleTown, portal: Portal, counter: Counter, accept: bool
):
    club = town.activity(validation=True)
    first, second = town.slots(club, 2)
    parent = Parent(portal, town.home())
    parent.books(club, first, second)
    one, two = (line.booking_id for line in counter.queue())
    counter.answers_to(one, accept=accept, reason="Non.")
    parent.cancels(club, second)
    for booking in (one, two):
        again = counter.answers_to(booking, accept=not accept, reason="Oui.")
        assert again == Refused(Reason.ALREADY_TREATED)
    assert not town.faults()


def test_once_the_unit_has_started_it_is_too_late(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True)
    parent = Parent(portal, town.home())
    slot = town.slot(club)
    parent.books(club, slot)
    booking = counter.queue()[0].booking_id
    town.clock.instant = at(DAY, 11, 45)
    assert counter.answers_to(booking, accept=True) == Refused(Reason.TREATED_TOO_LATE)
    assert town.statuses(slot) == [(parent.home.id, "pending")]


def test_asked_twice_it_is_answered_once(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True)
    parent = Parent(portal, town.home())
    parent.books(club, town.slot(club))
    booking = counter.queue()[0].booking_id
    first = counter.answers_to(booking, accept=False, reason="Non.", operation="op")
    assert counter.answers_to(booking, accept=False, reason="Non.", operation="op") == first
    reused = counter.answers_to(booking, accept=True, operation="op")
    assert reused == Refused(Reason.OPERATION_REUSED)
    assert town.balance(parent.home) == 10_000


def test_invoiced_nothing_is_credited(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True, prepaid=False)
    parent = Parent(portal, town.home())
    parent.books(club, town.slot(club))
    booking = counter.queue()[0].booking_id
    assert counter.answers_to(booking, accept=False, reason="Non.").credited_cents == 0
    assert town.balance(parent.home) == 10_000


def test_the_days_of_a_package_are_decided_together(town: LittleTown, portal: Portal, counter: Counter):
    club = town.activity(validation=True)
    days = town.slots(club, 3)
    parent = Parent(portal, town.home())
    parent.books(club, *days)
    ids = [line.booking_id for line in counter.queue()]
    with town.store.writing() as connection:
        connection.execute(
            update(t.booking).where(t.booking.c.id.in_(ids[:2])).values(package="SEMAINE@2026-11-30")
        )
    assert counter.answers_to(ids[1], accept=False, reason="Non.") == BookingDecided(
        tuple(ids[:2]), False, 600
    )
    assert [status for slot in days for _, status in town.statuses(slot)] == [
        "cancelled",
        "cancelled",
        "pending",
    ]
    assert not town.faults()


def test_nobody_decides_for_a_family_of_their_own(town: LittleTown, portal: Portal, counter: Counter):
    """Staff and parent, one has two accounts: the e-mail that the family gave ties them."""
    club = town.activity(validation=True)
    parent = Parent(portal, town.home())
    parent.books(club, town.slot(club))
    with town.store.writing() as connection:
        connection.execute(update(t.guardian).values(email=f" {AGENT.upper()}"))
    booking = counter.queue()[0].booking_id
    assert counter.answers_to(booking, accept=True) == Refused(Reason.NOT_ALLOWED)
    assert town.audited()[-1] == "denied"
