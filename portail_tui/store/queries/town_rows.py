"""What a town's file says, as rows: written to an empty store, or matched with those of one that lives.

What a file no longer names is removed where nothing refers to it. An activity and a unit are closed instead,
for what was booked on them stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, or_, select

from portail_tui.domain.town_file import expansion
from portail_tui.domain.town_file.model import ActivityPlan, AnyClosure, TownFile
from portail_tui.store import core as t
from portail_tui.store.core import insert_or_ignore
from portail_tui.store.queries.matching import Matching, Row
from portail_tui.store.queries.records import canonical
from portail_tui.store.queries.rulebook import NOWHERE, REVISION, revision
from portail_tui.store.tables.columns import to_stored

Years = Sequence[expansion.YearPlan]
Holidays = Mapping[date, str]


def write_town(
    connection: Connection,
    file: TownFile,
    text: str,
    *,
    years: Years,
    public_holidays: Holidays,
    is_demo: bool,
    at: datetime,
) -> None:
    """Write all of ``file``, whose text is ``text``, over ``years``, as one new rulebook. ``at``: UTC."""
    match_town(connection, file, years=years, public_holidays=public_holidays, is_demo=is_demo, at=at)
    keep_text(connection, text, at)
    next_revision(connection)


def match_town(
    connection: Connection,
    file: TownFile,
    *,
    years: Years,
    public_holidays: Holidays,
    at: datetime,
    is_demo: bool = False,
) -> bool:
    """Make the store's rules those of ``file`` over ``years``; whether anything had to change.

    Years that are not among ``years`` keep their holidays, openings and closures. Days are not touched here.
    """
    matching = Matching(connection)
    regie_id = _match_identity(matching, file, is_demo, at)
    _match_years(matching, years, public_holidays)
    schools = matching.rows(t.school, [{"code": one.code, "name": one.name} for one in file.schools])
    types = matching.rows(
        t.activity_type,
        [
            {"code": kind.code, "label": kind.label, "position": position}
            for position, kind in enumerate(file.types)
        ],
    )
    documents = matching.rows(t.document_type, [_document_row(one) for one in file.documents])
    grids = matching.rows(
        t.tariff_grid,
        [
            {
                "code": grid.code,
                "from_on": grid.from_on,
                "decision": grid.decision,
                "form": canonical(grid.to_data()),
            }
            for rows in file.grids.values()
            for grid in rows
        ],
        ("code", "from_on"),
    )
    matching.remove_unless_referred(t.tariff_grid, grids)
    _match_activities(matching, file, regie_id, at)
    _match_parts(matching, file, years, public_holidays, at)
    matching.remove_unless_referred(t.school, schools, t.child_schooling.c.school_id)
    matching.remove_unless_referred(t.activity_type, types, t.activity.c.type_id)
    kept = t.activity_type.c.id.in_([row["id"] for row in types])
    matching.change(t.activity_type, and_(kept, t.activity_type.c.position != NOWHERE), {"position": NOWHERE})
    matching.remove_unless_referred(
        t.document_type, documents, t.activity_document.c.document_type_id, t.document.c.document_type_id
    )
    return matching.is_changed


def text_in_force(connection: Connection) -> str | None:
    """The newest town's file, as it was written; None where none was applied."""
    newest = select(t.town_file.c.content).order_by(t.town_file.c.id.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def keep_text(connection: Connection, text: str, at: datetime) -> bool:
    """Keep a file's text, unless it is the one in force; whether it was kept. ``at``: UTC."""
    if text_in_force(connection) == text:
        return False
    connection.execute(insert(t.town_file), {"content": text, "applied_at": to_stored(at)})
    return True


def next_revision(connection: Connection) -> int:
    """Tell everyone who keeps a rulebook to read it again; the new revision."""
    found = revision(connection) + 1
    connection.execute(insert_or_ignore(connection, t.store_meta), {"key": REVISION, "value": ""})
    connection.execute(t.store_meta.update().where(t.store_meta.c.key == REVISION).values(value=str(found)))
    return found


def ids_by_code(connection: Connection, table: Any) -> dict[str, int]:
    """Identifiers of a table's rows by their code."""
    return {row.code: row.id for row in connection.execute(select(table.c.code, table.c.id))}


def unit_ids(connection: Connection) -> dict[tuple[str, str], int]:
    """Identifiers of all units, by the codes of their activity and their own."""
    found = select(t.activity.c.code, t.unit.c.code, t.unit.c.id).join_from(t.unit, t.activity)
    return {(activity, unit): unit_id for activity, unit, unit_id in connection.execute(found)}


# --- the town and its calendar ---------------------------------------------------------------------------


def _match_identity(matching: Matching, file: TownFile, is_demo: bool, at: datetime) -> int:
    """The town and its régie, whose identifier is returned: a store has one."""
    town, contact = file.town, file.town.contact
    first = select(t.regie.c.id).order_by(t.regie.c.id).limit(1)
    regie = {"code": town.regie.code, "name": town.regie.name}
    regie_id = matching.connection.execute(first).scalar_one_or_none()
    if regie_id is None:
        matching.add(t.regie, [regie])
        regie_id = matching.connection.execute(first).scalar_one()
    else:
        matching.rows(t.regie, [{"id": regie_id, **regie}], "id")
    matching.rows(
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
        "id",
        once=frozenset({"is_demo", "created_at"}),
    )
    return int(regie_id)


def _match_years(matching: Matching, years: Years, public_holidays: Holidays) -> None:
    matching.rows(
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
    ids = ids_by_code(matching.connection, t.school_year)
    matching.whole(
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
        among=t.school_holiday.c.school_year_id.in_([ids[year.code] for year in years]),
    )
    days = sorted(public_holidays)
    among = t.public_holiday.c.day.between(days[0], days[-1]) if days else t.public_holiday.c.day.is_(None)
    matching.whole(
        t.public_holiday, [{"day": day, "name": public_holidays[day]} for day in days], among=among
    )


# --- activities and what is theirs ---------------------------------------------------------------------


def _match_activities(matching: Matching, file: TownFile, regie_id: int, at: datetime) -> None:
    types = ids_by_code(matching.connection, t.activity_type)
    absent = matching.rows(
        t.activity,
        [
            _activity_row(plan, position, types[plan.type_code], regie_id)
            for position, plan in enumerate(file.activities)
        ],
    )
    _close(matching, t.activity, absent, at)


def _match_parts(
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
            for opening in expansion.openings(plan, year, public_holidays)
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


def _close(matching: Matching, table: Any, absent: Sequence[Row], at: datetime) -> None:
    """Nothing more is booked on what the file no longer names."""
    if ids := [row["id"] for row in absent if row["closed_at"] is None]:
        matching.change(table, table.c.id.in_(ids), {"closed_at": to_stored(at)})


def _document_row(document: Any) -> dict[str, Any]:
    return {
        "code": document.code,
        "label": document.label,
        "for_child": document.for_child,
        "is_yearly": document.is_yearly,
        "needs_validation": document.needs_validation,
    }


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
        "closed_at": None,
    }


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
        for span in expansion.closures(plans, year)
    ]
