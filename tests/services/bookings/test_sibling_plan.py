"""« Aussi pour… »: the same days for several children, told before they are saved, then saved as told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portail_tui.domain.bookings.sibling_plan import TogetherPlan
from portail_tui.domain.bookings.views import BookedTogether, Pick, PickAction
from portail_tui.domain.rules.packages import Package
from portail_tui.domain.rules.tariffs import Fixed
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_activities import DAY


def plan(portal: Portal, parent: Parent, activity: int, *slots: int, **more: Any) -> Any:
    asked = {"is_regular": False, "all_or_none": False, "waits": False, **more}
    children = asked.pop("children", tuple(parent.home.children.values()))
    picks = asked.pop(
        "picks", tuple(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300) for slot in slots)
    )
    return portal.plan_together(
        actor=parent.actor,
        family_id=parent.home.id,
        activity_id=activity,
        child_ids=children,
        picks=picks,
        **asked,
    )


def told(answer: TogetherPlan) -> list[list[str]]:
    assert isinstance(answer, TogetherPlan), answer
    return [
        [day.line.refusal.reason.value if day.line.refusal else day.line.outcome.value for day in one.days]
        for _, one in answer.plans
    ]


@pytest.mark.parametrize("all_or_none", [False, True])
def test_what_is_told_is_what_is_saved(town: LittleTown, portal: Portal, all_or_none: bool):
    canteen = town.activity()
    first, second = town.slots(canteen, 2)
    last = town.slot(canteen, DAY + timedelta(days=3), capacity=1)
    parent = Parent(portal, town.home(children=["Zoé", "Léo", "Inès"]))
    parent.books(canteen, first, child=parent.home.children["Léo"])
    shown = plan(portal, parent, canteen, first, second, last, all_or_none=all_or_none)
    assert [one.first_name for one in shown.siblings] == ["Zoé", "Léo", "Inès"]
    before = town.balance(parent.home)
    done = portal.book_together(
        operation_id="together",
        actor=parent.actor,
        family_id=parent.home.id,
        activity_id=canteen,
        children=shown.picks,
        is_regular=False,
        all_or_none=all_or_none,
    )
    assert isinstance(done, BookedTogether)
    saved = [[line for line in outcomes(one) if line == "booked"] for one in done.children]
    assert saved == [[line for line in one if line == "booked"] for one in told(shown)]
    assert town.balance(parent.home) == before - shown.total_cents
    # Léo comes already on the first day; on the last there is one place for three
    assert shown.total_cents == 300 * (5 if all_or_none else 6)
    assert not town.faults()


def test_full_days_are_waited_for_where_it_is_asked_but_never_with_all_or_none(
    town: LittleTown, portal: Portal
):
    canteen = town.activity()
    one_place = town.slot(canteen, capacity=1)
    parent = Parent(portal, town.home(children=["Zoé", "Léo"]))
    assert told(plan(portal, parent, canteen, one_place, waits=True)) == [["booked"], ["waiting"]]
    both = plan(portal, parent, canteen, one_place, waits=True, all_or_none=True)
    assert told(both) == [["sibling_refused"], ["day_full"]]
    assert both.picks == ()


def test_a_week_sold_whole_is_one_pick_at_its_price(town: LittleTown, portal: Portal):
    town.tariff(0, Fixed(1_000), code="SEMAINE")
    camp = town.activity(
        packages=[Package(code="S", label="La semaine", tariff_code="SEMAINE")], packages_only=True
    )
    town.slots(camp, 3, first=DAY)
    parent = Parent(portal, town.home(children=["Zoé", "Léo"]))
    cell = parent.cell(camp)
    picks = (Pick(slot_id=cell.slot_id, action=PickAction.BOOK, shown_cents=1_000, package=cell.package),)
    shown = plan(portal, parent, camp, picks=picks)
    assert [[pick.shown_cents for pick in one.picks] for one in shown.picks] == [[1_000], [1_000]]
    assert shown.total_cents == 2_000


def test_only_children_whom_it_concerns_are_offered_and_what_blocks_is_told(town: LittleTown, portal: Portal):
    canteen = town.activity(ages=(3, 6))
    slot = town.slot(canteen)
    parent = Parent(portal, town.home(children=["Zoé"]))
    shown = plan(portal, parent, canteen, slot)
    assert shown.siblings == ()
    poor = Parent(portal, town.home("Durand", children=["Léo", "Inès"], balance=300))
    lunch = town.activity()
    blocked = plan(portal, poor, lunch, town.slot(lunch)).blocked
    assert blocked is not None and blocked.reason is Reason.WALLET_SHORT


def test_it_refuses_nothing_nobody_and_what_is_not_the_familys(town: LittleTown, portal: Portal):
    canteen, other = town.activity(), town.activity("Autre")
    slot, elsewhere = town.slot(canteen), town.slot(other)
    parent, theirs = Parent(portal, town.home()), town.home("Durand")
    assert plan(portal, parent, canteen, slot, children=()) == Refused(Reason.NOTHING_CHOSEN)
    assert plan(portal, parent, canteen) == Refused(Reason.NOTHING_CHOSEN)
    assert plan(portal, parent, canteen, elsewhere) == Refused(Reason.NOT_OFFERED)
    mixed = (parent.home.child, theirs.child)
    assert plan(portal, parent, canteen, slot, children=mixed) == Refused(Reason.NOT_ALLOWED)
    assert town.audited() == ["denied"]
