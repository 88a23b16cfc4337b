"""The règlement, read whole from the store; callers cache it until its revision changes."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, func, select

from portail_tui.domain.rules.deadlines import rule_from_data
from portail_tui.domain.rules.document_types import DocumentType
from portail_tui.domain.rules.eligibility import Eligibility
from portail_tui.domain.rules.groups import GROUP, Group
from portail_tui.domain.rules.legal_notices import NOTICES
from portail_tui.domain.rules.mail_server import MAIL_SERVER
from portail_tui.domain.rules.packages import STORED_PACKAGE, Package
from portail_tui.domain.rules.quotient_formula import PARTS
from portail_tui.domain.rules.residence import RESIDENTS
from portail_tui.domain.rules.rulebook import (
    USUAL_TERMS,
    Activity,
    ActivityType,
    InvoiceTerms,
    Opening,
    Rulebook,
    SchoolYear,
    Span,
    Town,
    TownContact,
    Unit,
)
from portail_tui.domain.rules.schema import Rows, strictly
from portail_tui.domain.rules.tariffs import TariffGrid, surcharge_from_data
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import from_stored

_GROUPS: Rows[Group] = Rows(GROUP)
_PACKAGES: Rows[Package] = Rows(STORED_PACKAGE)

NOWHERE = -1
"""Position of a type that no activity of the town's file has: only closed ones do."""
REVISION = "rulebook_revision"
"""Key of the revision in ``store_meta``; every change of the règlement increases it."""


def revision(connection: Connection) -> int:
    value = connection.execute(select(t.store_meta.c.value).where(t.store_meta.c.key == REVISION)).scalar()
    return int(value or 0)


def load(connection: Connection) -> Rulebook:
    """The règlement in force."""
    units, openings, documents, closures = _by_activity(connection)
    types = connection.execute(select(t.activity_type).order_by(t.activity_type.c.position)).all()
    type_codes = {row.id: row.code for row in types}
    statement = select(t.activity).order_by(t.activity.c.position, t.activity.c.id)
    activities = {
        row.id: _activity(
            row, type_codes[row.type_id], units[row.id], openings[row.id], documents[row.id], closures[row.id]
        )
        for row in connection.execute(statement)
    }
    return Rulebook(
        revision=revision(connection),
        town=_town(connection),
        types=tuple(ActivityType(row.code, row.label) for row in types if row.position != NOWHERE),
        activities=activities,
        grids=_grids(connection),
        years=tuple(
            SchoolYear(
                id=row.id,
                code=row.code,
                first_on=row.first_on,
                last_on=row.last_on,
                holidays_projected=row.holidays_projected,
            )
            for row in connection.execute(select(t.school_year).order_by(t.school_year.c.first_on))
        ),
        school_holidays=tuple(
            Span(row.name, row.first_on, row.last_on, row.kind == "summer")
            for row in connection.execute(select(t.school_holiday).order_by(t.school_holiday.c.first_on))
        ),
        public_holidays={row.day: row.name for row in connection.execute(select(t.public_holiday))},
        document_types={
            row.id: DocumentType(
                id=row.id,
                code=row.code,
                label=row.label,
                for_child=row.for_child,
                is_yearly=row.is_yearly,
                needs_validation=row.needs_validation,
            )
            for row in connection.execute(select(t.document_type).order_by(t.document_type.c.id))
        },
        closures=tuple(closures[None]),
    )


def _town(connection: Connection) -> Town:
    first = select(func.min(t.regie.c.id)).scalar_subquery()
    regie = (t.regie.c.id.label("regie_id"), t.regie.c.name.label("regie_name"))
    row = connection.execute(select(t.town, *regie).join(t.regie, t.regie.c.id == first)).one()
    contact = TownContact(
        name=row.name,
        service=row.service,
        address=tuple(row.address.splitlines()),
        phone=row.phone,
        email=row.email,
        hours=tuple(row.hours.splitlines()),
        means_at_desk=tuple(row.means_at_desk.splitlines()),
    )
    return Town(
        contact=contact,
        floor_cents=row.floor_cents,
        low_balance_cents=row.low_balance_cents,
        top_up_least_cents=row.top_up_least_cents,
        top_up_most_cents=row.top_up_most_cents,
        rules=row.rules,
        regie_id=row.regie_id,
        resident_exceptions=strictly(RESIDENTS, json.loads(row.resident_exceptions)),
        parts_rule=PARTS.one(json.loads(row.parts_rule)) if row.parts_rule else None,
        reprices_prepaid=row.reprices_prepaid,
        custody_binds=row.custody_binds,
        mail=MAIL_SERVER.one(json.loads(row.mail)) if row.mail else None,
        regie_name=row.regie_name,
        invoicing=InvoiceTerms(
            row.invoice_days,
            row.invoice_vat or USUAL_TERMS.vat,
            row.invoice_complaints,
            row.invoice_afterwards or USUAL_TERMS.afterwards,
        ),
        notices=strictly(NOTICES, json.loads(row.notices)),
    )


