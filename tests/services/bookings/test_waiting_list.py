"""Joining and leaving a waiting list, and who gets the place that frees."""

from __future__ import annotations

from datetime import timedelta

from portail_tui.domain.bookings.day_state import Choice, DayState
from portail_tui.domain.bookings.views import Outcome, Pick, PickAction
from portail_tui.domain.rules.deadlines import DaysBefore
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from tests.support.machine.answers import answered
from tests.support.towns.small_town import LittleTown, Parent, at, outcomes
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON


def full_day(town: LittleTown, portal: Portal, **options: object) -> tuple[int, int, Parent]:
    """An activity, its one day, and who has the only place."""
    activity = town.activity(**options)  # type: ignore[arg-type]
    slot = town.slot(activity, capacity=1)
    holder = Parent(portal, town.home("Occupant"))
    assert outcomes(holder.books(activity, slot))[0] in ("booked", "pending")
    return activity, slot, holder


def waiter(town: LittleTown, portal: Portal, activity: int, slot: int, name: str, **more: object) -> Parent:
    parent = Parent(portal, town.home(name, **more))  # type: ignore[arg-type]
    assert outcomes(parent.waits(activity, slot)) == ["waiting"]
    return parent


def test_a_full_day_puts_the_child_on_the_waiting_list(town: LittleTown, portal: Portal):
    activity, slot, _ = full_day(town, portal)
    first, second = Parent(portal, town.home("Un", balance=0)), Parent(portal, town.home("Deux"))
    assert first.cell(activity).choice is Choice.SELECTED
    answers = [first.waits(activity, slot), second.waits(activity, slot)]
    assert [answer.lines[0].rank for answer in answers] == [1, 2]
    assert answers[1].lines[0].cents == answers[1].debited_cents == 0
    cell = second.cell(activity)
    assert (cell.state, cell.rank, cell.price_cents) == (DayState.WAITLISTED, 2, None)
    assert "Rang 2" in cell.note
    assert not town.faults()


def test_leaving_the_list_brings_the_next_one_forward(town: LittleTown, portal: Portal):
    activity, slot, _ = full_day(town, portal)
    first = waiter(town, portal, activity, slot, "Un")
    second = waiter(town, portal, activity, slot, "Deux")
    assert outcomes(first.leaves(activity, slot)) == ["left"]
    assert second.cell(activity).rank == 1
    assert first.cell(activity).state is DayState.FULL


def test_an_activity_without_a_list_is_simply_full(town: LittleTown, portal: Portal):
    activity, slot, _ = full_day(town, portal, waiting_list=False)
    parent = Parent(portal, town.home())
    assert parent.cell(activity).choice is None
    assert outcomes(parent.waits(activity, slot)) == ["no_waiting_list"]


def test_a_place_freed_before_the_list_is_joined_is_said(town: LittleTown, portal: Portal):
    activity, slot, holder = full_day(town, portal)
    parent = Parent(portal, town.home())
    holder.cancels(activity, slot)
    assert outcomes(parent.waits(activity, slot)) == ["place_freed"]


def test_a_child_waits_once(town: LittleTown, portal: Portal):
    activity, slot, _ = full_day(town, portal)
    parent = waiter(town, portal, activity, slot, "Un")
    assert outcomes(parent.waits(activity, slot)) == ["already_waiting"]
    assert outcomes(parent.books(activity, slot)) == ["already_waiting"]


def test_a_freed_place_goes_to_the_oldest_entry_charged_without_surcharge(town: LittleTown, portal: Portal):
    activity, slot, holder = full_day(
        town, portal, booking=DaysBefore(days=5, minute=720), late=DAY_BEFORE_NOON, cancelling=DAY_BEFORE_NOON
    )
    first = waiter(town, portal, activity, slot, "Un", balance=1000)
    second = waiter(town, portal, activity, slot, "Deux", balance=1000)
    town.clock.instant = at(DAY - timedelta(days=2), 12)
    holder.cancels(activity, slot)
    assert first.cell(activity).state is DayState.BOOKED_CANCELLABLE
    assert (town.balance(first.home), town.balance(second.home)) == (700, 1000)
    assert second.cell(activity).rank == 1
    [(recipient, mail)] = town.mails("place_given")
    assert recipient == first.actor.name
    assert (mail.child, mail.cents, mail.status) == ("Zoé", 300, "booked")
    assert town.audited()[-1] == "book_days"
    assert "place_given" in town.audited()
    enrolled = town.rows("SELECT family_id FROM enrolment WHERE family_id = :f", f=first.home.id)
    assert enrolled == [(first.home.id,)]
    assert not town.faults()


def test_the_one_who_cancels_learns_nothing_of_who_got_the_place(town: LittleTown, portal: Portal):
    activity, slot, holder = full_day(town, portal)
    waiter(town, portal, activity, slot, "Un")
    answer = holder.cancels(activity, slot)
    assert outcomes(answer) == ["cancelled"]
    assert holder.cell(activity).state is DayState.FULL


