"""Saving picked days: what is accepted, what is refused, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from portail_tui.domain.bookings.day_state import DayState, NotOffered
from portail_tui.domain.bookings.views import Outcome, Pick, PickAction
from portail_tui.domain.rules.deadlines import DaysBefore
from portail_tui.domain.rules.tariffs import Fixed
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.texts.mails.bookings import SavedDay
from tests.support.machine.answers import answered
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown, Parent, at, outcomes
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON, TWO_DAYS_BEFORE

EVENING_BEFORE = at(DAY - timedelta(days=1), 9)
"""After the ordinary and the cancelling limit, before the late one."""


def test_booked_days_turn_green_and_are_debited(town: LittleTown, portal: Portal):
    canteen = town.activity()
    first, second = town.slots(canteen, 2)
    parent = Parent(portal, town.home(balance=1000))
    answer = parent.books(canteen, first, second)
    assert outcomes(answer) == ["booked", "booked"]
    assert (answer.debited_cents, answer.balance_cents) == (600, 400)
    assert [line.cents for line in answer.lines] == [300, 300]
    assert parent.cell(canteen).state is DayState.BOOKED_CANCELLABLE
    assert town.balance(parent.home) == parent.month(canteen).balance_cents == 400
    assert not town.faults()


def test_a_wallet_with_exactly_the_price_is_enough(town: LittleTown, portal: Portal):
    canteen = town.activity()
    parent = Parent(portal, town.home(balance=300))
    assert outcomes(parent.books(canteen, town.slot(canteen))) == ["booked"]
    assert town.balance(parent.home) == 0


def test_a_wallet_one_cent_short_saves_nothing_and_says_what_is_missing(town: LittleTown, portal: Portal):
    canteen = town.activity()
    first, second = town.slots(canteen, 2)
    parent = Parent(portal, town.home(balance=599))
    assert parent.books(canteen, first, second) == Refused(
        Reason.WALLET_SHORT, {"missing_cents": 1, "balance_cents": 599, "total_cents": 600}
    )
    assert town.value("SELECT count(*) FROM booking") == 0
    assert town.value("SELECT count(*) FROM operation") == 0
    assert town.balance(parent.home) == 599


def test_the_towns_floor_is_the_limit_not_zero(stores: Stores, tmp_path: Path):
    town = LittleTown.founded(stores, tmp_path / "credit", floor_cents=-500)
    portal = town.portal()
    canteen = town.activity()
    first, second = town.slots(canteen, 2)
    parent = Parent(portal, town.home(balance=100))
    assert parent.books(canteen, first, second).balance_cents == -500
    third = town.slot(canteen, DAY + timedelta(days=9))
    assert parent.books(canteen, third).reason is Reason.WALLET_SHORT


def test_a_free_day_can_be_booked_under_the_floor(town: LittleTown, portal: Portal):
    strike = town.activity(price=0)
    parent = Parent(portal, town.home(balance=-200))
    assert outcomes(parent.books(strike, town.slot(strike), cents=0)) == ["booked"]
    assert town.value("SELECT count(*) FROM ledger_movement WHERE booking_id IS NOT NULL") == 0


def test_what_is_cancelled_pays_for_what_is_booked_in_the_same_request(town: LittleTown, portal: Portal):
    canteen = town.activity()
    first, second = town.slots(canteen, 2)
    parent = Parent(portal, town.home(balance=300))
    parent.books(canteen, first)
    answer = parent.picks(
        canteen,
        Pick(slot_id=second, action=PickAction.BOOK, shown_cents=300),
        Pick(slot_id=first, action=PickAction.CANCEL, shown_cents=300),
    )
    assert outcomes(answer) == ["cancelled", "booked"]
    assert (answer.debited_cents, answer.balance_cents) == (0, 0)
    assert not town.faults()


def test_cancelling_never_waits_for_a_document_an_activation_or_money(town: LittleTown, portal: Portal):
    form = town.document_type()
    canteen = town.activity(documents=[form])
    slot = town.slot(canteen)
    home = town.home(balance=300)
    town.document(home, form, child=home.child)
    parent = Parent(portal, home)
    parent.books(canteen, slot)
    town.run("UPDATE document SET status = 'refused'")
    town.run("UPDATE family SET is_active = false")
    town.bring(home.id, -1000)
    assert outcomes(parent.cancels(canteen, slot)) == ["cancelled"]
    assert town.balance(home) == -700


def test_a_full_day_is_refused_alone_and_the_others_are_booked(town: LittleTown, portal: Portal):
    canteen = town.activity()
    full = town.slot(canteen, capacity=1)
    free = town.slot(canteen, DAY + timedelta(days=1), capacity=1)
    Parent(portal, town.home("Durand")).books(canteen, full)
    parent = Parent(portal, town.home(balance=300))
    answer = parent.books(canteen, full, free)
    assert outcomes(answer) == ["day_full", "booked"]
    assert answer.debited_cents == 300
    assert not town.faults()


def test_a_higher_price_than_shown_is_refused_and_a_lower_one_is_charged(town: LittleTown, portal: Portal):
    canteen = town.activity(price=300)
    first, second = town.slots(canteen, 2)
    parent = Parent(portal, town.home())
    town.tariff(canteen, Fixed(310), DAY)
    town.tariff(canteen, Fixed(250), DAY + timedelta(days=1))
    town.changed_rules()
    answer = parent.books(canteen, first, second, cents=300)
    assert outcomes(answer) == ["price_changed", "booked"]
    assert answer.lines[0].refusal.details == {"shown_cents": 300, "price_cents": 310}
    assert answer.debited_cents == 250


def test_a_late_booking_is_surcharged_and_credited_with_its_surcharge(town: LittleTown, portal: Portal):
    canteen = town.activity(late=DAY_BEFORE_NOON, cancelling=DAY_BEFORE_NOON)
    slot = town.slot(canteen)
    parent = Parent(portal, town.home(balance=1000))
    town.clock.instant = EVENING_BEFORE
    cell = parent.cell(canteen)
    assert (cell.state, cell.price_cents, cell.surcharge_cents) == (DayState.LATE, 550, 250)
    assert outcomes(parent.books(canteen, slot, cents=300)) == ["price_changed"]
    assert parent.books(canteen, slot, cents=550).debited_cents == 550
    causes = town.rows("SELECT cause FROM ledger_movement WHERE booking_id IS NOT NULL ORDER BY id")
    assert causes == [("booking",), ("surcharge",)]
    assert parent.cancels(canteen, slot, cents=550).debited_cents == -550
    assert town.balance(parent.home) == 1000
    assert not town.faults()


def test_after_its_limit_a_day_can_be_neither_booked_nor_cancelled(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent, other = Parent(portal, town.home()), Parent(portal, town.home("Durand"))
    parent.books(canteen, slot)
    town.clock.instant = EVENING_BEFORE
    assert outcomes(parent.cancels(canteen, slot)) == ["too_late_to_cancel"]
    refused = other.books(canteen, slot).lines[0].refusal
    assert refused == Refused(Reason.NOT_OFFERED, {"why": NotOffered.TOO_LATE.value})
    assert parent.cell(canteen).state is DayState.BOOKED_LOCKED


def test_what_the_screen_showed_in_time_is_refused_once_the_limit_has_passed(
    town: LittleTown, portal: Portal
):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    town.clock.instant = at(DAY - timedelta(days=2), 23, 59)
    shown = parent.cell(canteen)
    assert shown.state is DayState.AVAILABLE
    town.clock.advance(minutes=1)
    answer = parent.picks(
        canteen, Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=shown.price_cents or 0)
    )
    assert outcomes(answer) == ["not_offered"]


def test_a_cancelled_day_can_be_booked_again(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    parent.books(canteen, slot)
    parent.cancels(canteen, slot)
    assert parent.cell(canteen).state is DayState.CANCELLED
    assert outcomes(parent.books(canteen, slot)) == ["booked"]
    assert [status for _, status in town.statuses(slot)] == ["cancelled", "booked"]
    assert not town.faults()


def test_what_is_already_so_is_said_and_charged_once(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home(balance=1000))
    assert outcomes(parent.cancels(canteen, slot)) == ["not_booked"]
    assert outcomes(parent.leaves(canteen, slot)) == ["not_booked"]
    parent.books(canteen, slot)
    assert outcomes(parent.books(canteen, slot)) == ["already_booked"]
    assert outcomes(parent.waits(canteen, slot)) == ["already_booked"]
    assert outcomes(parent.leaves(canteen, slot)) == ["already_booked"]
    assert town.balance(parent.home) == 700


def test_of_two_picks_of_a_day_the_last_counts(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    answer = parent.picks(
        canteen,
        Pick(slot_id=slot, action=PickAction.WAIT, shown_cents=0),
        Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),
    )
    assert outcomes(answer) == ["booked"]


def test_nothing_chosen_is_said(town: LittleTown, portal: Portal):
    canteen = town.activity()
    assert Parent(portal, town.home()).picks(canteen) == Refused(Reason.NOTHING_CHOSEN)


def test_an_invoiced_activity_moves_no_money_and_needs_no_activation(town: LittleTown, portal: Portal):
    study = town.activity("Étude", prepaid=False)
    slot = town.slot(study)
    parent = Parent(portal, town.home(active=False, balance=0))
    assert parent.month(study).blocked is None
    answer = parent.books(study, slot)
    assert outcomes(answer) == ["booked"]
    assert (answer.lines[0].cents, answer.debited_cents, answer.prepaid) == (300, 0, False)
    assert town.value("SELECT count(*) FROM ledger_entry") == 0
    assert parent.cancels(study, slot).debited_cents == 0
    assert town.value("SELECT count(*) FROM ledger_entry") == 0


def test_the_first_booking_makes_the_enrolment_once(town: LittleTown, portal: Portal):
    canteen = town.activity("Cantine")
    first, second = town.slots(canteen, 2)
    parent = Parent(portal, town.home())
    parent.books(canteen, first)
    parent.books(canteen, second)
    enrolments = town.rows("SELECT family_id, child_id, activity_id, status FROM enrolment")
    assert enrolments == [(parent.home.id, parent.home.child, canteen, "accepted")]
    family = answered(portal.family(actor=parent.actor, family_id=parent.home.id))
    assert family.children[0].activities == ("Cantine",)


def test_a_booking_submitted_to_an_agent_is_charged_and_can_be_withdrawn(town: LittleTown, portal: Portal):
    sport = town.activity("Sport", validation=True)
    slot = town.slot(sport, capacity=1)
    parent = Parent(portal, town.home(balance=1000))
    answer = parent.books(sport, slot)
    assert [line.outcome for line in answer.lines] == [Outcome.PENDING]
    assert parent.cell(sport).state is DayState.PENDING
    assert town.balance(parent.home) == 700
    assert outcomes(Parent(portal, town.home("Durand")).books(sport, slot)) == ["day_full"]
    assert outcomes(parent.cancels(sport, slot)) == ["cancelled"]
    assert town.balance(parent.home) == 1000


def test_a_booking_submitted_to_an_agent_cannot_be_withdrawn_after_the_limit(
    town: LittleTown, portal: Portal
):
    sport = town.activity("Sport", validation=True)
    slot = town.slot(sport)
    parent = Parent(portal, town.home(balance=1000))
    parent.books(sport, slot)
    town.clock.instant = EVENING_BEFORE
    cell = parent.cell(sport)
    assert (cell.state, cell.choice) == (DayState.PENDING, None)
    assert outcomes(parent.cancels(sport, slot)) == ["too_late_to_cancel"]


def test_a_booking_untreated_when_its_unit_starts_is_credited_by_the_familys_next_write(
    town: LittleTown, portal: Portal
):
    sport = town.activity("Sport", validation=True)
    canteen = town.activity()
    slot = town.slot(sport)
    later = town.slot(canteen, DAY + timedelta(days=10))
    parent = Parent(portal, town.home(balance=300))
    parent.books(sport, slot)
    town.clock.instant = at(DAY, 11, 44)
    assert parent.cell(sport).state is DayState.PENDING
    assert parent.books(canteen, later).reason is Reason.WALLET_SHORT
    town.clock.advance(minutes=1)
    assert parent.cell(sport).state is DayState.NOT_OFFERED
    assert "recrédité" in parent.cell(sport).note
    assert parent.books(canteen, later).balance_cents == 0
    assert [status for _, status in town.statuses(slot)] == ["cancelled"]
    assert len(town.mails("pending_lapsed")) == 1
    assert not town.faults()


def test_an_agent_books_for_a_family_and_the_journal_says_who_did(town: LittleTown, portal: Portal):
    from portail_tui.domain.accounts.actor import Role

    canteen = town.activity()
    slot = town.slot(canteen)
    home = town.home()
    agent = town.account(Role.AGENT, "agent@exemple.fr")
    assert outcomes(Parent(portal, home, actor=agent).books(canteen, slot)) == ["booked"]
    assert town.rows("SELECT account_id, role, family_id, action FROM audit_event") == [
        (agent.account_id, "agent", home.id, "book_days")
    ]


def test_the_family_is_told_by_mail_in_the_same_transaction(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    town.run("UPDATE guardian SET is_informed = false")
    parent.books(canteen, slot)
    assert town.mails("days_saved") == []
    town.run("UPDATE guardian SET is_informed = true")
    parent.cancels(canteen, slot)
    [(recipient, mail)] = town.mails("days_saved")
    assert recipient == parent.actor.name
    assert mail.lines[0] == SavedDay(
        day=date(2026, 12, 1), unit="Midi", outcome=Outcome.CANCELLED, cents=-300, rank=None
    )


def test_independent_limits_let_a_day_be_cancelled_longer_than_booked(town: LittleTown, portal: Portal):
    canteen = town.activity(booking=DaysBefore(days=5, minute=720), cancelling=TWO_DAYS_BEFORE)
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    parent.books(canteen, slot)
    town.clock.instant = at(DAY - timedelta(days=3), 12)
    assert outcomes(parent.cancels(canteen, slot)) == ["cancelled"]
    assert parent.cell(canteen).why is NotOffered.TOO_LATE
