"""« Prévenez-moi d'abord »: a freed place is offered, held for a day, taken, declined or lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from portail_tui.domain.bookings.day_state import Choice, DayState
from portail_tui.domain.bookings.views import BookingsView, Pick, PickAction
from portail_tui.domain.families.views import HomeView
from portail_tui.domain.rules.eligibility import Eligibility
from portail_tui.domain.rules.groups import Group
from portail_tui.portal import Portal
from portail_tui.services.ops.upkeep import Task, Upkept, upkeep_now
from tests.support.stores.service_contexts import context_behind
from tests.support.towns.small_town import LittleTown, Parent, at, outcomes
from tests.support.towns.town_activities import DAY


def offered(
    town: LittleTown, portal: Portal, *, balance: int = 10_000, **options: Any
) -> tuple[int, int, Parent, Parent]:
    """An activity, its day of one place, who had it, and who asked to be asked and is."""
    activity = town.activity(**options)
    slot = town.slot(activity, capacity=1)
    holder, asked = (
        Parent(portal, town.home("Occupant")),
        Parent(portal, town.home("Demande", balance=balance)),
    )
    holder.books(activity, slot)
    wait = Pick(slot_id=slot, action=PickAction.WAIT, shown_cents=0, asks_first=True)
    assert outcomes(asked.picks(activity, wait)) == ["waiting"]
    holder.cancels(activity, slot)
    return activity, slot, holder, asked


def test_the_place_is_offered_not_given_and_nothing_is_charged(town: LittleTown, portal: Portal):
    activity, slot, holder, asked = offered(town, portal)
    assert dict(town.statuses(slot))[asked.home.id] == "offered"
    assert town.balance(asked.home) == 10_000
    cell = asked.cell(activity)
    assert (cell.state, cell.choice, cell.price_cents) == (DayState.WAITLISTED, Choice.SELECTED, 300)
    assert "Gardée jusqu'au mercredi 25 novembre" in cell.note
    assert holder.cell(activity).state is DayState.FULL
    assert len(town.mails("place_offered")) == 1
    assert not town.faults()


def test_while_it_waits_its_rank_is_told_and_that_it_will_be_asked(town: LittleTown, portal: Portal):
    activity = town.activity()
    slot = town.slot(activity, capacity=0)
    first, asked = Parent(portal, town.home("Premier")), Parent(portal, town.home("Demande"))
    first.waits(activity, slot)
    asked.picks(activity, Pick(slot_id=slot, action=PickAction.WAIT, shown_cents=0, asks_first=True))
    assert first.cell(activity).note.startswith("Rang 1 ") and "prévenus" not in first.cell(activity).note
    note = asked.cell(activity).note
    assert note.startswith("Rang 2 ") and note.endswith(" Vous serez prévenus d'abord.")


def test_taking_it_books_and_charges(town: LittleTown, portal: Portal):
    activity, slot, _, asked = offered(town, portal)
    assert outcomes(asked.books(activity, slot)) == ["booked"]
    assert town.balance(asked.home) == 9_700
    assert dict(town.statuses(slot))[asked.home.id] == "booked"
    assert not town.faults()


def test_declining_it_gives_it_to_the_next(town: LittleTown, portal: Portal):
    activity, slot, _, asked = offered(town, portal)
    after = Parent(portal, town.home("Suivante"))
    assert outcomes(after.waits(activity, slot)) == ["waiting"]
    assert outcomes(asked.leaves(activity, slot)) == ["left"]
    assert dict(town.statuses(slot))[after.home.id] == "booked"
    assert town.balance(asked.home) == 10_000
    assert not town.faults()


def test_after_a_day_the_offer_is_over_for_every_reader_and_the_next_writer_ends_it(
    town: LittleTown, portal: Portal
):
    activity, slot, _, asked = offered(town, portal)
    town.clock.advance(hours=24)
    assert asked.cell(activity).state is DayState.AVAILABLE
    newcomer = Parent(portal, town.home("Nouvelle"))
    assert newcomer.cell(activity).state is DayState.AVAILABLE
    assert outcomes(newcomer.books(activity, slot)) == ["booked"]
    assert dict(town.statuses(slot))[asked.home.id] == "lapsed"
    assert len(town.mails("offer_lapsed")) == 1
    assert not town.faults()


def test_who_waits_comes_before_who_books_when_an_offer_is_over(town: LittleTown, portal: Portal):
    activity, slot, _, _ = offered(town, portal)
    waits = Parent(portal, town.home("Attend"))
    assert outcomes(waits.waits(activity, slot)) == ["waiting"]
    town.clock.advance(hours=24)
    newcomer = Parent(portal, town.home("Nouvelle"))
    assert outcomes(newcomer.books(activity, slot)) == ["day_full"]
    assert dict(town.statuses(slot))[waits.home.id] == "booked"
    assert not town.faults()


def test_the_offer_ends_at_the_cancelling_limit_where_that_comes_first(town: LittleTown, portal: Portal):
    town.clock.instant = at(DAY - timedelta(2), 12)
    _, _, _, asked = offered(town, portal)
    until = town.value("SELECT offered_until FROM booking WHERE family_id = :f", f=asked.home.id)
    assert until == int((at(DAY - timedelta(1), 0)).timestamp() * 1_000_000)


def test_who_is_asked_has_time_to_pay_but_takes_nothing_with_an_empty_wallet(
    town: LittleTown, portal: Portal
):
    activity, slot, _, asked = offered(town, portal, balance=0)
    assert dict(town.statuses(slot))[asked.home.id] == "offered"
    assert asked.books(activity, slot).reason.value == "wallet_short"
    town.bring(asked.home.id, 300)
    assert outcomes(asked.books(activity, slot)) == ["booked"]
    assert town.balance(asked.home) == 0
    assert not town.faults()


def test_where_nobody_comes_the_upkeep_ends_it_and_gives_the_place_to_the_next(town: LittleTown, portal: Any):
    activity, slot, _, asked = offered(town, portal)
    after = Parent(portal, town.home("Suivante"))
    after.waits(activity, slot)
    town.clock.advance(hours=23)
    assert upkeep(portal) == {}
    town.clock.advance(hours=1)
    assert upkeep(portal) == {Task.OFFERED: 1}
    assert {asked.home.id: "lapsed", after.home.id: "booked"}.items() <= dict(town.statuses(slot)).items()
    assert (town.balance(asked.home), town.balance(after.home)) == (10_000, 9_700)
    assert len(town.mails("offer_lapsed")) == len(town.mails("place_given")) == 1
    assert upkeep(portal) == {}
    assert not town.faults()


def test_an_offer_that_is_over_at_the_cancelling_limit_goes_to_nobody(town: LittleTown, portal: Any):
    activity, slot, _, asked = offered(town, portal)
    after = Parent(portal, town.home("Suivante"))
    after.waits(activity, slot)
    town.clock.instant = at(DAY, 8)
    assert upkeep(portal) == {Task.OFFERED: 1}  # the list of that day ends with it
    assert {asked.home.id: "lapsed", after.home.id: "lapsed"}.items() <= dict(town.statuses(slot)).items()
    assert not town.faults()


def upkeep(portal: Any) -> dict[Task, int]:
    answer = upkeep_now(context_behind(portal), holder="machine")
    assert isinstance(answer, Upkept)
    return dict(answer.done)


def test_the_home_page_tells_the_place_that_is_held_until_its_offer_is_over(town: LittleTown, portal: Portal):
    activity, _, _, asked = offered(town, portal)

    def todos() -> list[tuple[str, object]]:
        home = portal.home(actor=asked.actor, family_id=asked.home.id)
        assert isinstance(home, HomeView)
        return [(todo.kind.value, todo.details.get("activity_id")) for todo in home.todos]

    assert todos() == [("place_offered", activity)]
    town.clock.advance(hours=24)
    assert todos() == []


def test_a_place_that_was_taken_stays_listed_after_the_offer_would_have_ended(
    town: LittleTown, portal: Portal
):
    activity, slot, _, asked = offered(town, portal)
    asked.books(activity, slot)
    town.clock.advance(hours=25)
    listed = portal.bookings(actor=asked.actor, family_id=asked.home.id)
    assert isinstance(listed, BookingsView)
    assert [line.state for line in listed.lines] == [DayState.BOOKED_CANCELLABLE]


def test_a_place_that_was_taken_is_never_given_again_in_its_group(town: LittleTown, portal: Portal):
    group = Group("TOUS", "Tous", Eligibility(), 1)
    activity, slot, _, asked = offered(town, portal, groups=(group,))
    asked.books(activity, slot)
    town.run("UPDATE slot SET capacity = 5")
    town.clock.advance(hours=25)
    newcomer = Parent(portal, town.home("Nouvelle"))
    assert outcomes(newcomer.books(activity, slot)) == ["day_full"]
