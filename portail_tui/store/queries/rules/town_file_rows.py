"""Rows of a town's file: written to an empty store, or matched with those of a store in use.

A row that the file no longer names is removed where nothing refers to it. Activities and units are closed
instead, because bookings on them stand.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select

from portail_tui.domain.rules.legal_notices import NOTICES
from portail_tui.domain.rules.mail_server import MAIL_SERVER
from portail_tui.domain.rules.quotient_formula import PARTS
from portail_tui.domain.rules.residence import RESIDENTS
from portail_tui.domain.rules.town_file.plans import TownFile
from portail_tui.store import tables_core as t
from portail_tui.store.canonical_json import canonical
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.row_matching import Matching, ids_by_code
from portail_tui.store.queries.rules.activity_rows import Holidays, Years, match_activities, match_parts
from portail_tui.store.queries.rules.rulebook import NOWHERE, REVISION, revision
from portail_tui.store.tables_core import insert_or_ignore


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
    """Write ``file`` (with its ``text``) over ``years`` as a new rulebook. ``at``: UTC."""
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
    """Synchronise the store's rules with ``file`` over ``years``; answers whether anything changed. Other
    years keep their holidays, openings and closures. Slots are not touched here."""
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
    match_activities(matching, file, regie_id, at)
    match_parts(matching, file, years, public_holidays, at)
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
    """Store the text of a file unless it is the one in force; answers whether it was stored. ``at``: UTC."""
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


def unit_ids(connection: Connection) -> dict[tuple[str, str], int]:
    """Identifiers of all units, by the codes of their activity and their own."""
    found = select(t.activity.c.code, t.unit.c.code, t.unit.c.id).join_from(t.unit, t.activity)
    return {(activity, unit): unit_id for activity, unit, unit_id in connection.execute(found)}


# --- the town and its calendar ---------------------------------------------------------------------------


def _match_identity(matching: Matching, file: TownFile, is_demo: bool, at: datetime) -> int:
    """Synchronise the town and its only régie; answers the régie's id."""
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
                "parts_rule": canonical(PARTS.write(town.parts_rule)) if town.parts_rule else None,
                "resident_exceptions": canonical(RESIDENTS.write(town.resident_exceptions)),
                "reprices_prepaid": town.reprices_prepaid,
                "custody_binds": town.custody_binds,
                "mail": canonical(MAIL_SERVER.write(town.mail)) if town.mail else None,
                "invoice_days": town.invoicing.days_to_pay,
                "invoice_vat": town.invoicing.vat,
                "invoice_complaints": town.invoicing.complaints,
                "invoice_afterwards": town.invoicing.afterwards,
                "notices": canonical(NOTICES.write(town.notices)),
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


def _document_row(document: Any) -> dict[str, Any]:
    return {
        "code": document.code,
        "label": document.label,
        "for_child": document.for_child,
        "is_yearly": document.is_yearly,
        "needs_validation": document.needs_validation,
    }
