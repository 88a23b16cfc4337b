"""Deadlines: what holds of any rule and any day, and what is refused in French."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.rules.deadlines import (
    DEADLINE,
    WORKING,
    Anchor,
    ByPeriod,
    ByWeekday,
    DatedLimit,
    DayOfMonthBefore,
    DaysBefore,
    DeadlineRule,
    HoursBefore,
    InvalidRule,
    LastWeekday,
    Limit,
    Moved,
    Never,
    OnDates,
    SlotTime,
    WeekdayOfWeekBefore,
    WorkingDays,
    rule_from_data,
    write_hour,
)
from portail_tui.domain.rules.school_calendar import PeriodKind
from portail_tui.domain.shared.wall_clock import read_limit_hour
from tests.support.towns.deadline_answers import (
    EVENING,
    MIDNIGHT,
    NOON,
    TEN,
    day_of,
    limit,
)
from tests.support.towns.school_year import CALENDAR

DAYS = st.dates(date(2026, 9, 2), date(2027, 8, 30))
MINUTES = st.sampled_from([0, 60, 180, TEN, NOON, EVENING, MIDNIGHT])
WORKINGS = st.none() | st.builds(
    WorkingDays, st.sets(st.integers(0, 6), min_size=1).map(frozenset), st.booleans()
)
MOVES = st.none() | st.sampled_from(Moved)
ANCHORS = st.sampled_from(Anchor)
COUNTED = st.builds(
    DaysBefore,
    days=st.integers(0, 366),
    minute=MINUTES,
    working=st.none(),
    clear=st.booleans(),
    before=ANCHORS,
    moved=MOVES,
) | st.builds(
    DaysBefore, days=st.integers(0, 40), minute=MINUTES, working=WORKINGS, clear=st.booleans(), before=ANCHORS
)
SIMPLE = st.one_of(
    COUNTED,
    st.builds(HoursBefore, st.integers(0, 500 * 60), WORKINGS),
    st.builds(
        WeekdayOfWeekBefore,
        weekday=st.integers(0, 6),
        minute=MINUTES,
        weeks=st.integers(1, 52),
        before=ANCHORS,
        moved=MOVES,
        in_school=st.booleans(),
    ),
    st.builds(
        LastWeekday,
        weekday=st.integers(0, 6),
        minute=MINUTES,
        weeks=st.integers(0, 9),
        moved=MOVES,
        in_school=st.booleans(),
    ),
    st.builds(
        DayOfMonthBefore,
        day_of_month=st.integers(1, 31),
        minute=MINUTES,
        months=st.integers(1, 12),
        weekday=st.none() | st.integers(0, 6),
        moved=MOVES,
    ),
    st.just(Never()),
    st.just(OnDates((DatedLimit(date(2026, 9, 1), date(2027, 8, 31), date(2026, 8, 1), NOON),))),
)
RULES = st.one_of(
    SIMPLE,
    st.builds(
        lambda parts, one, two: ByWeekday(((frozenset(parts), one), (frozenset(range(7)) - parts, two))),
        st.sets(st.integers(0, 6), min_size=1, max_size=6),
        SIMPLE,
        SIMPLE,
    ),
    st.builds(
        lambda term, off: ByPeriod(
            ((PeriodKind.TERM, term), (PeriodKind.SHORT, off), (PeriodKind.SUMMER, off))
        ),
        SIMPLE,
        SIMPLE,
    ),
)


@given(RULES)
def test_a_rule_survives_being_written_down(rule: DeadlineRule):
    assert rule_from_data(DEADLINE.write(rule)) == rule


@given(DAYS, RULES, st.integers(0, MIDNIGHT))
def test_every_rule_answers_every_day(served: date, rule: DeadlineRule, starts_minute: int):
    found = limit(rule, served, starts_minute=starts_minute)
    assert found is None or isinstance(found, Limit)


@given(DAYS, st.integers(0, 60), MINUTES, WORKINGS, st.booleans())
def test_a_limit_in_days_is_never_after_the_day_served(
    served: date, days: int, minute: int, working: WorkingDays | None, clear: bool
):
    day = day_of(DaysBefore(days=days, minute=minute, working=working, clear=clear), served)
    assert day is not None
    assert (served - day).days >= days + clear


@given(DAYS, st.integers(1, 60), WORKINGS)
def test_a_limit_in_working_days_falls_on_a_working_day(served: date, days: int, working: WorkingDays | None):
    counted = working or WORKING
    day = day_of(DaysBefore(days=days, minute=NOON, working=counted), served)
    assert day is not None
    assert counted.holds(day, CALENDAR)
    between = [served - timedelta(n) for n in range(1, (served - day).days)]
    assert sum(counted.holds(one, CALENDAR) for one in between) == days - 1


@given(DAYS, st.integers(0, MIDNIGHT - 1), st.integers(0, 500 * 60), WORKINGS)
def test_a_limit_in_hours_is_never_after_the_start(
    served: date, starts_minute: int, minutes: int, working: WorkingDays | None
):
    found = limit(HoursBefore(minutes, working), served, starts_minute=starts_minute)
    assert found is not None
    start = SlotTime(served, starts_minute).starts_at
    elapsed = start - (found.closes_at - timedelta(minutes=1))
    assert elapsed >= timedelta(minutes=minutes)
    assert working is not None or elapsed == timedelta(minutes=minutes)


@given(
    DAYS,
    st.one_of(
        st.builds(
            WeekdayOfWeekBefore,
            weekday=st.integers(0, 6),
            minute=MINUTES,
            weeks=st.integers(1, 52),
            before=ANCHORS,
        ),
        st.builds(LastWeekday, weekday=st.integers(0, 6), minute=MINUTES, weeks=st.integers(0, 9)),
    ),
)
def test_a_weekday_of_before_is_before_the_day_served(served: date, rule: WeekdayOfWeekBefore | LastWeekday):
    day = day_of(rule, served)
    assert day is not None
    assert day < served
    assert day.weekday() == rule.weekday


@given(st.integers(0, MIDNIGHT).filter(lambda minute: not 120 <= minute < 180))
def test_hours_are_read_as_they_are_written(minute: int):
    assert read_limit_hour(write_hour(minute)) == minute


# --- mistakes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["8h30", "25:00", "24:01", "08:60", "02:30", "02:00", "02:59", "", None, 830, "8:5"]
)
def test_an_hour_that_cannot_be_is_refused(text: object):
    with pytest.raises(InvalidRule):
        read_limit_hour(text)


AUTUMN = {"du": "2026-10-17", "au": "2026-11-01", "limite": "2026-09-01", "a": "12:00"}
NOON_RULE = {"forme": "jours_avant", "jours": 1, "a": "12:00"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "« forme » est l'une de : jours_avant, heures_avant"),
        ({"forme": "pleine_lune", "a": "10:00"}, "« forme » est l'une de"),
        ({"forme": "jours_avant", "jours": "deux", "a": "10:00"}, "« jours » : un nombre entier de 0 à 366"),
        ({"forme": "jours_avant", "jours": -1, "a": "10:00"}, "« jours »"),
        ({"forme": "jours_avant", "jours": True, "a": "10:00"}, "« jours »"),
        ({"forme": "jours_avant", "jours": 1, "a": "02:15"}, "l'heure change"),
        ({"forme": "jours_avant", "jours": 1}, "« a » : cette clé manque"),
        (NOON_RULE | {"avent": "jour"}, "peut-être « avant »"),
        (NOON_RULE | {"ouvres": False, "hors_vacances": True}, "ne va pas avec"),
        (NOON_RULE | {"ouvres": True, "si_non_ouvre": "avant"}, "toujours un jour ouvré"),
        (NOON_RULE | {"jours_ouvres": []}, "au moins un jour"),
        ({"forme": "heures_avant", "heures": 1, "minutes": 60}, "« minutes »"),
        ({"forme": "heures_avant", "heures": 10_000}, "« heures » : un nombre entier de 0 à 8784"),
        ({"forme": "semaine_precedente", "jour": "vendrdi", "a": "10:00"}, "« vendrdi » n'est pas un jour"),
        ({"forme": "semaine_precedente", "jour": "vendredi", "semaines": 0, "a": "10:00"}, "« semaines »"),
        ({"forme": "mois_precedent", "le": 32, "a": "10:00"}, "« le »"),
        ({"forme": "par_jour", "tableau": []}, "au moins une ligne"),
        ({"forme": "par_jour", "tableau": [{"pour": ["lundi"]}]}, "soit « regle »"),
        (
            {"forme": "par_jour", "tableau": [{"pour": ["lundi"], "regle": NOON_RULE}] * 2},
            "« lundi » a déjà une ligne",
        ),
        ({"forme": "par_periode"}, "au moins une règle"),
        ({"forme": "par_periode", "ecole": {"forme": "jours_avant"}}, "« ecole.jours » : cette clé manque"),
        ({"forme": "dates", "dates": [AUTUMN | {"au": "2026-10-01"}]}, "la fin vient après"),
        ({"forme": "dates", "dates": [AUTUMN | {"limite": "2026-10-18"}]}, "après le premier jour servi"),
        ({"forme": "dates", "dates": [AUTUMN] * 2}, "en recouvre une autre"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant_is_refused_in_french(data: dict[str, object], words: str):
    with pytest.raises(InvalidRule) as refused:
        rule_from_data(data)
    assert words in str(refused.value)
