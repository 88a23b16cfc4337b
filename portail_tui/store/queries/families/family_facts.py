"""Facts about families that rules need: quotients, residences, categories, aids, custody, enrolments,
documents."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Date,
    Label,
    Select,
    Text,
    bindparam,
    case,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from portail_tui.domain.documents.requirements import DocumentState, SentDocument
from portail_tui.domain.families.facts import Enrolled, EnrolmentStatus, FamilyFacts
from portail_tui.domain.rules.quotients import ProofStatus, QuotientRecord
from portail_tui.domain.rules.residence import Residence
from portail_tui.domain.rules.tariffs import GrantedAid, aid_from_data
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement


def _facts(kind: str, family: Any, **columns: Any) -> Select[Any]:
    """One kind of a family's facts, in the columns that all kinds share."""
    types: dict[str, TypeEngine[Any]] = {
        "from_on": Date(),
        "to_on": Date(),
        "one": BigInteger(),
        "two": BigInteger(),
        "three": BigInteger(),
        "word": Text(),
        "more": Text(),
    }
    # only what is missing is cast: SQLite would make a number of a date
    shared: list[Label[Any]] = [
        (columns[name] if name in columns else cast(null(), kept)).label(name) for name, kept in types.items()
    ]
    wanted = family.in_(bindparam("families", expanding=True))
    return select(literal(kind, Text()).label("kind"), family.label("family_id"), *shared).where(wanted)


_FACTS = CompiledStatement(
    union_all(
        _facts(
            "quotient",
            t.family_quotient.c.family_id,
            from_on=t.family_quotient.c.from_on,
            to_on=t.family_quotient.c.to_on,
            one=t.family_quotient.c.value_hundredths,
            two=t.family_quotient.c.income_cents,
            three=t.family_quotient.c.parts_hundredths,
            word=t.family_quotient.c.status,
        ),
        _facts(
            "residence",
            t.family_residence.c.family_id,
            from_on=t.family_residence.c.from_on,
            one=case((t.family_residence.c.is_resident, 1), else_=0),
            word=t.family_residence.c.city,
        ),
        _facts("category", t.family_category.c.family_id, word=t.family_category.c.code),
        _facts(
            "aid",
            t.family_aid.c.family_id,
            from_on=t.family_aid.c.from_on,
            to_on=t.family_aid.c.to_on,
            word=t.family_aid.c.form,
        ),
        _facts(
            "custody",
            t.family_child.c.family_id,
            one=t.family_child.c.child_id,
            word=t.family_child.c.custody_weeks,
        ).where(t.family_child.c.custody_weeks.is_not(None)),
        _facts(
            "enrolment",
            t.enrolment.c.family_id,
            from_on=t.child.c.birth_on,
            one=t.enrolment.c.child_id,
            two=t.enrolment.c.activity_id,
            three=t.enrolment.c.school_year_id,
            word=t.enrolment.c.status,
            more=t.enrolment.c.reason,
        ).where(t.child.c.id == t.enrolment.c.child_id),
    )
)


def facts(connection: Connection, family_ids: Collection[int]) -> dict[int, FamilyFacts]:
    """Facts about the given families, by family id, in one statement. Every id asked for is present."""
    rows: dict[int, dict[str, list[Any]]] = {family_id: defaultdict(list) for family_id in family_ids}
    for row in _FACTS.rows(connection, {"families": list(family_ids)}):
        rows[row[1]][row[0]].append(row[2:])
    return {family_id: _facts_of(kinds) for family_id, kinds in rows.items()}


def _facts_of(kinds: dict[str, list[Any]]) -> FamilyFacts:
    quotients = [
        QuotientRecord(
            value_hundredths=value,
            income_cents=income,
            parts_hundredths=parts,
            from_on=from_on,
            to_on=to_on,
            status=ProofStatus(status),
        )
        for from_on, to_on, value, income, parts, status, _ in kinds["quotient"]
    ]
    return FamilyFacts(
        quotients=tuple(sorted(quotients, key=lambda record: record.from_on)),
        residences=tuple(
            Residence(from_on, bool(lives), city) for from_on, _, lives, _, _, city, _ in kinds["residence"]
        ),
        categories=frozenset(row[5] for row in kinds["category"]),
        aids=tuple(
            GrantedAid(aid_from_data(json.loads(form)), from_on, to_on)
            for from_on, to_on, _, _, _, form, _ in kinds["aid"]
        ),
        enrolments=tuple(
            Enrolled(
                child_id=child_id,
                birth_on=birth_on,
                activity_id=activity_id,
                school_year_id=year_id,
                status=EnrolmentStatus(status),
                reason=reason,
            )
            for birth_on, _, child_id, activity_id, year_id, status, reason in kinds["enrolment"]
        ),
        own_weeks={row[2]: row[5] for row in kinds["custody"]},
    )


_DOCUMENTS = CompiledStatement(
    select(
        t.document.c.document_type_id,
        t.document.c.child_id,
        t.document.c.school_year_id,
        t.document.c.status,
        t.document.c.reason,
        t.document.c.expires_on,
        t.document.c.id,
        t.document.c.family_id,
    ).where(
        or_(
            t.document.c.child_id.in_(bindparam("children", expanding=True)),
            t.document.c.family_id.in_(bindparam("families", expanding=True))
            & t.document.c.child_id.is_(None),
        )
    )
)


def documents(
    connection: Connection, family_ids: Collection[int], child_ids: Collection[int]
) -> Sequence[tuple[int, SentDocument]]:
    """Documents sent about some families themselves, and about some children by either of their homes; each
    with the id of the family that sent it."""
    values = {"families": list(family_ids), "children": list(child_ids)}
    return [
        (
            row.family_id,
            SentDocument(
                type_id=row.document_type_id,
                child_id=row.child_id,
                school_year_id=row.school_year_id,
                status=DocumentState(row.status),
                reason=row.reason,
                expires_on=row.expires_on,
                order=row.id,
            ),
        )
        for row in _DOCUMENTS.rows(connection, values)
    ]


def seen_by(family_id: int, sent: Iterable[tuple[int, SentDocument]]) -> tuple[SentDocument, ...]:
    """Documents that one family may see: its own, and those that the other home sent about its children,
    without their reason. ``sent``: (family id, document)."""
    return tuple(
        one if sender == family_id else replace(one, by_other_home=True, reason="")
        for sender, one in sent
        if sender == family_id or one.child_id is not None
    )
