"""Enrolments that the town accepts before a first booking: asked by the family, answered by an agent."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.day_state import NotOffered
from portail_tui.domain.bookings.views import EnrolmentAsked
from portail_tui.domain.families.facts import EnrolmentStatus
from portail_tui.domain.rules.rulebook import Activity, SchoolYear
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean
from portail_tui.domain.staff.decisions import EnrolmentDecided, EnrolmentLine
from portail_tui.domain.staff.permissions import Permission
from portail_tui.services.core.access import NOT_ALLOWED, show_to_staff
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.decide import ALREADY_TREATED, Decision, decide
from portail_tui.services.core.household import household
from portail_tui.services.core.locks import hold
from portail_tui.services.core.write import Work, WriteRequest, do_once
from portail_tui.store.json_records import JsonRecord, in_order
from portail_tui.store.queries.bookings import enrolments
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.texts.mails.bookings import EnrolmentAccepted, EnrolmentReceived, EnrolmentRefused

MOST_LINES = 500
ASKED = JsonRecord(EnrolmentAsked, upgrades={0: in_order("child_name", "activity_name", "school_year")})
DECIDED = JsonRecord(EnrolmentDecided, upgrades={0: in_order("enrolment_id", "accepted")})


def ask_enrolment(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    child_id: int,
    activity_id: int,
    day: date,
) -> EnrolmentAsked | Refused:
    """Ask that a child be accepted in an activity, for the school year of ``day`` (or the next to begin).

    Refused: NOT_ALLOWED for a child that is not the family's or no activity; NO_ENROLMENT_NEEDED where days
    are booked outright; NOT_OFFERED for a year that is over or not open yet, a closed activity, a child whom
    it does not concern that year; ENROLMENT_ASKED, ALREADY_ENROLLED. Refused once, it may be asked again.
    """
    request = WriteRequest(
        operation_id=operation_id,
        kind="ask_enrolment",
        actor=actor,
        family_id=family_id,
        asked={"child": child_id, "activity": activity_id, "day": day.isoformat()},
        answer=ASKED,
    )
    return do_once(context, request, lambda work: _ask(work, child_id, activity_id, day))


def _ask(work: Work, child_id: int, activity_id: int, day: date) -> EnrolmentAsked | Refused:
    if not hold(work, children=[child_id]):
        return NOT_ALLOWED
    rulebook = work.admitted.rulebook
    activity = rulebook.activities.get(activity_id)
    home = household(work.connection, work.admitted, [child_id])
    if activity is None or not home.children:
        return NOT_ALLOWED
    child = home.children[0]
    year = rulebook.year_for(day)
    if (why := _why_not(activity, child, year, work.admitted.today)) is not None:
        return why
    assert year is not None, "a year that is not open is refused"
    enrolled = home.family.enrolment(child_id, activity_id, year.id)
    if enrolled is not None and enrolled.status is not EnrolmentStatus.REFUSED:
        waits = enrolled.status is EnrolmentStatus.PENDING
        return Refused(Reason.ENROLMENT_ASKED if waits else Reason.ALREADY_ENROLLED)
    enrolments.ask(
        work.connection,
        family_id=work.admitted.family_id,
        child_id=child_id,
        activity_id=activity_id,
        school_year_id=year.id,
        at=work.now,
    )
    work.audit("enrolment_asked", {"child": child_id, "activity": activity_id, "year": year.code})
    mail = EnrolmentReceived(child=child.first_name, activity=activity.name, year=year.code)
    work.tell(work.admitted.family_id, mail)
    return EnrolmentAsked(child.first_name, activity.name, year.code)


def _why_not(activity: Activity, child: ChildRow, year: SchoolYear | None, today: date) -> Refused | None:
    """Why a child cannot be enrolled in an activity for a school year."""
    if not activity.enrolment_first:
        return Refused(Reason.NO_ENROLMENT_NEEDED)
    if year is None or activity.is_closed:
        return _not_offered(NotOffered.CLOSED)
    if year.last_on < today:
        return _not_offered(NotOffered.PAST)
    begins = [one.from_on for one in child.schoolings if year.first_on <= one.from_on <= year.last_on]
    telling = [max(today, year.first_on), year.last_on, *begins]  # an age lasts a year
    if not any(activity.eligibility.admits(child.birth_on, child.schoolings, day) for day in telling):
        return _not_offered(NotOffered.NOT_ELIGIBLE)
    return None


def enrolment_queue(context: ServiceContext, *, actor: Actor) -> tuple[EnrolmentLine, ...] | Refused:
    """Enrolments that wait for an agent, oldest first; for the town's staff alone."""

    def show(connection: Connection) -> tuple[EnrolmentLine, ...]:
        return tuple(_line(row) for row in enrolments.queue(connection, MOST_LINES))

    return show_to_staff(context, actor, Permission.DECIDE_ENROLMENTS, "enrolment_queue", show)


def decide_enrolment(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    enrolment_id: int,
    accept: bool,
    reason: str = "",
) -> EnrolmentDecided | Refused:
    """Accept an enrolment, or refuse it with a reason that the family reads.

    Refused itself: NOT_ALLOWED (staff alone, never for their own family), REASON_MISSING, ALREADY_TREATED.
    """

    def family_of(connection: Connection) -> int | None:
        row = enrolments.find(connection, enrolment_id)
        return None if row is None else row.family_id

    reason = clean(reason)
    decision = Decision(
        permission=Permission.DECIDE_ENROLMENTS,
        operation_id=operation_id,
        kind="decide_enrolment",
        actor=actor,
        asked={"enrolment": enrolment_id, "accept": accept, "reason": reason},
        answer=DECIDED,
        lacks_reason=not accept and not reason,
    )

    def answer(work: Work) -> EnrolmentDecided | Refused:
        row = enrolments.find(work.connection, enrolment_id)
        if row is None:
            return ALREADY_TREATED
        if not hold(work, children=[row.child_id]):
            return NOT_ALLOWED
        row = enrolments.find(work.connection, enrolment_id)
        if row is None or row.status != EnrolmentStatus.PENDING.value:
            return ALREADY_TREATED
        to = EnrolmentStatus.ACCEPTED if accept else EnrolmentStatus.REFUSED
        why = "" if accept else reason
        enrolments.decide(work.connection, enrolment_id, to, why)
        work.audit(f"enrolment_{to.value}", {"enrolment": enrolment_id})
        mail = EnrolmentAccepted if accept else EnrolmentRefused
        told = mail(child=row.first_name, activity=row.activity_name, year=row.school_year)
        work.tell(work.admitted.family_id, told)
        return EnrolmentDecided(enrolment_id, accept)

    return decide(context, decision, family_of, answer)


def _not_offered(why: NotOffered) -> Refused:
    return Refused(Reason.NOT_OFFERED, {"why": why.value})


def _line(row: enrolments.EnrolmentRow) -> EnrolmentLine:
    return EnrolmentLine(
        enrolment_id=row.id,
        family_id=row.family_id,
        family_name=row.family_name,
        family_number=row.family_number,
        child_name=row.first_name,
        birth_on=row.birth_on,
        activity_name=row.activity_name,
        school_year=row.school_year,
        asked_at=row.created_at,
    )