def test_an_entry_whose_wallet_is_short_is_skipped_kept_and_told(town: LittleTown, portal: Portal):
    activity, slot, holder = full_day(town, portal)
    poor = waiter(town, portal, activity, slot, "Un", balance=299)
    rich = waiter(town, portal, activity, slot, "Deux")
    holder.cancels(activity, slot)
    assert rich.cell(activity).state is DayState.BOOKED_CANCELLABLE
    assert poor.cell(activity).rank == 1
    assert town.balance(poor.home) == 299
    [(recipient, mail)] = town.mails("place_not_given")
    assert (recipient, mail.reason) == (poor.actor.name, "wallet_short")
    assert mail.missing_cents == 1
    assert not town.faults()


def test_entries_that_cannot_be_served_are_skipped(town: LittleTown, portal: Portal):
    form = town.document_type()
    activity = town.activity(documents=[form], ages=(6, None))
    elsewhere = town.activity("Échecs")
    slot, chess = town.slot(activity, capacity=1), town.slot(elsewhere)
    holder = Parent(portal, town.home("Occupant"))
    parents = {name: Parent(portal, town.home(name)) for name in ("Inactif", "Papier", "Jeune", "Pris")}
    served = Parent(portal, town.home("Servi"))
    for parent in (holder, *parents.values(), served):
        town.document(parent.home, form, child=parent.home.child)
    holder.books(activity, slot)
    for parent in (*parents.values(), served):
        assert outcomes(parent.waits(activity, slot)) == ["waiting"]
    town.run("UPDATE family SET is_active = false WHERE id = :f", f=parents["Inactif"].home.id)
    town.run("UPDATE document SET status = 'refused' WHERE family_id = :f", f=parents["Papier"].home.id)
    town.run("UPDATE child SET birth_on = '2022-01-01' WHERE id = :c", c=parents["Jeune"].home.child)
    assert outcomes(parents["Pris"].books(elsewhere, chess)) == ["booked"]
    holder.cancels(activity, slot)
    assert served.cell(activity).state is DayState.BOOKED_CANCELLABLE
    reasons = [mail.reason for _, mail in town.mails("place_not_given")]
    assert reasons == ["account_inactive", "document_missing", "not_offered", "overlaps"]
    assert len([1 for _, status in town.statuses(slot) if status == "waiting"]) == 4
    assert not town.faults()


def test_a_household_paper_helps_the_household_that_sent_it_and_no_other(town: LittleTown, portal: Portal):
    address = town.document_type("Justificatif de domicile", for_child=False)
    activity = town.activity(documents=[address])
    slot = town.slot(activity, capacity=1)
    holder, without, served = (Parent(portal, town.home(name)) for name in ("Occupant", "Sans", "Avec"))
    for parent in (holder, without, served):
        town.document(parent.home, address)
    holder.books(activity, slot)
    for parent in (without, served):
        parent.waits(activity, slot)
    town.run("DELETE FROM document WHERE family_id = :f", f=without.home.id)
    holder.cancels(activity, slot)
    assert served.cell(activity).state is DayState.BOOKED_CANCELLABLE
    assert without.cell(activity).rank == 1


def test_nobody_served_leaves_the_place_free_for_all(town: LittleTown, portal: Portal):
    activity, slot, holder = full_day(town, portal)
    waiter(town, portal, activity, slot, "Un", balance=0)
    holder.cancels(activity, slot)
    newcomer = Parent(portal, town.home("Nouveau"))
    assert newcomer.cell(activity).state is DayState.AVAILABLE
    assert outcomes(newcomer.books(activity, slot)) == ["booked"]
    assert not town.faults()


def test_on_an_activity_with_validation_the_promoted_child_is_pending_and_charged(
    town: LittleTown, portal: Portal
):
    activity, slot, holder = full_day(town, portal, validation=True)
    parent = waiter(town, portal, activity, slot, "Un", balance=1000)
    holder.cancels(activity, slot)
    assert parent.cell(activity).state is DayState.PENDING
    assert town.balance(parent.home) == 700
    assert not town.faults()


def test_a_sibling_waiting_on_the_same_wallet_is_promoted_with_the_credit(town: LittleTown, portal: Portal):
    activity = town.activity()
    slot = town.slot(activity, capacity=1)
    home = town.home(children=("Zoé", "Léo"), balance=300)
    parent = Parent(portal, home)
    parent.books(activity, slot, child=home.children["Zoé"])
    parent.waits(activity, slot, child=home.children["Léo"])
    answer = parent.cancels(activity, slot, child=home.children["Zoé"])
    assert (answer.debited_cents, answer.balance_cents) == (-300, 0)
    assert parent.cell(activity, child=home.children["Léo"]).state is DayState.BOOKED_CANCELLABLE
    assert town.balance(home) == 0
    assert not town.faults()


