"""« Tarifs »: a family's own prices beside the grids, supposed means, and why the maximum applies."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portail_tui.domain.families.views import HomeView, TodoKind
from portail_tui.domain.money.price_list import ActivityTariff, TariffPart, TariffsView
from portail_tui.domain.rules.quotient_formula import PartsBy
from portail_tui.domain.rules.quotient_formula import QuotientHousehold as Divided
from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.tariffs import (
    Aid,
    Brackets,
    Case,
    Conditions,
    Fixed,
    PercentSurcharge,
    Reduction,
    TariffGrid,
)
from portail_tui.domain.rules.what_if import Supposed
from portail_tui.portal import Portal
from tests.support.stores.statement_counts import counting
from tests.support.towns.small_town import Home, LittleTown, Parent
from tests.support.towns.town_activities import DAY_BEFORE_NOON, FIRST_DAY, MATIN, MIDI

BRACKETS = Brackets((0, 400_00, 640_00), (50, 175, 235))


def grid(**options: Any) -> TariffGrid:
    return TariffGrid(code="", from_on=FIRST_DAY, decision="n° 1", form=BRACKETS, **options)


def shown(portal: Portal, home: Home, supposed: Supposed | None = None) -> TariffsView:
    view = portal.tariffs(actor=home.actor, family_id=home.id, supposed=supposed)
    assert isinstance(view, TariffsView)
    return view


def only_activity(view: TariffsView) -> ActivityTariff:
    (title,) = view.titles
    (activity,) = title.activities
    return activity


def only_part(view: TariffsView) -> TariffPart:
    (part,) = only_activity(view).parts
    return part


def prices(part: TariffPart) -> list[tuple[tuple[str, ...], int]]:
    return [(own.children, own.ordinary.cents) for own in part.prices]


def own_cents(part: TariffPart) -> list[int | None]:
    return [line.cents for line in part.lines if line.is_own]


def test_the_price_beside_a_grid_is_the_one_that_the_calendar_tells(town: LittleTown, portal: Portal):
    activity = town.activity(price=grid(), late=DAY_BEFORE_NOON, surcharge=PercentSurcharge(Decimal(50)))
    town.slot(activity)
    home = town.home()
    town.quotient(home, 500_00, to_on=date(2027, 8, 31))
    view = shown(portal, home)
    part = only_part(view)
    assert prices(part) == [(("Zoé",), 175)]
    assert Parent(portal, home).cell(activity).price_cents == 175
    assert own_cents(part) == [175]
    assert part.prices[0].late is not None
    assert part.prices[0].late.cents == 263
    assert (view.quotient, view.quotient_until, view.why_maximum) == (500_00, date(2027, 8, 31), None)


@pytest.mark.parametrize(
    ("quotient", "why"),
    [
        (None, WhyMaximum.NONE),
        ({"to_on": date(2026, 10, 31)}, WhyMaximum.EXPIRED),
        ({"status": "refused"}, WhyMaximum.REFUSED),
        ({"status": "sent"}, WhyMaximum.SENT),
    ],
)
def test_the_maximum_says_why_it_applies(
    town: LittleTown, portal: Portal, quotient: dict[str, Any] | None, why: WhyMaximum
):
    town.activity(price=grid())
    home = town.home()
    if quotient is not None:
        town.quotient(home, 500_00, **quotient)
    view = shown(portal, home)
    assert view.why_maximum is why
    assert own_cents(only_part(view)) == [235]


def test_where_the_town_takes_a_proof_by_the_portal_it_is_what_mends_the_maximum(
    town: LittleTown, portal: Portal
):
    town.activity(price=grid())
    home = town.home()
    assert shown(portal, home).proof_type_id is None
    proof = town.document_type("Quotient", for_child=False)  # whose code is « QUOTIENT »
    town.changed_rules()
    assert shown(portal, home).proof_type_id == proof
    view = portal.home(actor=home.actor, family_id=home.id)
    assert isinstance(view, HomeView)
    asked = [todo for todo in view.todos if todo.kind is TodoKind.QUOTIENT_MISSING]
    assert [todo.details for todo in asked] == [{"type_id": proof}]
    town.quotient(home, 500_00, status="sent")  # nothing more to send: an agent's turn
    assert shown(portal, home).proof_type_id is None


def test_a_town_of_fixed_prices_asks_nothing_of_anyone(town: LittleTown, portal: Portal):
    town.activity(price=300)
    view = shown(portal, town.home())
    assert view.why_maximum is None
    assert prices(only_part(view)) == [(("Zoé",), 300)]


def test_who_lives_elsewhere_is_told_that_it_pays_for_it(town: LittleTown, portal: Portal):
    town.activity(price=grid(outside_cents=650))
    view = shown(portal, town.home(resident=False))
    assert view.pays_outside
    assert own_cents(only_part(view)) == [650]


def test_children_are_named_apart_only_where_they_pay_apart(town: LittleTown, portal: Portal):
    activity = town.activity(price=grid(reductions=(Reduction(from_rank=2, percent=Decimal(50)),)))
    slot = town.slot(activity)
    home = town.home(children=("Aînée", "Jumeau"))
    town.quotient(home, 500_00)
    assert prices(only_part(shown(portal, home))) == [(("Aînée", "Jumeau"), 175)]
    Parent(portal, home).books(activity, slot, cents=175)
    assert prices(only_part(shown(portal, home))) == [(("Aînée",), 175), (("Jumeau",), 88)]


def test_a_third_partys_share_is_taken_off_and_named(town: LittleTown, portal: Portal):
    town.activity(price=grid(aids=(Aid("CAF", percent=Decimal(20)),)))
    home = town.home()
    town.quotient(home, 700_00)
    part = only_part(shown(portal, home))
    assert prices(part) == [(("Zoé",), 188)]
    assert [aid.payer_name for aid in part.aids] == ["CAF"]


def test_booking_by_the_week_is_told_where_it_has_another_price(town: LittleTown, portal: Portal):
    town.activity(price=grid(cases=(Case(Conditions(is_occasional=True), Fixed(370)),)))
    home = town.home()
    town.quotient(home, 500_00)
    (own,) = only_part(shown(portal, home)).prices
    assert own.ordinary.cents == 370
    assert own.regular is not None
    assert own.regular.cents == 175


def test_units_of_one_tariff_and_length_share_a_grid(town: LittleTown, portal: Portal):
    long_evening = ("SOIR", "Soir", 16 * 60 + 30, 18 * 60 + 30)
    by_half_hour = TariffGrid(code="", from_on=FIRST_DAY, decision="", form=Fixed(50), step_minutes=30)
    town.activity(price=by_half_hour, units=(MATIN, long_evening, MIDI))
    activity = only_activity(shown(portal, town.home()))
    assert [(part.units, part.quantity) for part in activity.parts] == [
        (("Matin",), 2),
        (("Soir", "Midi"), 4),
    ]


def test_an_activity_for_nobody_of_the_family_shows_its_grid_and_the_price_it_would_have(
    town: LittleTown, portal: Portal
):
    town.activity(price=grid(), ages=(12, 15))
    home = town.home(born=date(2019, 5, 10))
    town.quotient(home, 500_00)
    assert prices(only_part(shown(portal, home))) == [((), 175)]
    assert prices(only_part(shown(portal, town.home("Seul", children=())))) == [((), 235)]


def test_a_tariff_voted_and_not_in_force_yet_is_shown_as_it_will_be(town: LittleTown, portal: Portal):
    activity = town.activity(price=grid())
    tomorrow = town.clock.now().date() + timedelta(days=40)
    town.run(
        "UPDATE tariff_grid SET from_on = :day", day=tomorrow.isoformat() if town.is_a_file else tomorrow
    )
    town.changed_rules()
    home = town.home()
    town.quotient(home, 500_00)
    part = only_part(shown(portal, home))
    assert (part.from_on, prices(part)) == (tomorrow, [(("Zoé",), 175)])
    assert activity


def test_supposed_means_change_the_prices_and_nothing_else(town: LittleTown, portal: Portal):
    town.activity(price=grid(reductions=(Reduction(from_children=2, cents=10),)))
    home = town.home(children=("Zoé", "Léo"))
    town.quotient(home, 100_00)
    assert prices(only_part(shown(portal, home))) == [(("Zoé", "Léo"), 40)]
    by_quotient = shown(portal, home, Supposed(400_00))
    assert prices(only_part(by_quotient)) == [(("Zoé", "Léo"), 165)]
    assert (by_quotient.quotient, by_quotient.quotient_until) == (400_00, None)
    by_income = shown(portal, home, Supposed(None, 30_000_00, Divided(fiscal_parts=Decimal("2.5"))))
    assert by_income.divided_by is PartsBy.FISCAL
    assert by_income.quotient == 1000_00
    assert prices(only_part(by_income)) == [(("Zoé", "Léo"), 225)]
    assert town.value("SELECT count(*) FROM family_quotient") == 1
    assert town.audited() == []


def test_a_town_that_counts_children_asks_for_the_income_alone(town: LittleTown, portal: Portal):
    town.activity(price=grid())
    town.run("UPDATE town SET parts_rule = :rule", rule='{"calcul": "enfants"}')
    town.changed_rules()
    view = shown(portal, town.home(children=("Zoé", "Léo")), Supposed(None, 36_000_00))
    assert view.divided_by is PartsBy.CHILDREN
    assert view.quotient == 1000_00  # two children are three parts by the CAF's table


def test_the_page_costs_the_same_few_statements_whatever_the_town_votes(town: LittleTown, portal: Portal):
    home = town.home(children=("Un", "Deux", "Trois"))
    counts = set()
    for _ in range(3):
        town.activity(price=grid())
        shown(portal, home)  # the règlement is read again when it has changed
        with counting() as statements:
            shown(portal, home)
        counts.add(len(statements))
    assert len(counts) == 1
    assert 0 < counts.pop() <= 6
