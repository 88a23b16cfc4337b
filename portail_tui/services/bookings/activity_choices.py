"""Which activities a child can choose from, and at what price."""

from __future__ import annotations

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.availability import price_for
from portail_tui.domain.bookings.choice_views import (
    ActivityOption,
    ActivityTypeOption,
    ChildChoices,
    ChoicesView,
)
from portail_tui.domain.rules.eligibility import age_on, schooling_on
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.shared.refusals import Refused
from portail_tui.services.core.access import Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import Household, household
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.texts.money.prices import price_words
from portail_tui.texts.money.why_maximum import WHY_MAXIMUM


def show_choices(context: ServiceContext, *, actor: Actor, family_id: int) -> ChoicesView | Refused:
    """The family's children, each with the activities that concern it and its own price."""

    def show(connection: Connection, admitted: Admitted) -> ChoicesView:
        home = household(connection, admitted)
        children = tuple(_choices(home, child) for child in home.children)
        types = tuple(ActivityTypeOption(kind.code, kind.label) for kind in admitted.rulebook.types)
        return ChoicesView(types, children, admitted.rulebook.town.contact)

    return show_to(context, actor, family_id, "choices", show)


def _choices(home: Household, child: ChildRow) -> ChildChoices:
    schooling = schooling_on(child.schoolings, home.today)
    return ChildChoices(
        child_id=child.id,
        first_name=child.first_name,
        age=age_on(child.birth_on, home.today),
        grade=schooling.grade if schooling else "",
        activities=tuple(_option(home, child, activity) for activity in home.activities(child)),
    )


def _option(home: Household, child: ChildRow, activity: Activity) -> ActivityOption:
    grids = home.rulebook.grids.get(activity.tariff_code, ())
    # a tariff that is voted but not in force yet is told as what it will be
    day = max(home.today, min((grid.from_on for grid in grids), default=home.today))
    price = price_for(
        home.rulebook, activity, day, home.facts(child, activity, day), is_late=False, is_occasional=True
    )
    why = price.why_maximum if price else None
    return ActivityOption(
        activity_id=activity.id,
        name=activity.name,
        type_code=activity.type_code,
        summary=activity.summary,
        price="" if price is None else price_words(price.cents, [unit.label for unit in activity.open_units]),
        price_why=WHY_MAXIMUM[why] if why else "",
        missing_documents=tuple(kind.label for kind in home.missing(activity, child.id, home.today)),
    )
