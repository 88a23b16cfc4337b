"""What a page costs the store: a number of statements that grows with nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from portail_tui.demo import logins
from portail_tui.demo.generator import generate
from portail_tui.domain.accounts.actor import Actor, LoggedIn
from portail_tui.domain.shared.refusals import Refused
from portail_tui.portal import Portal
from portail_tui.screens.base.pages import FAMILY_MENU, PAGES
from portail_tui.screens.family.bookings.calendar import CalendarScreen
from tests.support.machine.clocks import FrozenClock
from tests.support.screens.screen_user import DemoCopy, Visitor
from tests.support.stores.statement_counts import counting
from tests.support.towns.made_once import made_once

MOST = 6
SIZES = ("a little town", "a larger town")
MONTHS = [(2026, month) for month in range(8, 13)] + [(2027, month) for month in range(1, 10)]
"""The school year, and what lies before and after it."""


@pytest.fixture(scope="module")
def larger_town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(
        tmp_path_factory,
        "larger",
        lambda folder: generate(folder / "town.db", clock=FrozenClock(), families=500, bookings_per_child=60),
    )


@pytest.fixture(params=SIZES)
def any_demo(request: pytest.FixtureRequest, demo_town: Path, larger_town: Path, tmp_path: Path) -> DemoCopy:
    return DemoCopy.copied(demo_town if request.param == SIZES[0] else larger_town, tmp_path)


def parent(portal: Portal, email: str) -> tuple[Actor, int]:
    answer = portal.log_in(email=email, password=logins.PASSWORD, origin="test")
    assert isinstance(answer, LoggedIn) and answer.actor.family_id is not None
    return answer.actor, answer.actor.family_id


@pytest.mark.parametrize("email", [logins.FAMILY, logins.SHARED_A, logins.MISSING_DOCUMENT])
def test_a_month_takes_the_same_few_statements_whatever_it_holds(any_demo: DemoCopy, email: str):
    portal = any_demo.portal()
    actor, family_id = parent(portal, email)
    choices = portal.choices(actor=actor, family_id=family_id)
    assert not isinstance(choices, Refused)
    counts: set[int] = set()
    for child in choices.children:
        for activity in child.activities:
            for year, month in MONTHS:
                with counting() as statements:
                    answer = portal.calendar_month(
                        actor=actor,
                        family_id=family_id,
                        child_id=child.child_id,
                        activity_id=activity.activity_id,
                        year=year,
                        month=month,
                    )
                assert not isinstance(answer, Refused)
                counts.add(len(statements))
    assert len(counts) == 1
    assert 0 < counts.pop() <= MOST


async def test_every_page_of_the_menu_opens_with_a_few_statements(any_demo: DemoCopy):
    async with any_demo.app().run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.sees("MA FAMILLE")
        await visitor.settle()
        for page in [page for section in FAMILY_MENU for page, _ in section.entries]:
            with counting() as opening:
                visitor.app.open_page(page)
                await visitor.settle()
            assert len(opening) <= MOST, (page, opening)
        with counting() as going_back:
            visitor.app.open_page(PAGES.HOME)
            await visitor.settle()
        assert 0 < len(going_back) <= MOST, going_back


async def test_the_calendar_asks_once_to_open_and_once_for_each_month(any_demo: DemoCopy):
    portal = any_demo.portal()
    actor, family_id = parent(portal, logins.FAMILY)
    choices = portal.choices(actor=actor, family_id=family_id)
    assert not isinstance(choices, Refused)
    child = choices.children[0]
    async with any_demo.app().run_test(size=(80, 24)) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.sees("MA FAMILLE")
        await visitor.settle()
        with counting() as opening:
            visitor.app.push_screen(CalendarScreen(child.child_id, child.activities[0].activity_id))
            await visitor.sees("Novembre 2026")
            await visitor.settle()
        with counting() as switching:
            await visitor.presses("pagedown")
            await visitor.sees("Décembre 2026")
            await visitor.settle()
    assert 0 < len(opening) <= MOST
    assert len(switching) == len(opening)


def test_control_a_question_asked_for_each_line_would_be_seen(any_demo: DemoCopy):
    portal = any_demo.portal()
    actor, family_id = parent(portal, logins.FAMILY)
    wallet = portal.wallet(actor=actor, family_id=family_id)
    assert not isinstance(wallet, Refused)
    with counting() as statements:
        for _line in wallet.lines:
            portal.wallet(actor=actor, family_id=family_id)
    assert len(statements) > MOST
