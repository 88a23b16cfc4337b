"""Save the days picked in a calendar: booking, waiting, cancelling and leaving, in one transaction.

Each pick is accepted or refused on its own; then all accepted picks are saved, or all are refused.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy.exc import IntegrityError

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.views import BookedTogether, ChildPicks, Confirmation, Pick
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.bookings.booking_request import hold_request
from portail_tui.services.bookings.decide_picks import RequestTerms, decide_all, refused_whole
from portail_tui.services.bookings.save_picks import save
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.write import Work, WriteRequest, do_once
from portail_tui.store.json_records import JsonRecord, renamed
from portail_tui.store.queries.bookings.booking_changes import is_second_booking


def _from_version_0(children: list[dict[str, Any]]) -> dict[str, Any]:
    confirmation = renamed(
        operation="operation_id",
        child="child_name",
        activity="activity_name",
        debited="debited_cents",
        balance="balance_cents",
    )
    line = renamed(unit="unit_label")
    return {
        "children": [
            confirmation({**child, "lines": [line(one) for one in child["lines"]]}) for child in children
        ]
    }


ANSWER = JsonRecord(BookedTogether, upgrades={0: _from_version_0})


def book_days(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    child_id: int,
    activity_id: int,
    picks: tuple[Pick, ...],
    is_regular: bool = False,
) -> Confirmation | Refused:
    """Save picked days of a child for an activity; of two picks of a slot, the last counts.

    ``is_regular``: they are a weekly pattern's, where a tariff has a price for that. A day is never charged
    more than ``shown_cents``. Refused as a whole: NOT_ALLOWED, NOTHING_CHOSEN, NOT_OFFERED for a slot that is
    not the activity's; and where days to book or to wait for were accepted, ACCOUNT_INACTIVE (prepaid),
    ENROLMENT_FIRST, DOCUMENT_MISSING or WALLET_SHORT. Nothing is saved then.
    """
    asked = PicksToSave(activity_id, (ChildPicks(child_id, picks),), is_regular)
    answer = _save(context, "book_days", operation_id, actor, family_id, asked)
    return answer if isinstance(answer, Refused) else answer.children[0]


def book_together(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    activity_id: int,
    children: tuple[ChildPicks, ...],
    is_regular: bool,
    all_or_none: bool,
) -> BookedTogether | Refused:
    """As ``book_days``, for several children of a family at once. ``all_or_none``: on each day, all those who
    are being booked come, or none does (SIBLING_REFUSED)."""
    asked = PicksToSave(activity_id, children, is_regular, all_or_none)
    return _save(context, "book_together", operation_id, actor, family_id, asked)


@dataclass(frozen=True, slots=True)
class PicksToSave:
    """The picks to save for an activity, whoever asks."""

    activity_id: int
    children: tuple[ChildPicks, ...]
    is_regular: bool
    all_or_none: bool = False

    def last_of_each_slot(self) -> PicksToSave:
        children = (
            ChildPicks(one.child_id, tuple({pick.slot_id: pick for pick in one.picks}.values()))
            for one in self.children
        )
        return replace(self, children=tuple(children))

    def to_data(self) -> dict[str, Any]:
        return asdict(self)


def _save(
    context: ServiceContext, kind: str, operation_id: str, actor: Actor, family_id: int, asked: PicksToSave
) -> BookedTogether | Refused:
    asked = asked.last_of_each_slot()
    request = WriteRequest(
        operation_id=operation_id,
        kind=kind,
        actor=actor,
        family_id=family_id,
        asked=asked.to_data(),
        answer=ANSWER,
    )
    try:
        return do_once(context, request, lambda work: _book(work, asked))
    except IntegrityError as error:
        if is_second_booking(error):
            # the child cannot be there twice: only its other home can have booked it meanwhile
            return Refused(Reason.EXPECTED_ELSEWHERE)
        raise


def _book(work: Work, asked: PicksToSave) -> BookedTogether | Refused:
    children = asked.children
    if not any(one.picks for one in children) or len({one.child_id for one in children}) < len(children):
        return Refused(Reason.NOTHING_CHOSEN)
    booking = hold_request(work, asked.activity_id, children)
    if isinstance(booking, Refused):
        return booking
    items = decide_all(work, booking, RequestTerms(asked.is_regular, asked.all_or_none))
    return refused_whole(work, booking, items) or save(work, booking, items, is_regular=asked.is_regular)
