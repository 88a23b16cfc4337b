"""« Semaine entière »: a package beside days that are booked one by one, told with the month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.packages import Package
from portail_tui.domain.rules.tariffs import Fixed
from portail_tui.portal import Portal
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_activities import DAY

MONDAY = date(2026, 12, 7)


def by_the_week_too(town: LittleTown, **options: Any) -> tuple[int, list[int]]:
    """A canteen whose week from MONDAY on costs 12 € whole, or 3 € a day."""
    town.tariff(0, Fixed(1_200), code="SEMAINE")
    canteen = town.activity(
        packages=[Package(code="S", label="La semaine", tariff_code="SEMAINE")], **options
    )
    return canteen, town.slots(canteen, 5, first=MONDAY, capacity=2)


def test_a_week_is_offered_whole_at_its_price_beside_its_days(town: LittleTown, portal: Portal):
    canteen, slots = by_the_week_too(town)
    parent = Parent(portal, town.home())
    month = parent.month(canteen)
    [week] = month.weeks
    assert (week.monday, week.day, week.label, week.cell.price_cents) == (MONDAY, MONDAY, "La semaine", 1_200)
    assert week.cell.together == tuple(slots)
    assert month.days[6].units[0].price_cents == 300 and not month.days[6].units[0].package
    pick = Pick(
        slot_id=week.cell.slot_id, action=PickAction.BOOK, shown_cents=1_200, package=week.cell.package
    )
    assert outcomes(parent.picks(canteen, pick)) == ["booked"] * 5
    assert town.balance(parent.home) == 10_000 - 1_200
    assert parent.month(canteen).weeks == ()


def test_a_week_of_which_a_day_is_booked_is_not_offered_whole(town: LittleTown, portal: Portal):
    canteen, slots = by_the_week_too(town)
    parent = Parent(portal, town.home())
    parent.books(canteen, slots[2])
    assert parent.month(canteen).weeks == ()


def test_a_week_with_a_full_day_is_waited_for_whole(town: LittleTown, portal: Portal):
    canteen, slots = by_the_week_too(town)
    for name in ("Durand", "Petit"):
        other = Parent(portal, town.home(name))
        other.books(canteen, slots[4])
    parent = Parent(portal, town.home())
    [week] = parent.month(canteen).weeks
    assert week.cell.state is DayState.FULL
    pick = Pick(slot_id=week.cell.slot_id, action=PickAction.WAIT, shown_cents=0, package=week.cell.package)
    assert outcomes(parent.picks(canteen, pick)) == ["waiting"] * 5


def test_where_days_are_sold_by_the_week_only_their_cells_say_so(town: LittleTown, portal: Portal):
    canteen, _ = by_the_week_too(town, packages_only=True)
    month = Parent(portal, town.home()).month(canteen)
    assert month.weeks == ()
    assert month.days[6].units[0].note.startswith("La semaine : 5\N{NO-BREAK SPACE}jours ensemble.")


def test_a_week_that_touches_the_next_month_is_offered_in_both(town: LittleTown, portal: Portal):
    town.tariff(0, Fixed(1_200), code="SEMAINE")
    canteen = town.activity(packages=[Package(code="S", label="La semaine", tariff_code="SEMAINE")])
    town.slots(canteen, 5, first=date(2026, 12, 28))
    parent = Parent(portal, town.home())
    for day in (DAY, DAY + timedelta(days=31)):
        assert [week.monday for week in parent.month(canteen, day).weeks] == [date(2026, 12, 28)]
