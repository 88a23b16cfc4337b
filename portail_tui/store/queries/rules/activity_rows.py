"""A town's activities as rows: with their units, openings, closures and the documents that they ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, and_, or_, select

from portail_tui.domain.rules.deadlines import DEADLINE
from portail_tui.domain.rules.groups import GROUP
from portail_tui.domain.rules.packages import STORED_PACKAGE, Package
from portail_tui.domain.rules.schema import Rows
from portail_tui.domain.rules.tariffs import SURCHARGE
from portail_tui.domain.rules.town_file import expand_years
from portail_tui.domain.rules.town_file.plans import ActivityPlan, AnyClosure, TownFile
from portail_tui.store import tables_core as t
from portail_tui.store.canonical_json import canonical
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.row_matching import Matching, TableRow, ids_by_code
from portail_tui.store.queries.rules.rulebook import packages_by_activity

Years = Sequence[expand_years.YearPlan]
Holidays = Mapping[date, str]


def match_activities(matching: Matching, file: TownFile, regie_id: int, at: datetime) -> None:
    """The activities themselves. What the file no longer names is closed, at a UTC instant."""
    types = ids_by_code(matching.connection, t.activity_type)
    known = packages_by_activity(matching.connection)
    absent = matching.rows(
        t.activity,
        [
            {
                **_activity_row(plan, position, types[plan.type_code], regie_id),
                "packages": canonical(
                    Rows(STORED_PACKAGE).write(_packages(matching, plan, known.get(plan.code, ())))
                ),
            }
            for position, plan in enumerate(file.activities)
        ],
    )
    _close(matching, t.activity, absent, at)


def match_parts(
    matching: Matching, file: TownFile, years: Years, public_holidays: Holidays, at: datetime
) -> None:
    """Units, documents asked for, openings and closures."""
    activities = ids_by_code(matching.connection, t.activity)
    documents = ids_by_code(matching.connection, t.document_type)
    plans = [(activities[plan.code], plan) for plan in file.activities]
    mine = [activity_id for activity_id, _ in plans]
    units = [row for activity_id, plan in plans for row in _unit_rows(activity_id, plan)]
    _close(matching, t.unit, matching.rows(t.unit, units, ("activity_id", "code")), at)
    matching.whole(
        t.activity_document,
        [
            {"activity_id": activity_id, "document_type_id": documents[code]}
            for activity_id, plan in plans
            for code in dict.fromkeys(plan.documents)
        ],
        among=t.activity_document.c.activity_id.in_(mine),
    )
    # what ended before these years is history, and stays
    since = years[0].first_on if years else date.min
    matching.whole(
        t.activity_opening,
        [
            {
                "activity_id": activity_id,
                "first_on": opening.first_on,
                "last_on": opening.last_on,
                "audience": "residents" if opening.for_residents_only else "all",
                "opens_at": to_stored(opening.opens_at),
            }
            for activity_id, plan in plans
            for year in years
            for opening in expand_years.openings(plan, year, public_holidays)
        ],
        among=and_(t.activity_opening.c.activity_id.in_(mine), t.activity_opening.c.last_on >= since),
    )
    whose = or_(t.closure.c.activity_id.is_(None), t.closure.c.activity_id.in_(mine))
    matching.whole(
        t.closure,
        [
            *_closure_rows(None, file.closures, years),
            *(row for activity_id, plan in plans for row in _closure_rows(activity_id, plan.closures, years)),
        ],
        among=and_(whose, t.closure.c.last_on >= since),
    )


def _close(matching: Matching, table: Table, absent: Sequence[TableRow], at: datetime) -> None:
    """Nothing more is booked on what the file no longer names."""
    if ids := [row["id"] for row in absent if row["closed_at"] is None]:
        matching.change(table, table.c.id.in_(ids), {"closed_at": to_stored(at)})


def _activity_row(plan: ActivityPlan, position: int, type_id: int, regie_id: int) -> dict[str, Any]:
    who = plan.eligibility
    return {
        "code": plan.code,
        "type_id": type_id,
        "regie_id": regie_id,
        "name": plan.name,
        "summary": plan.summary,
        "position": position,
        "is_prepaid": plan.is_prepaid,
        "needs_validation": plan.needs_validation,
        "has_waiting_list": plan.has_waiting_list,
        "enrolment_first": plan.enrolment_first,
        "min_age": who.min_age,
        "max_age": who.max_age,
        "grades": json.dumps(sorted(who.grades), ensure_ascii=False),
        "schools": json.dumps(sorted(who.schools), ensure_ascii=False),
        "booking_rule": canonical(DEADLINE.write(plan.booking_rule)),
        "late_rule": canonical(DEADLINE.write(plan.late_rule)) if plan.late_rule else None,
        "cancel_rule": canonical(DEADLINE.write(plan.cancel_rule)),
        "surcharge": canonical(SURCHARGE.write(plan.surcharge)) if plan.surcharge else None,
        "tariff_code": plan.tariff_code,
        "few_places": plan.few_places,
        "groups": canonical(Rows(GROUP).write(plan.groups)),
        "packages_only": plan.packages_only,
        "least_days_a_week": plan.least_days_a_week,
        "closed_at": None,
    }


def _packages(matching: Matching, plan: ActivityPlan, known: Sequence[Package]) -> list[Package]:
    """The file's packages, then those it no longer names but that somebody has booked."""
    named = {one.code for one in plan.packages}
    gone = [replace(one, is_closed=True) for one in known if one.code not in named]
    return [*plan.packages, *(one for one in gone if _is_booked(matching, plan.code, one))]


def _is_booked(matching: Matching, activity_code: str, package: Package) -> bool:
    mine = (
        select(t.slot.c.id)
        .select_from(t.slot.join(t.unit, t.unit.c.id == t.slot.c.unit_id).join(t.activity))
        .where(t.activity.c.code == activity_code)
    )
    found = select(t.booking.c.id).where(
        t.booking.c.package.startswith(package.key_start, autoescape=True), t.booking.c.slot_id.in_(mine)
    )
    return matching.connection.execute(found.limit(1)).first() is not None


def _unit_rows(activity_id: int, plan: ActivityPlan) -> list[dict[str, Any]]:
    return [
        {
            "activity_id": activity_id,
            "code": unit.code,
            "label": unit.label,
            "position": number,
            "starts_minute": unit.starts_minute,
            "ends_minute": unit.ends_minute,
            "tariff_code": unit.tariff_code,
            "requires": canonical(unit.requires),
            "excludes": canonical(unit.excludes),
            "closed_at": None,
        }
        for number, unit in enumerate(plan.units)
    ]


def _closure_rows(activity_id: int | None, plans: Sequence[AnyClosure], years: Years) -> list[dict[str, Any]]:
    return [
        {
            "activity_id": activity_id,
            "first_on": span.first_on,
            "last_on": span.last_on,
            "reason": span.name,
        }
        for year in years
        for span in expand_years.closures(plans, year)
    ]
