"""« Aussi pour… »: the days picked for one child, for its brothers and sisters too."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.sibling_plan import Sibling, TogetherPlan
from portail_tui.domain.bookings.views import ChildPicks, Pick, PickAction
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.bookings.booking_request import read_request
from portail_tui.services.bookings.decide_picks import RequestTerms
from portail_tui.services.bookings.weekly_plan import ANY_PRICE, plans_of
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import household, siblings_at
from portail_tui.services.core.read_context import ReadContext


def plan_together(
    context: ServiceContext,
    *,
    actor: Actor,
    family_id: int,
    activity_id: int,
    child_ids: tuple[int, ...],
    picks: tuple[Pick, ...],
    is_regular: bool,
    all_or_none: bool,
    waits: bool,
) -> TogetherPlan | Refused:
    """What the days of ``picks`` would come to for some children of the family, by the rules of
    ``book_together``. ``waits``: whether to join the list of full days; never with ``all_or_none``. Refused:
    NOT_ALLOWED for a child that is not the family's or no activity; NOTHING_CHOSEN without a day or a child;
    NOT_OFFERED for a slot that is not the activity's."""

    def show(connection: Connection, admitted: Admitted) -> TogetherPlan | Refused:
        activity = admitted.rulebook.activities.get(activity_id)
        home = household(connection, admitted)
        if activity is None or not set(child_ids) <= {child.id for child in home.children}:
            return NOT_ALLOWED
        if not picks or not child_ids:
            return Refused(Reason.NOTHING_CHOSEN)
        asked = tuple(replace(pick, action=PickAction.BOOK, shown_cents=ANY_PRICE) for pick in picks)
        read = ReadContext(connection=connection, admitted=admitted)
        in_order = [child.id for child in home.children if child.id in child_ids]
        booking = read_request(read, activity, [ChildPicks(child_id, asked) for child_id in in_order], home)
        if isinstance(booking, Refused):
            return booking
        if any(pick.slot_id not in one.slots for one in booking.requests for pick in one.picks):
            return Refused(Reason.NOT_OFFERED)
        terms = RequestTerms(is_regular, all_or_none)
        plans = plans_of(read, booking, activity, terms, waits=waits and not all_or_none)
        return TogetherPlan(
            activity_name=activity.name,
            siblings=tuple(Sibling(child.id, child.first_name) for child in siblings_at(home, activity)),
            plans=tuple(zip(in_order, plans, strict=True)),
            balance_cents=booking.balance_cents,
            prepaid=activity.is_prepaid,
            has_waiting_list=activity.has_waiting_list,
            blocked=plans[0].blocked,
        )

    return show_to(context, actor, family_id, "plan_together", show)
