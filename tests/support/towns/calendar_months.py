"""Months made by hand, for the calendar's tests: every state present, no store, no clock."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from portail_tui.domain.bookings.day_state import DayState, NotOffered, choice_for
from portail_tui.domain.bookings.views import CalendarMonth, DayCell, UnitCell, UnitLabel

TODAY = date(2026, 11, 24)
FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2027, 7, 3)
ALL_DAY = (UnitLabel("journee", "Journée"),)
HALVES = (UnitLabel("matin", "Matin"), UnitLabel("soir", "Soir"))
THREE = (UnitLabel("matin", "Matin"), UnitLabel("midi", "Midi"), UnitLabel("soir", "Soir"))

S = DayState
DECEMBER: Mapping[int, DayState | NotOffered] = {
    1: S.LATE,
    3: S.BOOKED_CANCELLABLE,
    4: S.BOOKED_CANCELLABLE,
    7: S.BOOKED_LOCKED,
    8: S.WAITLISTED,
    10: S.PENDING,
    11: S.CANCELLED,
    15: NotOffered.TOWN_CANCELLED,
    17: S.FULL,
}
"""What stands out in December; the other days are free."""

NOVEMBER: Mapping[int, DayState | NotOffered] = {
    **dict.fromkeys((2, 3, 5, 6, 9, 10, 16, 17, 19), S.BOOKED_LOCKED),
    18: NotOffered.CLOSED,
    **dict.fromkeys((4, 25), NotOffered.NOT_ELIGIBLE),
    **dict.fromkeys((12, 13, 20, 23), NotOffered.PAST),
    24: S.BOOKED_LOCKED,
    26: S.LATE,
    27: S.LATE,
    30: S.AVAILABLE,
}

PRICE, SURCHARGE = 235, 250


def slot_id(day: date, unit: int = 0) -> int:
    """The slot of a unit of a day: 2026-12-03, unit 1 → 202612031."""
    return int(f"{day:%Y%m%d}{unit}")


def unit_cell(
    day: date, state: DayState | NotOffered, *, unit: str = "journee", index: int = 0, price: int = PRICE
) -> UnitCell:
    """A unit of a day as a service would tell it; a reason stands for a day that is not offered."""
    why = state if isinstance(state, NotOffered) else None
    shown = state if isinstance(state, DayState) else DayState.NOT_OFFERED
    choice = choice_for(shown, has_waiting_list=True, may_leave=True)
    is_late = shown is DayState.LATE
    has_price = shown not in {DayState.NOT_OFFERED, DayState.FULL, DayState.WAITLISTED}
    return UnitCell(
        slot_id=slot_id(day, index),
        unit=unit,
        state=shown,
        choice=choice,
        price_cents=price + SURCHARGE * is_late if has_price else None,
        surcharge_cents=SURCHARGE if is_late else 0,
        why=why,
        rank=2 if shown is DayState.WAITLISTED else None,
        note=NOTES.get(shown, ""),
    )


NOTES = {
    S.AVAILABLE: "Réservable sans majoration jusqu'au jeudi précédent à 23 h 59",
    S.LATE: "Réservable avec majoration jusqu'à la veille à 9 h 00",
    S.BOOKED_CANCELLABLE: "Annulable jusqu'au jeudi précédent à 23 h 59",
    S.WAITLISTED: "2e sur la liste d'attente",
}


def month_of(
    year: int,
    month: int,
    states: Mapping[int, DayState | NotOffered],
    *,
    units: tuple[UnitLabel, ...] = ALL_DAY,
    other: DayState | NotOffered = S.AVAILABLE,
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4),
    school_holiday: Mapping[int, str] | None = None,
    public_holiday: Mapping[int, str] | None = None,
    works_in_holidays: bool = False,
    today: date = TODAY,
    opening: str = "",
) -> CalendarMonth:
    """A month offered on ``weekdays``; ``states`` by day of the month, ``other`` elsewhere."""
    holidays, publics = school_holiday or {}, public_holiday or {}
    days = []
    for number in range(1, calendar.monthrange(year, month)[1] + 1):
        day = date(year, month, number)
        cells: tuple[UnitCell, ...] = ()
        is_free = number in holidays and not works_in_holidays
        if day.weekday() in weekdays and not is_free and number not in publics:
            state = states.get(number, other)
            cells = tuple(
                unit_cell(
                    day,
                    state if index == 0 else _other(state, is_past=day < today),
                    unit=unit.code,
                    index=index,
                )
                for index, unit in enumerate(units)
            )
        days.append(
            DayCell(
                day=day,
                units=cells,
                public_holiday=publics.get(number, ""),
                school_holiday=holidays.get(number, ""),
            )
        )
    return CalendarMonth(
        year=year,
        month=month,
        today=today,
        days=tuple(days),
        units=units,
        child_id=1,
        child_name="Zoé",
        activity_id=1,
        activity_name="Restaurant scolaire",
        balance_cents=4250,
        prepaid=True,
        has_waiting_list=True,
        needs_validation=False,
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
        opening=opening,
    )


def _other(state: DayState | NotOffered, *, is_past: bool) -> DayState | NotOffered:
    """The state of a day's other units, so that halves differ: free, unless the day is past or closed."""
    if isinstance(state, NotOffered):
        return state
    return NotOffered.PAST if is_past else S.AVAILABLE


def december(**changes: object) -> CalendarMonth:
    """December 2026: every state, five weeks, the Christmas holidays from the 19th."""
    noel = dict.fromkeys(range(19, 32), "Vacances de Noël")
    month = month_of(2026, 12, DECEMBER, school_holiday=noel, public_holiday={25: "Noël"}, **changes)  # type: ignore[arg-type]
    return few_places(month, {9: 3, 18: 2})


def november(**changes: object) -> CalendarMonth:
    """November 2026, six weeks, with today (the 24th), past days and a public holiday."""
    publics = {1: "Toussaint", 11: "Armistice 1918"}
    return month_of(2026, 11, NOVEMBER, public_holiday=publics, **changes)  # type: ignore[arg-type]


def few_places(month: CalendarMonth, places: Mapping[int, int]) -> CalendarMonth:
    """The same month with few places left on some days."""
    days = tuple(
        replace(day, units=tuple(replace(unit, places_left=places[day.day.day]) for unit in day.units))
        if day.day.day in places
        else day
        for day in month.days
    )
    return replace(month, days=days)


def picks(month: CalendarMonth, *days: int) -> frozenset[int]:
    """The slots of the first unit of some days of a month."""
    return frozenset(month.days[day - 1].units[0].slot_id for day in days)


EVERY_STATE: Mapping[int, DayState | NotOffered] = dict(enumerate((*S, *NotOffered), start=4))


def every_state(*, today: date = TODAY, **changes: object) -> CalendarMonth:
    """January 2027, all seven days of the week, each state and each reason once from the 4th on."""
    return month_of(2027, 1, EVERY_STATE, weekdays=tuple(range(7)), today=today, **changes)  # type: ignore[arg-type]


def all_slots(month: CalendarMonth) -> frozenset[int]:
    """Every slot of a month."""
    return frozenset(unit.slot_id for day in month.days for unit in day.units)


def with_public_holiday(month: CalendarMonth, number: int, name: str) -> CalendarMonth:
    """The same month with a public holiday, on which nothing takes place."""
    days = tuple(
        DayCell(day=day.day, public_holiday=name, school_holiday=day.school_holiday)
        if day.day.day == number
        else day
        for day in month.days
    )
    return replace(month, days=days)
