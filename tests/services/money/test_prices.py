"""What tariffs ask of a family reaches the price: rank, children, residence, aids, own meal, categories."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portail_tui.domain.bookings.day_state import NotOffered
from portail_tui.domain.rules.tariffs import AID, Aid, Case, Conditions, Fixed, Reduction, TariffGrid
from portail_tui.portal import Portal
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_activities import DAY, FIRST_DAY


def grid(**options: Any) -> TariffGrid:
    return TariffGrid(code="", from_on=FIRST_DAY, decision="n° 1", form=Fixed(300), **options)


def priced(town: LittleTown, **options: Any) -> tuple[int, int]:
    activity = town.activity(price=grid(**options))
    return activity, town.slot(activity)


def test_the_third_child_enrolled_pays_its_rank_and_keeps_it(town: LittleTown, portal: Portal):
    activity, slot = priced(town, reductions=(Reduction(from_rank=2, percent=Decimal(50)),))
    home = town.home(children=("Aînée",))
    younger = town.child(home.id, "Cadet", "Martin", date(2021, 1, 1))
    parent = Parent(portal, home)
    assert parent.cell(activity, child=younger).price_cents == 300  # alone in the activity
    parent.books(activity, slot)
    assert parent.cell(activity, child=younger).price_cents == 150
    assert outcomes(parent.books(activity, slot, child=younger)) == ["booked"]
    assert town.rows("SELECT rank, cents FROM booking ORDER BY id") == [(1, 300), (2, 150)]
    assert not town.faults()


def test_dependent_children_are_those_declared_or_else_those_known(town: LittleTown, portal: Portal):
    activity, _ = priced(town, cases=(Case(Conditions(children_least=3), Fixed(100)),))
    parent = Parent(portal, town.home(children=("Un", "Deux")))
    assert parent.cell(activity).price_cents == 300
    town.run("UPDATE family SET dependent_children = 3")
    assert parent.cell(activity).price_cents == 100


@pytest.mark.parametrize(
    ("conditions", "change"),
    [
        (Conditions(is_lone_parent=True), "UPDATE family SET is_lone_parent = true"),
        (Conditions(brings_meal=True), "UPDATE child SET brings_meal = true"),
        (Conditions(category="AGENT"), "INSERT INTO family_category SELECT id, 'AGENT' FROM family"),
        (Conditions(is_resident=False), "UPDATE family_residence SET is_resident = false"),
    ],
)
def test_what_the_town_knows_of_a_family_changes_its_price(
    town: LittleTown, portal: Portal, conditions: Conditions, change: str
):
    activity, slot = priced(town, cases=(Case(conditions, Fixed(100)),))
    parent = Parent(portal, town.home())
    assert parent.cell(activity).price_cents == 300
    town.run(change)
    assert parent.cell(activity).price_cents == 100
    parent.books(activity, slot)
    assert town.balance(parent.home) == 9_900


def test_a_family_that_moves_pays_by_where_it_lives_on_the_day_served(town: LittleTown, portal: Portal):
    activity, _ = priced(town, outside_cents=650)
    town.slot(activity, DAY + timedelta(7))
    parent = Parent(portal, town.home())
    town.run(
        "INSERT INTO family_residence (family_id, from_on, is_resident) VALUES (:f, :day, false)",
        f=parent.home.id,
        day=(DAY + timedelta(3)).isoformat() if town.url.startswith("sqlite") else DAY + timedelta(3),
    )
    assert parent.cell(activity).price_cents == 300
    assert parent.cell(activity, DAY + timedelta(7)).price_cents == 650


def test_booking_by_the_year_has_its_own_price(town: LittleTown, portal: Portal):
    activity, slot = priced(town, cases=(Case(Conditions(is_occasional=True), Fixed(370)),))
    parent, regular = Parent(portal, town.home("Un")), Parent(portal, town.home("Deux"))
    assert outcomes(parent.books(activity, slot, cents=370)) == ["booked"]
    answer = portal.book_days(
        operation_id="regular",
        actor=regular.actor,
        family_id=regular.home.id,
        child_id=regular.home.child,
        activity_id=activity,
        picks=regular.picked(slot),
        is_regular=True,
    )
    assert outcomes(answer) == ["booked"]
    assert town.rows("SELECT is_regular, cents FROM booking ORDER BY id") == [(False, 370), (True, 300)]


def test_a_third_partys_share_is_its_own_debt_and_goes_with_the_booking(town: LittleTown, portal: Portal):
    activity, slot = priced(town, aids=(Aid("CAF", cents=120),))
    parent = Parent(portal, town.home())
    town.run(
        "INSERT INTO family_aid (family_id, from_on, form) VALUES (:f, :day, :form)",
        f=parent.home.id,
        day=FIRST_DAY.isoformat() if town.url.startswith("sqlite") else FIRST_DAY,
        form=json.dumps(AID.write(Aid("CCAS", percent=Decimal(10)))),
    )
    owed = "SELECT a.means, sum(e.cents) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id "
    owed += "WHERE a.kind = 'third_party' GROUP BY a.means ORDER BY a.means"
    assert parent.cell(activity).price_cents == 150
    parent.books(activity, slot)
    assert town.balance(parent.home) == 9_850
    assert town.rows(owed) == [("CAF", -120), ("CCAS", -30)]
    assert not town.faults()
    parent.cancels(activity, slot)
    assert town.balance(parent.home) == 10_000
    assert town.rows(owed) == [("CAF", 0), ("CCAS", 0)]
    assert not town.faults()


def test_each_home_books_its_own_weeks_only_where_the_town_says_so(town: LittleTown, portal: Portal):
    activity, slot = priced(town)  # 1 December 2026 is in week 49
    home, other = town.home("Un"), town.home("Deux", children=())
    town.share(home.child, other)
    even, odd = Parent(portal, home), Parent(portal, other)
    assert even.cell(activity).price_cents == 300
    town.run("UPDATE town SET custody_binds = true")
    town.changed_rules()
    assert even.cell(activity).why is NotOffered.OTHER_WEEK
    assert odd.cell(activity, child=home.child).price_cents == 300
    assert outcomes(even.books(activity, slot)) == ["not_offered"]
    assert outcomes(odd.books(activity, slot, child=home.child)) == ["booked"]
