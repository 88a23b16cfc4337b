"""The month of a family: every child's days side by side, told as each activity's own calendar tells them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.family_month import FamilyMonth
from portail_tui.domain.rules.eligibility import Eligibility
from portail_tui.domain.rules.groups import Group
from portail_tui.domain.rules.packages import Package
from portail_tui.domain.rules.tariffs import Fixed
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from tests.support.stores.statement_counts import counting
from tests.support.towns.small_town import Home, LittleTown, Parent
from tests.support.towns.town_activities import DAY, MATIN, SOIR


def month_of(portal: Portal, home: Home, day: date = DAY, *, child: int | None = None) -> Any:
    return portal.family_month(
        actor=home.actor, family_id=home.id, year=day.year, month=day.month, child_id=child
    )


def test_each_child_has_a_row_for_each_unit_of_each_activity(town: LittleTown, portal: Portal):
    canteen, care = town.activity(), town.activity("Accueil", units=[MATIN, SOIR])
    slot = town.slot(canteen)
    town.slot(care, unit=0)
    town.slot(care, unit=1)
    town.activity("Sans un jour ce mois-ci")
    home = town.home(children=["Zoé", "Léo"])
    Parent(portal, home).books(canteen, slot, child=home.children["Léo"])
    month = month_of(portal, home)
    assert [
        (child.first_name, [(row.activity_name, row.unit_label) for row in child.rows])
        for child in month.children
    ] == [
        ("Zoé", [("Cantine", ""), ("Accueil", "Matin"), ("Accueil", "Soir")]),
        ("Léo", [("Cantine", ""), ("Accueil", "Matin"), ("Accueil", "Soir")]),
    ]
    zoe, leo = month.children
    assert zoe.rows[0].cells[0].state is DayState.AVAILABLE
    assert leo.rows[0].cells[0].state is DayState.BOOKED_CANCELLABLE
    assert zoe.rows[0].cells[1] is None
    assert leo.count(DayState.BOOKED_CANCELLABLE) == 1
    assert month.served == (0,)


def test_its_cells_are_those_of_each_activitys_calendar(town: LittleTown, portal: Portal):
    town.tariff(0, Fixed(1_000), code="SEMAINE")
    weeks = town.activity(
        "Stage", packages=[Package(code="S", label="La semaine", tariff_code="SEMAINE")], packages_only=True
    )
    groups = town.activity("Club", groups=[Group("A", "Petits", Eligibility(None, 20), 1)])
    canteen = town.activity(validation=True)
    for activity in (weeks, groups, canteen):
        town.slots(activity, 5, first=date(2026, 11, 30), capacity=2)
    home, other = town.home(children=["Zoé", "Léo"]), town.home("Durand")
    parent = Parent(portal, home)
    asked = [cell for _, cell in _units(parent, canteen)][:2]
    parent.books(canteen, *(cell.slot_id for cell in asked), child=home.children["Léo"])
    there = Parent(portal, other)
    there.books(groups, there.cell(groups).slot_id)
    month = month_of(portal, home)
    assert isinstance(month, FamilyMonth)
    for child in month.children:
        for row in child.rows:
            shown = parent.month(row.activity_id, child=child.child_id).days
            assert row.cells == tuple(day.units[0] if day.units else None for day in shown)
    states = {cell.state for child in month.children for row in child.rows for cell in row.cells if cell}
    assert {DayState.PENDING, DayState.FULL, DayState.AVAILABLE} <= states


def _units(parent: Parent, activity: int) -> list[tuple[date, Any]]:
    return [(day.day, cell) for day in parent.month(activity).days for cell in day.units]


def test_one_child_alone_is_shown_where_it_is_asked_for(town: LittleTown, portal: Portal):
    town.slot(town.activity())
    home, other = town.home(children=["Zoé", "Léo"]), town.home("Durand")
    month = month_of(portal, home, child=home.children["Léo"])
    assert [child.first_name for child in month.children] == ["Léo"]
    assert month_of(portal, home, child=other.child) == Refused(Reason.NOT_ALLOWED)
    assert town.audited() == ["denied"]


def test_what_the_other_home_booked_shows_as_if_it_were_free(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    home, other = town.home(), town.home("Durand", children=[])
    town.share(home.child, other)
    Parent(portal, home).books(canteen, slot)
    theirs = month_of(portal, other)
    assert [child.first_name for child in theirs.children] == ["Zoé"]
    assert theirs.children[0].rows[0].cells[0].state is DayState.AVAILABLE


@pytest.mark.parametrize("many", [1, 6])
def test_it_takes_the_same_few_statements_whatever_it_holds(town: LittleTown, portal: Portal, many: int):
    for number in range(many):
        groups = [Group("A", "Petits", Eligibility(None, 20), 3)] if not number else []
        town.slots(town.activity(f"Club {number}", groups=groups), 20, capacity=9)
    home = town.home(children=[f"Enfant {number}" for number in range(many)])
    month_of(portal, home)
    with counting() as statements:
        month = month_of(portal, home)
    assert len(month.children) == many
    assert len(statements) == 6