def test_promotions_on_one_wallet_never_take_it_under_the_floor(town: LittleTown, portal: Portal):
    activity = town.activity()
    days = town.slots(activity, 2, capacity=1)
    holder = Parent(portal, town.home("Occupant"))
    holder.books(activity, *days)
    parent = Parent(portal, town.home(balance=300))
    parent.waits(activity, *days)
    holder.cancels(activity, *days)
    assert sorted(
        cell.state.value for cell in (parent.cell(activity), parent.cell(activity, DAY + timedelta(1)))
    ) == [
        "booked_cancellable",
        "waitlisted",
    ]
    assert town.balance(parent.home) == 0
    assert not town.faults()


def test_a_day_over_its_capacity_gives_no_place_back(town: LittleTown, portal: Portal):
    activity = town.activity()
    slot = town.slot(activity, capacity=2)
    holders = [Parent(portal, town.home(name)) for name in ("A", "B")]
    for holder in holders:
        holder.books(activity, slot)
    parent = waiter(town, portal, activity, slot, "Un")
    town.run("UPDATE slot SET capacity = 1")
    holders[0].cancels(activity, slot)
    assert parent.cell(activity).state is DayState.WAITLISTED
    holders[1].cancels(activity, slot)
    assert parent.cell(activity).state is DayState.BOOKED_CANCELLABLE


def test_at_the_cancelling_limit_the_list_lapses_and_nobody_is_promoted(town: LittleTown, portal: Portal):
    activity, slot, _holder = full_day(
        town, portal, booking=DAY_BEFORE_NOON, cancelling=DaysBefore(days=3, minute=720), validation=True
    )
    parent = waiter(town, portal, activity, slot, "Un")
    town.clock.instant = at(DAY - timedelta(days=3), 12, 0)
    assert parent.cell(activity).state is DayState.WAITLISTED
    town.clock.advance(minutes=1)
    cell = parent.cell(activity)
    assert (cell.state, cell.choice) == (DayState.FULL, None)
    assert outcomes(parent.leaves(activity, slot)) == ["not_booked"]
    refused = parent.waits(activity, slot).lines[0].refusal
    assert refused == Refused(Reason.NOT_OFFERED, {"why": "too_late"})
    assert answered(portal.bookings(actor=parent.actor, family_id=parent.home.id)).lines == ()


def test_a_child_whose_wait_has_lapsed_can_book_a_place_that_is_free(town: LittleTown, portal: Portal):
    activity, slot, _ = full_day(
        town, portal, booking=DAY_BEFORE_NOON, cancelling=DaysBefore(days=3, minute=720)
    )
    parent = waiter(town, portal, activity, slot, "Un")
    town.clock.instant = at(DAY - timedelta(days=2), 9)
    town.run("UPDATE slot SET capacity = 2")
    assert parent.cell(activity).state is DayState.AVAILABLE
    assert outcomes(parent.books(activity, slot)) == ["booked"]
    assert [status for _, status in town.statuses(slot)] == ["booked", "lapsed", "booked"]
    assert len(town.mails("waiting_lapsed")) == 1
    assert not town.faults()


def test_booking_waiting_cancelling_and_leaving_go_in_one_request(town: LittleTown, portal: Portal):
    activity = town.activity()
    free, full, mine, waited = (town.slot(activity, DAY + timedelta(days=n), capacity=1) for n in range(4))
    other = Parent(portal, town.home("Autre"))
    other.books(activity, full, waited)
    parent = Parent(portal, town.home(balance=300))
    parent.books(activity, mine)
    parent.waits(activity, waited)
    answer = parent.picks(
        activity,
        Pick(slot_id=free, action=PickAction.BOOK, shown_cents=300),
        Pick(slot_id=full, action=PickAction.WAIT, shown_cents=0),
        Pick(slot_id=mine, action=PickAction.CANCEL, shown_cents=300),
        Pick(slot_id=waited, action=PickAction.LEAVE, shown_cents=0),
    )
    assert [line.outcome for line in answer.lines] == [
        Outcome.BOOKED,
        Outcome.WAITING,
        Outcome.CANCELLED,
        Outcome.LEFT,
    ]
    assert answer.balance_cents == 0
    assert not town.faults()


def test_a_long_list_is_served_in_order_whatever_its_length(town: LittleTown, portal: Portal):
    """More entries than are looked at together, all but the last without money."""
    activity, slot, holder = full_day(town, portal)
    poor = town.home("Pauvre", balance=0, children=[f"Enfant {number}" for number in range(60)])
    rich = town.home("Riche", children=["Zoé", "Léo"])
    entries = [(child, home.id) for home in (poor, rich) for child in home.children.values()]
    town.queue(slot, entries)
    holder.cancels(activity, slot)
    assert town.rows("SELECT child_id FROM booking WHERE status = 'booked'") == [(rich.children["Zoé"],)]
    assert len(town.mails("place_not_given")) == 60
    assert not town.faults()
