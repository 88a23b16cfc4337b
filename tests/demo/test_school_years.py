"""School holidays and public holidays, published or projected; school years and the days they serve."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from portail_tui.demo.generator import town_file
from portail_tui.domain.rules.public_holidays import easter, public_holidays
from portail_tui.domain.rules.rulebook import Span
from portail_tui.domain.rules.town_file import ClosurePlan
from portail_tui.domain.rules.town_file.expand_years import YearPlan, closures, openings, served_days
from portail_tui.gateways.school_holidays import school_year, starting_year, years_around


def spans(start: int, zone: str) -> dict[str, tuple[date, date]]:
    return {span.name: (span.first_on, span.last_on) for span in school_year(start, zone).holidays}


def test_the_published_year_is_as_published():
    zone_b = spans(2026, "B")
    assert zone_b["Vacances de la Toussaint"] == (date(2026, 10, 17), date(2026, 11, 1))
    assert zone_b["Vacances de Noël"] == (date(2026, 12, 19), date(2027, 1, 3))
    assert zone_b["Vacances d'hiver"] == (date(2027, 2, 20), date(2027, 3, 7))
    assert zone_b["Vacances de printemps"] == (date(2027, 4, 17), date(2027, 5, 2))
    assert zone_b["Pont de l'Ascension"] == (date(2027, 5, 6), date(2027, 5, 8))
    assert zone_b["Vacances d'été"][0] == date(2027, 7, 3)
    assert spans(2026, "A")["Vacances d'hiver"] == (date(2027, 2, 13), date(2027, 2, 28))
    assert spans(2026, "C")["Vacances d'hiver"] == (date(2027, 2, 6), date(2027, 2, 21))


@pytest.mark.parametrize("start", [2026, 2027])
def test_published_years_are_not_said_to_be_projected(start: int):
    assert not school_year(start, "B").is_projected


@pytest.mark.parametrize("zone", ["A", "B", "C"])
@pytest.mark.parametrize("start", [2028, 2029, 2034, 2050])
def test_a_projected_year_has_the_usual_shape(start: int, zone: str):
    year = school_year(start, zone)
    assert year.is_projected
    found = spans(start, zone)
    for name in ("Vacances de la Toussaint", "Vacances de Noël", "Vacances d'hiver", "Vacances de printemps"):
        first, last = found[name]
        assert (first.weekday(), last.weekday()) == (5, 6)
        assert (last - first).days == 15
    assert found["Vacances de Noël"][0] <= date(start, 12, 25) <= found["Vacances de Noël"][1]
    ascension = easter(start + 1) + timedelta(days=39)
    in_spring = found["Vacances de printemps"][0] <= ascension <= found["Vacances de printemps"][1]
    assert found.get("Pont de l'Ascension", (None,))[0] == (None if in_spring else ascension)
    assert found["Vacances d'été"][1] == date(start + 1, 8, 31)
    ordered = sorted(year.holidays, key=lambda span: span.first_on)
    assert all(one.last_on < other.first_on for one, other in pairwise(ordered))


def test_the_zones_keep_their_rotation_when_projected():
    winters = {zone: spans(2028, zone)["Vacances d'hiver"][0] for zone in "ABC"}
    before = {zone: spans(2025, zone)["Vacances d'hiver"][0] for zone in "ABC"}
    assert sorted(winters, key=lambda zone: winters[zone]) == sorted(before, key=lambda zone: before[zone])


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
        (2049, date(2049, 4, 18)),
    ],
)
def test_easter_is_when_it_is(year: int, sunday: date):
    assert easter(year) == sunday


def test_a_year_has_its_eleven_public_holidays():
    days = public_holidays(2027)
    assert len(days) == 11
    assert days[date(2027, 5, 17)] == "Lundi de Pentecôte"
    assert days[date(2027, 5, 6)] == "Ascension"


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 9, 1), 2026),
        (date(2027, 7, 10), 2026),
        (date(2027, 8, 31), 2026),
        (date(2027, 9, 1), 2027),
        (date(2035, 1, 2), 2034),
    ],
)
def test_the_school_year_of_a_day_is_the_one_that_contains_it(day: date, start: int):
    assert starting_year(day) == start
    year = school_year(start, "B")
    assert year.first_on <= day <= year.last_on


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2026, 11, 24), ["2026-2027"]),
        (date(2027, 5, 31), ["2026-2027"]),
        (date(2027, 6, 1), ["2026-2027", "2027-2028"]),
        (date(2027, 7, 10), ["2026-2027", "2027-2028"]),
        (date(2027, 9, 1), ["2026-2027", "2027-2028"]),
        (date(2027, 11, 24), ["2027-2028"]),
    ],
)
def test_the_next_year_is_there_once_prepared_and_the_last_one_in_its_first_weeks(
    today: date, codes: list[str]
):
    assert [year.code for year in years_around(today, town_file())] == codes


YEAR = YearPlan(
    code="2026-2027",
    first_on=date(2026, 9, 1),
    last_on=date(2027, 8, 31),
    holidays=(Span("Noël", date(2026, 12, 19), date(2027, 1, 3)),),
    is_projected=False,
)


def test_term_and_holidays_share_the_weekdays_of_a_year_between_them():
    plan = {activity.code: activity for activity in town_file().activities}
    holidays = list(served_days(plan["LOISIRS"], YEAR, YEAR.holidays))
    assert (holidays[0], holidays[-1]) == (date(2026, 12, 21), date(2027, 1, 1))
    term = set(served_days(plan["CANTINE"], YEAR, YEAR.holidays))
    assert not term & set(holidays)
    assert date(2026, 12, 18) in term


def test_each_holidays_open_to_residents_first():
    club = next(activity for activity in town_file().activities if activity.code == "LOISIRS")
    instants = {opening.for_residents_only: opening.opens_at for opening in openings(club, YEAR)}
    assert instants[True] < instants[False]
    assert instants[True].isoformat() == "2026-11-07T07:00:00+00:00"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((12, 24), (12, 24), [(date(2026, 12, 24), date(2026, 12, 24))]),
        ((12, 26), (1, 2), [(date(2026, 12, 26), date(2027, 1, 2))]),
        ((8, 20), (9, 5), [(date(2026, 9, 1), date(2026, 9, 5)), (date(2027, 8, 20), date(2027, 8, 31))]),
        ((2, 29), (2, 29), [(date(2027, 2, 28), date(2027, 2, 28))]),
    ],
)
def test_a_yearly_closure_falls_in_each_year(
    first: tuple[int, int], last: tuple[int, int], expected: list[tuple[date, date]]
):
    found = closures([ClosurePlan("Fermeture", first, last)], YEAR)
    assert [(span.first_on, span.last_on) for span in found] == expected
