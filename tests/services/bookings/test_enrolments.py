"""An activity that accepts enrolments first: asked by the family, answered by an agent, then booked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import EnrolmentAsked
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.decisions import EnrolmentDecided
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from portail_tui.texts.refusals import refusal
from tests.support.towns.small_town import Home, LittleTown, Parent, outcomes
from tests.support.towns.town_activities import DAY, FIRST_DAY, LAST_DAY, YEAR

NEXT_YEAR = date(2027, 9, 15)


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, "agent@petit-bourg.example")


def asks(
    portal: Portal, home: Home, activity: int, *, operation: str = "ask", day: date = DAY, **more: Any
) -> Any:
    asked = {"child_id": home.child, "actor": home.actor, **more}
    return portal.ask_enrolment(
        operation_id=operation, family_id=home.id, activity_id=activity, day=day, **asked
    )


def decides(
    portal: Portal, agent: Actor, *, accept: bool, reason: str = "", operation: str = "answer", nth: int = 0
) -> Any:
    lines = portal.enrolment_queue(actor=agent)
    assert not isinstance(lines, Refused)
    return portal.decide_enrolment(
        operation_id=operation,
        actor=agent,
        enrolment_id=lines[nth].enrolment_id,
        accept=accept,
        reason=reason,
    )


def blocked(portal: Portal, home: Home, activity: int, day: date = DAY) -> Refused | None:
    return Parent(portal, home).month(activity, day).blocked


def next_year(town: LittleTown) -> None:
    town._rows(
        t.school_year,
        id=YEAR + 1,
        code="2027-2028",
        first_on=date(2027, 9, 1),
        last_on=date(2028, 7, 7),
        holidays_projected=True,
    )
    town.changed_rules()


def test_asked_then_accepted_the_child_can_be_booked(town: LittleTown, portal: Portal, agent: Actor):
    sport = town.activity("Judo", enrolment_first=True)
    slot, home = town.slot(sport), town.home()
    parent = Parent(portal, home)
    assert blocked(portal, home, sport) == Refused(Reason.ENROLMENT_FIRST)
    assert asks(portal, home, sport) == EnrolmentAsked("Zoé", "Judo", "2026-2027")
    waiting = blocked(portal, home, sport)
    assert waiting == Refused(Reason.ENROLMENT_FIRST, {"state": "pending", "reason": ""})
    assert parent.books(sport, slot).reason is Reason.ENROLMENT_FIRST
    line = portal.enrolment_queue(actor=agent)[0]  # type: ignore[index]
    assert (line.family_name, line.child_name, line.activity_name, line.school_year, line.birth_on) == (
        "Martin",
        "Zoé",
        "Judo",
        "2026-2027",
        date(2019, 5, 10),
    )
    assert decides(portal, agent, accept=True) == EnrolmentDecided(line.enrolment_id, True)
    assert blocked(portal, home, sport) is None
    assert outcomes(parent.books(sport, slot)) == ["booked"]
    assert portal.enrolment_queue(actor=agent) == ()
    assert town.audited() == ["enrolment_asked", "enrolment_accepted", "book_days"]
    assert [len(town.mails(f"enrolment_{kind}")) for kind in ("asked", "accepted")] == [1, 1]


def test_refused_the_family_reads_why_and_may_ask_again(town: LittleTown, portal: Portal, agent: Actor):
    sport = town.activity("Judo", enrolment_first=True)
    home = town.home()
    asks(portal, home, sport)
    town.clock.advance(hours=1)
    decides(portal, agent, accept=False, reason="Groupe complet.")
    refused = blocked(portal, home, sport)
    assert refused == Refused(Reason.ENROLMENT_FIRST, {"state": "refused", "reason": "Groupe complet."})
    assert "Groupe complet." in refusal(refused)
    assert "Groupe complet." not in str(town.mails("enrolment_refused"))  # an agent's words stay here
    assert isinstance(asks(portal, home, sport, operation="again"), EnrolmentAsked)
    assert blocked(portal, home, sport).details == {"state": "pending", "reason": ""}  # type: ignore[union-attr]
    assert portal.enrolment_queue(actor=agent)[0].asked_at == town.clock.now()  # type: ignore[index]


def test_what_stands_first_in_the_way_is_the_enrolment(town: LittleTown, portal: Portal):
    form = town.document_type()
    sport = town.activity("Judo", enrolment_first=True, documents=[form])
    home = town.home(active=False)
    assert blocked(portal, home, sport).reason is Reason.ENROLMENT_FIRST  # type: ignore[union-attr]


def test_the_queue_is_by_who_asked_first(town: LittleTown, portal: Portal, agent: Actor):
    sport = town.activity("Judo", enrolment_first=True)
    for name in ("Un", "Deux", "Trois"):
        asks(portal, town.home(name), sport, operation=name)
        town.clock.advance(minutes=1)
    decides(portal, agent, accept=True, nth=1)
    lines = portal.enrolment_queue(actor=agent)
    assert [line.family_name for line in lines] == ["Un", "Trois"]  # type: ignore[union-attr]


def test_it_is_asked_once(town: LittleTown, portal: Portal, agent: Actor):
    sport = town.activity("Judo", enrolment_first=True)
    home = town.home()
    first = asks(portal, home, sport)
    assert asks(portal, home, sport) == first
    assert asks(portal, home, sport, operation="b") == Refused(Reason.ENROLMENT_ASKED)
    decides(portal, agent, accept=True)
    assert asks(portal, home, sport, operation="c") == Refused(Reason.ALREADY_ENROLLED)
    assert town.value("SELECT count(*) FROM enrolment") == 1


def test_an_answer_is_given_once_and_a_refusal_with_its_reason(
    town: LittleTown, portal: Portal, agent: Actor
):
    sport = town.activity("Judo", enrolment_first=True)
    asks(portal, town.home(), sport)
    assert decides(portal, agent, accept=False, reason=" ") == Refused(Reason.REASON_MISSING)
    enrolment = portal.enrolment_queue(actor=agent)[0].enrolment_id  # type: ignore[index]
    first = decides(portal, agent, accept=False, reason="Non.")
    again: dict[str, Any] = {"actor": agent, "enrolment_id": enrolment}
    assert portal.decide_enrolment(operation_id="answer", accept=False, reason="Non.", **again) == first
    late = portal.decide_enrolment(operation_id="other", accept=True, **again)
    assert late == Refused(Reason.ALREADY_TREATED)


def test_each_school_year_is_asked_for_by_itself(town: LittleTown, portal: Portal, agent: Actor):
    next_year(town)
    sport = town.activity("Judo", enrolment_first=True)
    home = town.home()
    asks(portal, home, sport)
    decides(portal, agent, accept=True)
    assert blocked(portal, home, sport, NEXT_YEAR) == Refused(Reason.ENROLMENT_FIRST)
    asked = asks(portal, home, sport, day=NEXT_YEAR, operation="next")
    assert asked == EnrolmentAsked("Zoé", "Judo", "2027-2028")
    assert blocked(portal, home, sport) is None


def test_between_two_years_the_next_is_asked_for(town: LittleTown, portal: Portal):
    next_year(town)
    sport = town.activity("Judo", enrolment_first=True)
    asked = asks(portal, town.home(), sport, day=date(2027, 8, 1))
    assert asked == EnrolmentAsked("Zoé", "Judo", "2027-2028")


@pytest.mark.parametrize(
    ("ages", "day", "why"),
    [
        ((3, 5), DAY, "not_eligible"),
        ((8, 9), DAY, None),  # eight in May
        ((8, 9), FIRST_DAY, None),
        ((9, 12), DAY, "not_eligible"),
        ((None, None), LAST_DAY, None),
        ((None, None), date(2029, 1, 1), "closed"),
    ],
)
def test_only_a_child_whom_it_concerns_that_year_is_enrolled(
    town: LittleTown, portal: Portal, ages: tuple[int | None, int | None], day: date, why: str | None
):
    sport = town.activity("Judo", enrolment_first=True, ages=ages)
    answer = asks(portal, town.home(), sport, day=day)
    if why is None:
        assert isinstance(answer, EnrolmentAsked)
    else:
        assert answer == Refused(Reason.NOT_OFFERED, {"why": why})


def test_a_year_that_is_over_is_not_asked_for(town: LittleTown, portal: Portal):
    sport = town.activity("Judo", enrolment_first=True)
    home = town.home()
    town.clock.advance(days=300)
    assert asks(portal, home, sport) == Refused(Reason.NOT_OFFERED, {"why": "past"})


def test_where_days_are_booked_outright_there_is_nothing_to_ask(town: LittleTown, portal: Portal):
    canteen = town.activity()
    assert asks(portal, town.home(), canteen) == Refused(Reason.NO_ENROLMENT_NEEDED)


def test_another_familys_child_is_not_enrolled(town: LittleTown, portal: Portal):
    sport = town.activity("Judo", enrolment_first=True)
    mine, theirs = town.home("Un"), town.home("Deux")
    assert asks(portal, mine, sport, child_id=theirs.child) == Refused(Reason.NOT_ALLOWED)


def test_each_home_of_a_shared_child_asks_for_itself(town: LittleTown, portal: Portal, agent: Actor):
    sport = town.activity("Judo", enrolment_first=True)
    one, other = town.home("Un"), town.home("Deux")
    town.share(one.child, other)
    asks(portal, one, sport)
    decides(portal, agent, accept=True)
    shown = Parent(portal, other).month(sport, child=one.child).blocked
    assert shown == Refused(Reason.ENROLMENT_FIRST)
    asked = asks(portal, other, sport, child_id=one.child, operation="other")
    assert isinstance(asked, EnrolmentAsked)
