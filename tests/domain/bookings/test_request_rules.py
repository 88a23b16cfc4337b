"""Groups, packages, and what may be booked together."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.bookings.facts import SlotFacts
from portail_tui.domain.bookings.unit_rules import Clash, UnitClash, clashes, short_weeks
from portail_tui.domain.rules.eligibility import Eligibility, Schooling, usual_grade
from portail_tui.domain.rules.groups import Group, group_of
from portail_tui.domain.rules.packages import Package, find_package, shares, shares_within
from portail_tui.domain.rules.rulebook import Unit

MONDAY = date(2026, 9, 14)
LITTLE = Group("PETITS", "3-5 ans", Eligibility(3, 5), 24)
BIG = Group("GRANDS", "6-11 ans", Eligibility(6, 11), None)
BY_GRADE = Group("CP", "CP", Eligibility(grades=frozenset({"CP"})), 10)


def test_a_child_s_group_is_that_of_the_day_served():
    born = date(2020, 9, 15)
    assert group_of((LITTLE, BIG), born, (), MONDAY) is LITTLE
    assert group_of((LITTLE, BIG), born, (), MONDAY + timedelta(1)) is BIG
    assert group_of((LITTLE, BIG), date(2012, 1, 1), (), MONDAY) is None
    assert group_of((BY_GRADE,), born, (Schooling("E", "CP", date(2026, 9, 1)),), MONDAY) is BY_GRADE


@pytest.mark.parametrize(
    ("capacity", "taken", "in_group", "group", "left"),
    [
        (40, 30, 20, LITTLE, 4),
        (40, 38, 20, LITTLE, 2),
        (None, 90, 20, LITTLE, 4),
        (40, 30, 25, LITTLE, 0),
        (40, 30, 25, BIG, 10),
        (None, 90, 25, BIG, None),
        (40, 30, 25, None, 10),
    ],
)
def test_a_booking_needs_a_place_in_its_group_and_in_the_total(
    capacity: int | None, taken: int, in_group: int, group: Group | None, left: int | None
):
    unit = Unit(id=1, code="JOURNEE", label="Journée", starts_minute=540, ends_minute=1020)
    slot = SlotFacts(
        id=1,
        unit=unit,
        day=MONDAY,
        capacity=capacity,
        taken=taken,
        waiting=0,
        is_cancelled=False,
        taken_by_group={"PETITS": in_group},
    )
    assert slot.places_left_in(group) == left


@pytest.mark.parametrize(
    ("born", "year", "grade"),
    [(2023, 2026, "PS"), (2020, 2026, "CP"), (2016, 2026, "CM2"), (2024, 2026, ""), (2011, 2026, "")],
)
def test_a_grade_is_that_of_the_year_of_birth(born: int, year: int, grade: str):
    assert usual_grade(date(born, 12, 31), year) == usual_grade(date(born, 1, 1), year) == grade


# --- packages -------------------------------------------------------------------------------------------


def test_a_package_s_cents_left_over_are_on_the_first_day():
    assert shares(10_000, 3) == (3334, 3333, 3333)
    assert shares(1, 4) == (1, 0, 0, 0)
    assert shares(500, 0) == ()


@given(st.integers(0, 100_000), st.integers(1, 7))
def test_a_package_s_shares_make_its_price_and_differ_by_the_cents_left_over_only(cents: int, days: int):
    found = shares(cents, days)
    assert sum(found) == cents
    assert len(found) == days
    assert len(set(found[1:])) <= 1
    assert 0 <= found[0] - found[-1] < days


def test_a_package_is_of_its_weekdays_and_its_units():
    everything = Package(code="S", label="La semaine", tariff_code="T")
    assert all(everything.holds(MONDAY + timedelta(n), "MIDI") for n in range(7))
    two = Package(
        code="S", label="Lundi et mercredi midi", tariff_code="T", weekdays=frozenset({0, 2}), units=("MIDI",)
    )
    held = [
        (n, unit) for n in range(7) for unit in ("MIDI", "SOIR") if two.holds(MONDAY + timedelta(n), unit)
    ]
    assert held == [(0, "MIDI"), (2, "MIDI")]


def test_the_key_of_a_package_names_it_and_its_week():
    week = Package(code="S", label="La semaine", tariff_code="T")
    key = week.key(MONDAY + timedelta(3))
    assert find_package([week], key) == (week, MONDAY)
    assert find_package([week], "AUTRE@2026-11-23") is None
    assert find_package([week], "S@jamais") is None


@given(st.integers(1, 7), st.data())
def test_a_surcharge_is_shared_within_each_days_price(days: int, data: st.DataObject):
    price = data.draw(st.integers(0, 50_000))
    surcharge = data.draw(st.integers(0, price))
    owed = shares(price, days)
    late = shares_within(surcharge, owed)
    assert sum(late) == surcharge
    assert all(0 <= part <= bound for part, bound in zip(late, owed, strict=True))


# --- units of a day -------------------------------------------------------------------------------------

MIDI = Unit(id=1, code="MIDI", label="Midi", starts_minute=705, ends_minute=810)
SOIR = Unit(id=2, code="SOIR", label="Soir", starts_minute=990, ends_minute=1080, requires=("MIDI",))
DAY = Unit(id=3, code="JOURNEE", label="Journée", starts_minute=540, ends_minute=1020)
CLUB = Unit(id=4, code="CLUB", label="Club", starts_minute=1100, ends_minute=1160, excludes=("SOIR",))


@pytest.mark.parametrize(
    ("units", "found"),
    [
        ((MIDI,), ()),
        ((MIDI, SOIR), ()),
        ((SOIR,), (UnitClash(Clash.REQUIRES, "SOIR", "MIDI"),)),
        ((MIDI, DAY), (UnitClash(Clash.OVERLAPS, "MIDI", "JOURNEE"),)),
        ((MIDI, SOIR, CLUB), (UnitClash(Clash.EXCLUDES, "SOIR", "CLUB"),)),
        ((MIDI, CLUB), ()),
    ],
)
def test_units_require_exclude_or_overlap_each_other(units: tuple[Unit, ...], found: tuple[UnitClash, ...]):
    assert clashes(units) == found


# --- weeks ----------------------------------------------------------------------------------------------


def test_a_week_with_too_few_days_is_told_and_an_empty_one_is_not():
    served = [MONDAY + timedelta(n) for n in (0, 1, 3, 4, 7, 8, 10, 11)]
    booked = [served[0], served[4], served[5]]
    assert short_weeks(booked, 2, served) == (MONDAY,)
    assert short_weeks([], 2, served) == ()
    assert short_weeks(booked, 0, served) == ()


def test_a_week_of_holidays_asks_for_no_more_days_than_it_has():
    served = [MONDAY, MONDAY + timedelta(7), MONDAY + timedelta(8)]
    assert short_weeks([MONDAY], 2, served) == ()
    assert short_weeks([MONDAY + timedelta(7)], 2, served) == (MONDAY + timedelta(7),)
