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
            id=number,
            code=document.code,
            label=document.label,
            for_child=document.for_child,
            is_yearly=document.is_yearly,
            needs_validation=document.needs_validation,
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
            contact=town.contact,
            floor_cents=town.floor_cents,
            low_balance_cents=town.low_balance_cents,
            top_up_least_cents=town.top_up_least_cents,
            top_up_most_cents=town.top_up_most_cents,
            rules=town.rules,
            regie_id=REGIE_ID,
            resident_exceptions=town.resident_exceptions,
            parts_rule=town.parts_rule,
            reprices_prepaid=town.reprices_prepaid,
            custody_binds=town.custody_binds,
            mail=town.mail,
            regie_name=town.regie.name,
            invoicing=town.invoicing,
            notices=town.notices,
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
                id=next(unit_ids),
                code=unit.code,
                label=unit.label,
                starts_minute=unit.starts_minute,
                ends_minute=unit.ends_minute,
                tariff_code=unit.tariff_code,
                requires=unit.requires,
                excludes=unit.excludes,
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
