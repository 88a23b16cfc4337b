"""Picks that depend on each other: units of a day, days of a week, siblings, places by group."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portail_tui.domain.bookings.views import BookedTogether, ChildPicks, Pick, PickAction
from portail_tui.domain.rules.eligibility import Eligibility
from portail_tui.domain.rules.groups import Group
from portail_tui.domain.shared.refusals import Refused
from portail_tui.portal import Portal
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_activities import DAY, MATIN, MIDI, SOIR


def three_units(town: LittleTown, **options: Any) -> tuple[int, int, int, int]:
    """An activity, and the slots of its morning, noon and evening of the same day."""
    activity = town.activity(units=(MATIN, MIDI, SOIR), **options)
    morning, noon, evening = (town.slot(activity, unit=unit) for unit in range(3))
    return activity, morning, noon, evening


# --- units of a day -----------------------------------------------------------------------------------


def test_the_evening_that_needs_noon_is_refused_alone_and_booked_with_it(town: LittleTown, portal: Portal):
    activity, _, noon, evening = three_units(town, needs={"SOIR": ["MIDI"]})
    parent = Parent(portal, town.home())
    alone = parent.books(activity, evening)
    assert outcomes(alone) == ["unit_clash"]
    assert alone.lines[0].refusal.details["unit"] == "Midi"
    assert outcomes(parent.books(activity, evening, noon)) == ["booked", "booked"]
    assert town.balance(parent.home) == 10_000 - 600
    assert not town.faults()


def test_noon_is_not_left_while_the_evening_needs_it(town: LittleTown, portal: Portal):
    activity, _, noon, evening = three_units(town, needs={"SOIR": ["MIDI"]})
    parent = Parent(portal, town.home())
    parent.books(activity, noon, evening)
    assert outcomes(parent.cancels(activity, noon)) == ["unit_needed"]
    assert outcomes(parent.cancels(activity, noon, evening)) == ["cancelled", "cancelled"]
    assert town.balance(parent.home) == 10_000


def test_a_unit_that_loses_what_it_needs_in_the_same_request_is_refused_too(town: LittleTown, portal: Portal):
    activity = town.activity(units=(MIDI, SOIR), needs={"SOIR": ["MIDI"]}, waiting_list=False)
    noon, evening = town.slot(activity, capacity=0), town.slot(activity, unit=1)
    parent = Parent(portal, town.home())
    assert outcomes(parent.books(activity, noon, evening)) == ["day_full", "unit_clash"]
    assert town.balance(parent.home) == 10_000


def test_units_that_exclude_each_other_are_not_booked_on_one_day(town: LittleTown, portal: Portal):
    activity, morning, _, evening = three_units(town, excludes={"SOIR": ["MATIN"]})
    parent = Parent(portal, town.home())
    assert outcomes(parent.books(activity, morning, evening)) == ["booked", "unit_clash"]
    other_day = town.slot(activity, DAY + timedelta(2), unit=2)
    assert outcomes(parent.books(activity, other_day)) == ["booked"]


# --- days of a week -----------------------------------------------------------------------------------


def test_a_week_asks_for_its_least_days_and_leaving_them_all_is_possible(town: LittleTown, portal: Portal):
    activity = town.activity(least_days=3)
    monday = date(2026, 12, 7)
    slots = town.slots(activity, 5, first=monday)
    parent = Parent(portal, town.home())
    refused = parent.books(activity, *slots[:2])
    assert outcomes(refused) == ["too_few_days"] * 2
    assert outcomes(parent.books(activity, *slots[:3])) == ["booked"] * 3
    assert outcomes(parent.cancels(activity, slots[0])) == ["too_few_days"]
    assert outcomes(parent.books(activity, slots[3])) == ["booked"]
    assert outcomes(parent.cancels(activity, slots[0])) == ["cancelled"]
    assert outcomes(parent.cancels(activity, *slots[1:4])) == ["cancelled"] * 3


def test_a_week_with_fewer_days_served_asks_for_all_of_them(town: LittleTown, portal: Portal):
    activity = town.activity(least_days=3)
    slots = town.slots(activity, 2, first=date(2026, 12, 7))
    parent = Parent(portal, town.home())
    assert outcomes(parent.books(activity, slots[0])) == ["too_few_days"]
    assert outcomes(parent.books(activity, *slots)) == ["booked", "booked"]


# --- siblings -----------------------------------------------------------------------------------------


def together(
    town: LittleTown, portal: Portal, parent: Parent, activity: int, *slots: int, all_or_none: bool = True
) -> list[list[str]]:
    answer = portal.book_together(
        operation_id=f"together-{next(town._ids)}",
        actor=parent.actor,
        family_id=parent.home.id,
        activity_id=activity,
        children=tuple(
            ChildPicks(
                child, tuple(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300) for slot in slots)
            )
            for child in parent.home.children.values()
        ),
        is_regular=False,
        all_or_none=all_or_none,
    )
    assert isinstance(answer, BookedTogether), answer
    return [outcomes(one) for one in answer.children]


def test_siblings_take_two_places_of_two_and_one_debit(town: LittleTown, portal: Portal):
    activity = town.activity()
    slot = town.slot(activity, capacity=2)
    parent = Parent(portal, town.home(children=("Zoé", "Léo")))
    assert together(town, portal, parent, activity, slot) == [["booked"], ["booked"]]
    assert town.balance(parent.home) == 10_000 - 600
    assert not town.faults()


def test_all_or_none_leaves_the_day_where_one_has_no_place_and_books_the_others(
    town: LittleTown, portal: Portal
):
    activity = town.activity()
    tight, wide = town.slot(activity, capacity=1), town.slot(activity, DAY + timedelta(2), capacity=5)
    parent = Parent(portal, town.home(children=("Zoé", "Léo")))
    assert together(town, portal, parent, activity, tight, wide) == [
        ["sibling_refused", "booked"],
        ["day_full", "booked"],
    ]
    assert town.statuses(tight) == []
    assert not town.faults()


def test_a_child_who_comes_already_keeps_nobody_from_coming(town: LittleTown, portal: Portal):
    activity = town.activity()
    slot = town.slot(activity)
    parent = Parent(portal, town.home(children=("Zoé", "Léo")))
    parent.books(activity, slot, child=parent.home.children["Léo"])
    assert together(town, portal, parent, activity, slot) == [["booked"], ["already_booked"]]


def test_siblings_booked_each_for_itself_share_the_last_place_in_order(town: LittleTown, portal: Portal):
    activity = town.activity()
    slot = town.slot(activity, capacity=1)
    parent = Parent(portal, town.home(children=("Zoé", "Léo")))
    assert together(town, portal, parent, activity, slot, all_or_none=False) == [["booked"], ["day_full"]]


def test_another_familys_child_is_never_booked_among_ones_own(town: LittleTown, portal: Portal):
    activity = town.activity()
    slot = town.slot(activity)
    parent, other = Parent(portal, town.home()), town.home("Autre")
    answer = portal.book_together(
        operation_id="mixed",
        actor=parent.actor,
        family_id=parent.home.id,
        activity_id=activity,
        children=tuple(
            ChildPicks(child, (Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),))
            for child in (parent.home.child, other.child)
        ),
        is_regular=False,
        all_or_none=False,
    )
    assert isinstance(answer, Refused) and answer.reason.value == "not_allowed"
    assert town.statuses(slot) == []


# --- places by group ----------------------------------------------------------------------------------

LITTLE = Group("PETITS", "Les petits", Eligibility(max_age=5), 1)
BIG = Group("GRANDS", "Les grands", Eligibility(min_age=6), None)


def test_a_child_needs_a_place_in_its_group_and_in_the_whole(town: LittleTown, portal: Portal):
    activity = town.activity(groups=(LITTLE, BIG))
    slot = town.slot(activity, capacity=2)
    first, second = (Parent(portal, town.home(name, born=date(2022, 1, 1))) for name in ("Un", "Deux"))
    big, late = (Parent(portal, town.home(name, born=date(2018, 1, 1))) for name in ("Trois", "Quatre"))
    assert outcomes(first.books(activity, slot)) == ["booked"]
    assert outcomes(second.books(activity, slot)) == ["day_full"]
    assert outcomes(big.books(activity, slot)) == ["booked"]
    assert outcomes(late.books(activity, slot)) == ["day_full"]
    assert not town.faults()


def test_a_place_that_frees_in_a_group_goes_to_who_waits_for_that_group(town: LittleTown, portal: Portal):
    activity = town.activity(groups=(LITTLE, BIG))
    slot = town.slot(activity, capacity=2)
    little, big = Parent(portal, town.home("P", born=date(2022, 1, 1))), Parent(portal, town.home("G"))
    little.books(activity, slot), big.books(activity, slot)
    waits_big, waits_little = (
        Parent(portal, town.home("AG")),
        Parent(portal, town.home("AP", born=date(2021, 6, 1))),
    )
    assert outcomes(waits_little.waits(activity, slot)) == ["waiting"]
    assert outcomes(waits_big.waits(activity, slot)) == ["waiting"]
    assert outcomes(big.cancels(activity, slot)) == ["cancelled"]  # the little ones' only place is taken
    states = dict(town.statuses(slot)[2:])
    assert states == {waits_little.home.id: "waiting", waits_big.home.id: "booked"}
    assert outcomes(little.cancels(activity, slot)) == ["cancelled"]
    assert dict(town.statuses(slot))[waits_little.home.id] == "booked"
    assert not town.faults()


def test_a_child_in_no_group_is_not_eligible(town: LittleTown, portal: Portal):
    activity = town.activity(groups=(LITTLE,))
    slot = town.slot(activity)
    parent = Parent(portal, town.home(born=date(2017, 1, 1)))
    assert outcomes(parent.books(activity, slot)) == ["not_offered"]