Lists = dict[Any, list[Any]]


def _by_activity(connection: Connection) -> tuple[Lists, Lists, Lists, Lists]:
    """Units, openings, required documents and closures, listed by activity."""
    units: Lists = defaultdict(list)
    for row in connection.execute(select(t.unit).order_by(t.unit.c.position, t.unit.c.id)):
        units[row.activity_id].append(
            Unit(
                id=row.id,
                code=row.code,
                label=row.label,
                starts_minute=row.starts_minute,
                ends_minute=row.ends_minute,
                tariff_code=row.tariff_code,
                requires=tuple(json.loads(row.requires)),
                excludes=tuple(json.loads(row.excludes)),
                is_closed=row.closed_at is not None,
            )
        )
    openings: Lists = defaultdict(list)
    for row in connection.execute(select(t.activity_opening).order_by(t.activity_opening.c.id)):
        openings[row.activity_id].append(
            Opening(row.first_on, row.last_on, row.audience == "residents", from_stored(row.opens_at))
        )
    documents: Lists = defaultdict(list)
    for row in connection.execute(
        select(t.activity_document).order_by(t.activity_document.c.document_type_id)
    ):
        documents[row.activity_id].append(row.document_type_id)
    closures: Lists = defaultdict(list)
    for row in connection.execute(select(t.closure).order_by(t.closure.c.first_on, t.closure.c.id)):
        closures[row.activity_id].append(Span(row.reason, row.first_on, row.last_on))
    return units, openings, documents, closures


def _activity(
    row: Row[Any], type_code: str, units: Any, openings: Any, documents: Any, closures: Any
) -> Activity:
    return Activity(
        id=row.id,
        code=row.code,
        name=row.name,
        summary=row.summary,
        type_code=type_code,
        regie_id=row.regie_id,
        is_prepaid=row.is_prepaid,
        needs_validation=row.needs_validation,
        has_waiting_list=row.has_waiting_list,
        enrolment_first=row.enrolment_first,
        eligibility=Eligibility(
            row.min_age, row.max_age, frozenset(json.loads(row.grades)), frozenset(json.loads(row.schools))
        ),
        booking_rule=rule_from_data(json.loads(row.booking_rule)),
        late_rule=rule_from_data(json.loads(row.late_rule)) if row.late_rule else None,
        cancel_rule=rule_from_data(json.loads(row.cancel_rule)),
        surcharge=surcharge_from_data(json.loads(row.surcharge)) if row.surcharge else None,
        tariff_code=row.tariff_code,
        few_places=row.few_places,
        units=tuple(units),
        openings=tuple(openings),
        document_ids=tuple(documents),
        closures=tuple(closures),
        groups=strictly(_GROUPS, json.loads(row.groups)),
        packages=_packages(row.packages),
        packages_only=row.packages_only,
        least_days_a_week=row.least_days_a_week,
        is_closed=row.closed_at is not None,
    )


def _packages(written: str) -> tuple[Package, ...]:
    return strictly(_PACKAGES, json.loads(written))


def packages_by_activity(connection: Connection) -> dict[str, tuple[Package, ...]]:
    """The packages that each activity has, closed ones too, by its code."""
    rows = connection.execute(select(t.activity.c.code, t.activity.c.packages))
    return {code: _packages(written) for code, written in rows}


def _grids(connection: Connection) -> dict[str, tuple[TariffGrid, ...]]:
    grids: dict[str, list[TariffGrid]] = defaultdict(list)
    for row in connection.execute(select(t.tariff_grid).order_by(t.tariff_grid.c.from_on)):
        grids[row.code].append(
            TariffGrid.from_data(row.code, row.from_on, row.decision, json.loads(row.form))
        )
    return {code: tuple(rows) for code, rows in grids.items()}
