"""Writing what a town's file says, for an empty store: the town, its calendar, its activities and tariffs.

Applying a file to a store that already lives (and showing what would change) will grow from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from portail_tui.domain.town_file import expansion
from portail_tui.domain.town_file.model import ActivityPlan, TownFile
from portail_tui.store import core as t
from portail_tui.store.queries.records import canonical
from portail_tui.store.queries.rulebook import REVISION
from portail_tui.store.tables.columns import to_stored


def write_town(
    connection: Connection,
    file: TownFile,
    text: str,
    *,
    years: Sequence[expansion.YearPlan],
    public_holidays: Mapping[date, str],
    is_demo: bool,
    at: datetime,
) -> None:
    """Write all of ``file``, whose text is ``text``, over ``years``, as one new rulebook. ``at``: UTC."""
    _write_identity(connection, file, is_demo, at)
    _write_years(connection, years, public_holidays)
    _add(connection, t.school, [{"code": school.code, "name": school.name} for school in file.schools])
    _add(
        connection,
        t.activity_type,
        [
            {"code": kind.code, "label": kind.label, "position": position}
            for position, kind in enumerate(file.types)
        ],
    )
    _add(
        connection,
        t.document_type,
        [
            {
                "code": document.code,
                "label": document.label,
                "for_child": document.for_child,
                "is_yearly": document.is_yearly,
                "needs_validation": document.needs_validation,
            }
            for document in file.documents
        ],
    )
    _add(
        connection,
        t.tariff_grid,
        [
            {
                "code": grid.code,
                "from_on": grid.from_on,
                "decision": grid.decision,
                "form": canonical(grid.to_data()),
            }
            for grids in file.grids.values()
            for grid in grids
        ],
    )
    _write_activities(connection, file, years, public_holidays)
    _write_closures(connection, None, file.closures, years)
    _add(connection, t.town_file, [{"content": text, "applied_at": to_stored(at)}])
    _add(connection, t.store_meta, [{"key": REVISION, "value": "1"}])


def ids_by_code(connection: Connection, table: Any) -> dict[str, int]:
    """Identifiers of a table's rows by their code."""
    return {row.code: row.id for row in connection.execute(select(table.c.code, table.c.id))}


def _add(connection: Connection, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])


def _write_identity(connection: Connection, file: TownFile, is_demo: bool, at: datetime) -> None:
    town, contact = file.town, file.town.contact
    _add(connection, t.regie, [{"code": town.regie.code, "name": town.regie.name}])
    _add(
        connection,
        t.town,
        [
            {
                "id": 1,
                "name": contact.name,
                "service": contact.service,
                "address": "\n".join(contact.address),
                "phone": contact.phone,
                "email": contact.email,
                "hours": "\n".join(contact.hours),
                "means_at_desk": "\n".join(contact.means_at_desk),
                "school_zone": town.school_zone,
                "floor_cents": town.floor_cents,
                "low_balance_cents": town.low_balance_cents,
                "top_up_least_cents": town.top_up_least_cents,
                "top_up_most_cents": town.top_up_most_cents,
                "rules": town.rules,
                "parts_rule": canonical(town.parts_rule.to_data()) if town.parts_rule else None,
                "resident_exceptions": canonical(town.resident_exceptions.to_data()),
                "reprices_prepaid": town.reprices_prepaid,
                "custody_binds": town.custody_binds,
                "is_demo": is_demo,
                "created_at": to_stored(at),
            }
        ],
    )


def _write_years(
    connection: Connection, years: Sequence[expansion.YearPlan], public_holidays: Mapping[date, str]
) -> None:
    _add(
        connection,
        t.school_year,
        [
            {
                "code": year.code,
                "first_on": year.first_on,
                "last_on": year.last_on,
                "holidays_projected": year.is_projected,
            }
            for year in years
        ],
    )
    ids = ids_by_code(connection, t.school_year)
    _add(
        connection,
        t.school_holiday,
        [
            {
                "school_year_id": ids[year.code],
                "name": span.name,
                "kind": "summer" if span.is_summer else "short",
                "first_on": span.first_on,
                "last_on": span.last_on,
            }
            for year in years
            for span in year.holidays
        ],
    )
    _add(
        connection,
        t.public_holiday,
        [{"day": day, "name": name} for day, name in sorted(public_holidays.items())],
    )


def _write_activities(
    connection: Connection,
    file: TownFile,
    years: Sequence[expansion.YearPlan],
    public_holidays: Mapping[date, str],
) -> None:
    types, documents = ids_by_code(connection, t.activity_type), ids_by_code(connection, t.document_type)
    regie_id = ids_by_code(connection, t.regie)[file.town.regie.code]
    for position, plan in enumerate(file.activities):
        values = _activity_row(plan, position, types[plan.type_code], regie_id)
        activity_id = connection.execute(
            insert(t.activity).values(**values).returning(t.activity.c.id)
        ).scalar_one()
        _add(
            connection,
            t.unit,
            [
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
                }
                for number, unit in enumerate(plan.units)
            ],
        )
        _add(
            connection,
            t.activity_document,
            [{"activity_id": activity_id, "document_type_id": documents[code]} for code in plan.documents],
        )
        _add(
            connection,
            t.activity_opening,
            [
                {
                    "activity_id": activity_id,
                    "first_on": opening.first_on,
                    "last_on": opening.last_on,
                    "audience": "residents" if opening.for_residents_only else "all",
                    "opens_at": to_stored(opening.opens_at),
                }
                for year in years
                for opening in expansion.openings(plan, year, public_holidays)
            ],
        )
        _write_closures(connection, activity_id, plan.closures, years)


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
        "booking_rule": canonical(plan.booking_rule.to_data()),
        "late_rule": canonical(plan.late_rule.to_data()) if plan.late_rule else None,
        "cancel_rule": canonical(plan.cancel_rule.to_data()),
        "surcharge": canonical(plan.surcharge.to_data()) if plan.surcharge else None,
        "tariff_code": plan.tariff_code,
        "few_places": plan.few_places,
        "groups": canonical([group.to_data() for group in plan.groups]),
        "packages": canonical([package.to_data() for package in plan.packages]),
        "packages_only": plan.packages_only,
        "least_days_a_week": plan.least_days_a_week,
    }


def _write_closures(
    connection: Connection, activity_id: int | None, plans: Any, years: Sequence[expansion.YearPlan]
) -> None:
    _add(
        connection,
        t.closure,
        [
            {
                "activity_id": activity_id,
                "first_on": span.first_on,
                "last_on": span.last_on,
                "reason": span.name,
            }
            for year in years
            for span in expansion.closures(plans, year)
        ],
    )
