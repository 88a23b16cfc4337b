"""A month of the calendar: every date, its names, its places, its limits, when it opens."""

from __future__ import annotations

from datetime import date, timedelta

from portail_tui.domain.bookings.day_state import DayState, NotOffered
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.texts.shared.formats import NBSP
from tests.support.towns.small_town import LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON, MATIN, SOIR, YEAR


def test_a_month_has_every_date_once_and_units_in_their_order(town: LittleTown, portal: Portal):
    care = town.activity("Accueil", units=[SOIR, MATIN])
    town.slot(care, unit=1)
    town.slot(care, unit=0)
    month = Parent(portal, town.home()).month(care)
    assert [cell.day for cell in month.days] == [date(2026, 12, day) for day in range(1, 32)]
    assert [unit.label for unit in month.units] == ["Soir", "Matin"]
    assert [cell.unit for cell in month.days[0].units] == ["SOIR", "MATIN"]
    assert all(not cell.units for cell in month.days[1:])
    assert (month.first_day, month.last_day) == (date(2026, 9, 1), date(2027, 7, 3))


def test_holidays_and_closures_have_their_names(town: LittleTown, portal: Portal):
    canteen = town.activity()
    town._rows(t.public_holiday, day=date(2026, 12, 25), name="Noël")
    town._rows(
        t.school_holiday,
        school_year_id=YEAR,
        name="Vacances de Noël",
        kind="short",
        first_on=date(2026, 12, 19),
        last_on=date(2027, 1, 3),
    )
    town._rows(
        t.closure,
        activity_id=canteen,
        first_on=date(2026, 12, 8),
        last_on=date(2026, 12, 8),
        reason="Travaux",
    )
    for day in (8, 18, 25):
        town.slot(canteen, date(2026, 12, day))
    town.changed_rules()
    month = Parent(portal, town.home()).month(canteen)
    assert [cell.day.day for cell in month.days if cell.school_holiday == "Vacances de Noël"] == list(
        range(19, 32)
    )
    assert month.days[24].public_holiday == "Noël"
    assert month.days[7].note == "Travaux"
    closed, open_day, christmas = (month.days[day - 1].units[0] for day in (8, 18, 25))
    assert (closed.state, closed.why, closed.note) == (DayState.NOT_OFFERED, NotOffered.CLOSED, "Travaux")
    assert open_day.state is DayState.AVAILABLE
    assert christmas.why is NotOffered.PUBLIC_HOLIDAY


def test_places_are_told_only_when_few_are_left(town: LittleTown, portal: Portal):
    canteen = town.activity(few_places=3)
    for number, capacity in enumerate((4, 3, 1, 0, None)):
        town.slot(canteen, DAY + timedelta(days=number), capacity=capacity)
    month = Parent(portal, town.home()).month(canteen)
    assert [cell.units[0].places_left for cell in month.days[:5]] == [None, 3, 1, None, None]


def test_each_cell_says_until_when(town: LittleTown, portal: Portal):
    canteen = town.activity(late=DAY_BEFORE_NOON)
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    until = "dimanche 29 novembre à 23" + NBSP + "h" + NBSP + "59"
    assert parent.cell(canteen).note == f"Jusqu'au {until}, puis majorée."
    parent.books(canteen, slot)
    assert parent.cell(canteen).note == f"Annulation possible jusqu'au {until}."
    town.clock.instant = at(DAY - timedelta(days=1), 9)
    assert parent.cell(canteen).note == f"L'annulation était possible jusqu'au {until}."


def test_before_it_opens_the_month_says_when_residents_first(town: LittleTown, portal: Portal):
    canteen = town.activity()
    town.slot(canteen)
    for audience, day in (("residents", date(2026, 11, 25)), ("all", date(2026, 11, 26))):
        town._rows(
            t.activity_opening,
            activity_id=canteen,
            first_on=DAY,
            last_on=DAY,
            audience=audience,
            opens_at=to_stored(at(day, 8)),
        )
    town.changed_rules()
    resident = Parent(portal, town.home())
    outsider = Parent(portal, town.home("Loin", resident=False))
    opening = "Ouverture le {} novembre 2026 à 8" + NBSP + "h" + NBSP + "00"
    assert resident.month(canteen).opening == opening.format("mercredi 25")
    assert outsider.month(canteen).opening == opening.format("jeudi 26")
    assert resident.cell(canteen).why is NotOffered.NOT_OPEN_YET
    town.clock.instant = at(date(2026, 11, 25), 8)
    assert resident.cell(canteen).state is DayState.AVAILABLE
    assert resident.month(canteen).opening == ""
    assert outsider.cell(canteen).state is DayState.NOT_OFFERED


def test_projected_holidays_are_said_to_be(town: LittleTown, portal: Portal):
    canteen = town.activity()
    parent = Parent(portal, town.home())
    assert not parent.month(canteen).holidays_projected
    town.run("UPDATE school_year SET holidays_projected = true")
    town.changed_rules()
    assert parent.month(canteen).holidays_projected


def test_a_change_of_the_rules_is_seen_by_a_session_that_was_open(town: LittleTown, portal: Portal):
    canteen = town.activity(price=300)
    town.slot(canteen)
    parent = Parent(portal, town.home())
    assert parent.cell(canteen).price_cents == 300
    town.run("UPDATE tariff_grid SET form = replace(form, '3.00', '3.20')")
    assert parent.cell(canteen).price_cents == 300
    town.changed_rules()
    assert parent.cell(canteen).price_cents == 320
