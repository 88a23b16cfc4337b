"""A town's file as a rulebook, without a store: the same questions are asked of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count

from portail_tui.domain.rules.document_types import DocumentType
from portail_tui.domain.rules.rulebook import Activity, ActivityType, Opening, Rulebook, Town, Unit
from portail_tui.domain.rules.town_file.expand_years import calendar_of, closures, openings
from portail_tui.domain.rules.town_file.plans import ActivityPlan, TownFile, YearPlan

REGIE_ID = 1


def rulebook_of(file: TownFile, years: Sequence[YearPlan], public_holidays: Mapping[date, str]) -> Rulebook:
    """The rules of ``file`` over ``years``, oldest first. Identifiers are numbers in the file's order."""
    calendar = calendar_of(years, public_holidays)
    documents = {
        number: DocumentType(
            number,
            document.code,
            document.label,
            document.for_child,
            document.is_yearly,
            document.needs_validation,
        )
        for number, document in enumerate(file.documents, 1)
    }
    unit_ids = count(1)
    activities = {
        number: _activity(number, plan, unit_ids, documents, years, public_holidays)
        for number, plan in enumerate(file.activities, 1)
    }
    town = file.town
    return Rulebook(
        revision=0,
        town=Town(
            town.contact,
            town.floor_cents,
            town.low_balance_cents,
            town.top_up_least_cents,
            town.top_up_most_cents,
            town.rules,
            REGIE_ID,
            town.resident_exceptions,
            town.parts_rule,
            town.reprices_prepaid,
            town.custody_binds,
            town.mail,
            town.regie.name,
            town.invoicing,
            town.notices,
        ),
        types=tuple(ActivityType(kind.code, kind.label) for kind in file.types),
        activities=activities,
        grids=file.grids,
        years=calendar.years,
        school_holidays=calendar.school_holidays,
        public_holidays=public_holidays,
        document_types=documents,
        closures=tuple(span for year in years for span in closures(file.closures, year)),
    )


def _activity(
    number: int,
    plan: ActivityPlan,
    unit_ids: count[int],
    documents: Mapping[int, DocumentType],
    years: Sequence[YearPlan],
    public_holidays: Mapping[date, str],
) -> Activity:
    return Activity(
        id=number,
        code=plan.code,
        name=plan.name,
        summary=plan.summary,
        type_code=plan.type_code,
        regie_id=REGIE_ID,
        is_prepaid=plan.is_prepaid,
        needs_validation=plan.needs_validation,
        has_waiting_list=plan.has_waiting_list,
        enrolment_first=plan.enrolment_first,
        eligibility=plan.eligibility,
        booking_rule=plan.booking_rule,
        late_rule=plan.late_rule,
        cancel_rule=plan.cancel_rule,
        surcharge=plan.surcharge,
        tariff_code=plan.tariff_code,
        few_places=plan.few_places,
        units=tuple(
            Unit(
                next(unit_ids),
                unit.code,
                unit.label,
                unit.starts_minute,
                unit.ends_minute,
                unit.tariff_code,
                unit.requires,
                unit.excludes,
            )
            for unit in plan.units
        ),
        openings=tuple(
            Opening(opening.first_on, opening.last_on, opening.for_residents_only, opening.opens_at)
            for year in years
            for opening in openings(plan, year, public_holidays)
        ),
        document_ids=tuple(one.id for one in documents.values() if one.code in plan.documents),
        closures=tuple(span for year in years for span in closures(plan.closures, year)),
        groups=plan.groups,
        packages=plan.packages,
        packages_only=plan.packages_only,
        least_days_a_week=plan.least_days_a_week,
    )
