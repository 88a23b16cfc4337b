"""What the demonstration's log-ins see, asked through the portal as the screens do."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from portail_tui.bootstrap import open_portal
from portail_tui.demo import logins
from portail_tui.demo.generator import generate
from portail_tui.domain.accounts.actor import Actor, LoggedIn
from portail_tui.domain.bookings.choice_views import ChoicesView
from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import CalendarMonth
from portail_tui.domain.families.views import FamilyView, HomeView, TodoKind
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import DemoLogin, Portal
from tests.demo.conftest import DAYS
from tests.support.machine.clocks import FrozenClock


def log_in(portal: Portal, email: str) -> tuple[Actor, int]:
    answer = portal.log_in(email=email, password=logins.PASSWORD, origin="test")
    assert isinstance(answer, LoggedIn)
    assert answer.actor.family_id is not None
    return answer.actor, answer.actor.family_id


@pytest.fixture
def portal(towns: dict[str, Path], day: str) -> Portal:
    return open_portal(f"sqlite:///{towns[day]}", FrozenClock(DAYS[day]))


@pytest.fixture
def autumn_portal(autumn: Path) -> Portal:
    return open_portal(f"sqlite:///{autumn}", FrozenClock(DAYS["autumn"]))


def months_around(today: date) -> list[tuple[int, int]]:
    after = (today.year + today.month // 12, today.month % 12 + 1)
    return [(today.year, today.month), after]


def calendars(portal: Portal, email: str, today: date) -> list[CalendarMonth]:
    """This month and the next of every activity of every child of a family."""
    actor, family_id = log_in(portal, email)
    choices = portal.choices(actor=actor, family_id=family_id)
    assert isinstance(choices, ChoicesView)
    found = []
    for child in choices.children:
        for activity in child.activities:
            for year, month in months_around(today):
                view = portal.calendar_month(
                    actor=actor,
                    family_id=family_id,
                    child_id=child.child_id,
                    activity_id=activity.activity_id,
                    year=year,
                    month=month,
                )
                assert isinstance(view, CalendarMonth)
                found.append(view)
    return found


def test_every_colour_of_the_calendar_is_there_around_today(portal: Portal, day: str):
    views = calendars(portal, logins.FAMILY, local_day(DAYS[day]))
    states = {cell.state for view in views for dated in view.days for cell in dated.units}
    assert states == set(DayState)


@pytest.mark.parametrize(
    "when",
    [
        "2026-10-01T10:11",
        "2026-12-22T17:15",
        "2026-12-28T07:00",
        "2027-01-01T11:00",
        "2027-05-07T12:00",
        "2027-06-15T20:00",
        "2027-08-31T22:30",
        "2028-02-29T05:30",
    ],
)
def test_every_colour_is_there_on_awkward_days_too(tmp_path: Path, when: str):
    clock = FrozenClock(datetime.fromisoformat(f"{when}+00:00"))
    path = generate(tmp_path / "town.db", clock=clock, families=12)
    views = calendars(open_portal(f"sqlite:///{path}", clock), logins.FAMILY, local_day(clock.now()))
    assert {cell.state for view in views for dated in view.days for cell in dated.units} == set(DayState)


def test_holidays_past_the_published_calendars_are_said_to_be_projected(portal: Portal, day: str):
    views = calendars(portal, logins.FAMILY, local_day(DAYS[day]))
    assert {view.holidays_projected for view in views} == {day == "past the published calendars"}


def test_the_family_s_home_has_something_to_do_and_news(portal: Portal):
    actor, family_id = log_in(portal, logins.FAMILY)
    home = portal.home(actor=actor, family_id=family_id)
    assert isinstance(home, HomeView)
    assert home.active
    assert home.balance_cents > 0
    assert TodoKind.DOCUMENT_MISSING in {todo.kind for todo in home.todos}
    assert len(home.news) >= 3
    assert {card.type_code for card in home.activities} == {"PERI", "EXTRA", "SPORT"}


@pytest.mark.parametrize("shown", logins.SHOWN, ids=lambda shown: shown.who)
def test_the_log_ins_shown_open(autumn_portal: Portal, shown: DemoLogin):
    answer = autumn_portal.log_in(email=shown.email, password=shown.password, origin="test")
    assert isinstance(answer, LoggedIn)


def home_of(portal: Portal, email: str) -> HomeView:
    actor, family_id = log_in(portal, email)
    home = portal.home(actor=actor, family_id=family_id)
    assert isinstance(home, HomeView)
    return home


@pytest.mark.parametrize(
    ("email", "kind"),
    [
        (logins.EXPIRED_QUOTIENT, TodoKind.QUOTIENT_EXPIRED),
        (logins.INACTIVE, TodoKind.ACCOUNT_INACTIVE),
        (logins.MISSING_DOCUMENT, TodoKind.DOCUMENT_MISSING),
        (logins.IN_DEBT, TodoKind.BALANCE_TO_SETTLE),
        (logins.EMPTY_WALLET, TodoKind.LOW_BALANCE),
    ],
)
def test_each_special_family_is_told_what_to_do(autumn_portal: Portal, email: str, kind: TodoKind):
    assert kind in {todo.kind for todo in home_of(autumn_portal, email).todos}


def test_the_empty_wallet_is_empty_and_the_debt_is_a_debt(autumn_portal: Portal):
    assert home_of(autumn_portal, logins.EMPTY_WALLET).balance_cents == 0
    assert home_of(autumn_portal, logins.IN_DEBT).balance_cents < 0


def test_a_child_too_young_has_nothing_to_choose(autumn_portal: Portal):
    actor, family_id = log_in(autumn_portal, logins.TOO_YOUNG)
    choices = autumn_portal.choices(actor=actor, family_id=family_id)
    assert isinstance(choices, ChoicesView)
    assert [child.activities for child in choices.children] == [()]


def test_who_lives_elsewhere_is_known_to(autumn_portal: Portal):
    actor, family_id = log_in(autumn_portal, logins.OUTSIDE)
    family = autumn_portal.family(actor=actor, family_id=family_id)
    assert isinstance(family, FamilyView)
    assert not family.resident


def test_two_homes_share_a_child_and_each_has_booked_days_of_its_own(autumn_portal: Portal):
    today = local_day(DAYS["autumn"])
    booked = []
    for email in (logins.SHARED_A, logins.SHARED_B):
        views = calendars(autumn_portal, email, today)
        assert {view.child_name for view in views} == {"Timéo"}
        booked.append(
            {
                dated.day
                for view in views
                for dated in view.days
                for cell in dated.units
                if cell.state in (DayState.BOOKED_CANCELLABLE, DayState.BOOKED_LOCKED)
            }
        )
    assert all(booked)
    assert not booked[0] & booked[1]


def test_a_family_s_log_in_does_not_open_another_family(autumn_portal: Portal):
    actor, _ = log_in(autumn_portal, logins.SHARED_A)
    _, other = log_in(autumn_portal, logins.SHARED_B)
    refused = autumn_portal.home(actor=actor, family_id=other)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.NOT_ALLOWED
