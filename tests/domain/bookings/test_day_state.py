"""The eight states of a day, in their order of precedence."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portail_tui.domain.bookings.day_state import (
    BookingStatus,
    Choice,
    DayFacts,
    DayState,
    NotOffered,
    choice_for,
    state_of,
)
from portail_tui.domain.rules.deadlines import Limit, Limits

NOON = 12 * 60
ORDINARY, LATE, CANCELLING = date(2026, 11, 20), date(2026, 11, 22), date(2026, 11, 21)
LIMITS = Limits(Limit.at(ORDINARY, NOON), Limit.at(LATE, NOON), Limit.at(CANCELLING, NOON))
IN_TIME = datetime(2026, 11, 19, tzinfo=UTC)
ONLY_LATE = datetime(2026, 11, 22, 8, tzinfo=UTC)
AFTER_ALL = datetime(2026, 11, 23, tzinfo=UTC)


def state(
    now: datetime = IN_TIME,
    *,
    status: BookingStatus | None = None,
    barred: NotOffered | None = None,
    places_left: int | None = 5,
    limits: Limits = LIMITS,
) -> DayState:
    return state_of(DayFacts(status=status, barred=barred, places_left=places_left, limits=limits), now)


def test_a_free_day_in_time_is_available():
    assert state() is DayState.AVAILABLE


def test_a_day_without_capacity_is_never_full():
    assert state(places_left=None) is DayState.AVAILABLE


def test_a_booked_day_can_be_cancelled_until_its_limit_then_is_locked():
    last = LIMITS.cancelling.closes_at - timedelta(microseconds=1)
    assert state(last, status=BookingStatus.BOOKED) is DayState.BOOKED_CANCELLABLE
    assert state(LIMITS.cancelling.closes_at, status=BookingStatus.BOOKED) is DayState.BOOKED_LOCKED


def test_a_full_day_after_the_ordinary_limit_is_full_and_not_late():
    assert state(ONLY_LATE, places_left=0) is DayState.FULL


def test_after_the_ordinary_limit_a_day_is_late_and_after_the_late_one_not_offered():
    assert state(ONLY_LATE) is DayState.LATE
    assert state(AFTER_ALL) is DayState.NOT_OFFERED


def test_without_late_booking_a_day_is_not_offered_after_the_ordinary_limit():
    limits = Limits(LIMITS.ordinary, None, LIMITS.cancelling)
    assert state(ONLY_LATE, limits=limits) is DayState.NOT_OFFERED


def test_a_cancelled_day_stays_grey_in_time_and_is_late_after_the_ordinary_limit():
    assert state(status=BookingStatus.CANCELLED) is DayState.CANCELLED
    assert state(ONLY_LATE, status=BookingStatus.CANCELLED) is DayState.LATE
    assert state(AFTER_ALL, status=BookingStatus.CANCELLED) is DayState.NOT_OFFERED
    assert state(status=BookingStatus.CANCELLED, places_left=0) is DayState.FULL


def test_a_waiting_entry_lapses_at_the_cancelling_limit_and_the_day_shows_its_ordinary_state():
    assert state(status=BookingStatus.WAITING, places_left=0) is DayState.WAITLISTED
    assert state(ONLY_LATE, status=BookingStatus.WAITING, places_left=0) is DayState.FULL
    assert state(ONLY_LATE, status=BookingStatus.WAITING, places_left=1) is DayState.LATE


def test_a_day_that_the_town_cancelled_is_not_offered_even_where_the_child_was_booked():
    for status in BookingStatus:
        assert state(status=status, barred=NotOffered.TOWN_CANCELLED) is DayState.NOT_OFFERED


def test_a_booked_day_keeps_its_state_once_past():
    assert state(AFTER_ALL, status=BookingStatus.BOOKED, barred=NotOffered.PAST) is DayState.BOOKED_LOCKED


@pytest.mark.parametrize(
    "barred", [reason for reason in NotOffered if reason is not NotOffered.TOWN_CANCELLED]
)
def test_every_reason_for_not_offering_hides_places_but_never_a_booking(barred: NotOffered):
    assert state(barred=barred) is DayState.NOT_OFFERED
    assert state(barred=barred, places_left=0) is DayState.NOT_OFFERED
    assert state(barred=barred, status=BookingStatus.PENDING) is DayState.PENDING


@given(
    st.sampled_from([None, *BookingStatus]),
    st.sampled_from([None, *NotOffered]),
    st.none() | st.integers(-3, 10),
    st.integers(-10, 10),
    st.none() | st.integers(-10, 10),
    st.integers(-10, 10),
    st.integers(-11, 11),
)
def test_every_day_has_exactly_one_state_whatever_the_facts(
    status: BookingStatus | None,
    barred: NotOffered | None,
    places: int | None,
    ordinary: int,
    late: int | None,
    cancelling: int,
    hours: int,
):
    def at(offset: int) -> Limit:
        return Limit.at(ORDINARY + timedelta(days=offset), NOON)

    limits = Limits(at(ordinary), None if late is None else at(late), at(cancelling))
    now = LIMITS.ordinary.closes_at + timedelta(days=hours)
    found = state(now, status=status, barred=barred, places_left=places, limits=limits)
    assert found in set(DayState)
    booked = {DayState.BOOKED_CANCELLABLE, DayState.BOOKED_LOCKED}
    if barred is not NotOffered.TOWN_CANCELLED:
        assert (found in booked) == (status is BookingStatus.BOOKED)
    if places is not None and places <= 0:
        assert found not in {DayState.AVAILABLE, DayState.LATE, DayState.CANCELLED}


def test_what_picking_a_day_means():
    expected = {
        DayState.AVAILABLE: Choice.SELECTED,
        DayState.LATE: Choice.SELECTED,
        DayState.CANCELLED: Choice.SELECTED,
        DayState.FULL: Choice.SELECTED,
        DayState.BOOKED_CANCELLABLE: Choice.UNSELECTED,
        DayState.PENDING: Choice.UNSELECTED,
        DayState.WAITLISTED: Choice.UNSELECTED,
        DayState.BOOKED_LOCKED: None,
        DayState.NOT_OFFERED: None,
    }
    assert {one: choice_for(one, has_waiting_list=True, may_leave=True) for one in DayState} == expected
    assert choice_for(DayState.FULL, has_waiting_list=False, may_leave=True) is None
    assert choice_for(DayState.PENDING, has_waiting_list=True, may_leave=False) is None


def test_a_waiting_list_is_left_freely():
    for waiting_list, may_leave in product([True, False], repeat=2):
        choice = choice_for(DayState.WAITLISTED, has_waiting_list=waiting_list, may_leave=may_leave)
        assert choice is Choice.UNSELECTED
