"""Who is asking, for which family, and what the rules need to know of its children."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Date,
    Label,
    ScalarSelect,
    Select,
    Text,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.types import TypeEngine

from portail_tui.domain.documents.requirements import DocumentState, SentDocument
from portail_tui.domain.families.facts import Enrolled, EnrolmentStatus, FamilyFacts, Means, Pupil
from portail_tui.domain.money.ledger import wallet_of
from portail_tui.domain.rules.eligibility import Schooling
from portail_tui.domain.rules.quotients import ProofStatus, QuotientRecord
from portail_tui.domain.rules.residence import Residence
from portail_tui.domain.rules.tariffs import GrantedAid, aid_from_data
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import Sent
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.core.rows import columns_of, rows_of
from portail_tui.store.queries.money.ledger import balance_under
from portail_tui.store.queries.rules.rulebook import REVISION


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An account that asks something for a family, in one row."""

    role: str
    own_family_id: int | None
    """The family of a parent's account."""
    may_enter: bool
    """False for a closed account, one that must first choose a new password, and a session that began before
    the last choice of one."""
    has_hints: bool
    """Whether the account has not read the hints of its first visit."""
    family_id: int | None
    """None where there is no such family, or no longer."""
    name: str
    number: str
    address: str
    postcode: str
    city: str
    is_active: bool
    is_resident: bool
    balance_cents: int
    means: Means
    revision: int
    """Of the rulebook."""


def residence(family: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Whether a family lives in the town on the day bound as ``today``."""
    return (
        select(t.family_residence.c.is_resident)
        .where(t.family_residence.c.family_id == family, t.family_residence.c.from_on <= bindparam("today"))
        .order_by(t.family_residence.c.from_on.desc())
        .limit(1)
        .scalar_subquery()
    )


def means_columns() -> list[ColumnElement[Any]]:
    """How many each family of a statement is; the children it did not declare are counted."""
    known = (
        select(func.count())
        .select_from(t.family_child)
        .where(t.family_child.c.family_id == t.family.c.id)
        .scalar_subquery()
    )
    return [
        func.coalesce(t.family.c.dependent_children, known).label("dependents"),
        func.coalesce(t.family.c.disabled_children, 0).label("disabled"),
        func.coalesce(t.family.c.is_lone_parent, False).label("is_lone_parent"),
    ]


def means_of(facts: dict[str, Any]) -> Means:
    """Take ``means_columns`` out of a row."""
    return Means(max(1, facts.pop("dependents")), facts.pop("disabled"), facts.pop("is_lone_parent"))


# statements that every visit runs are made once: building one costs as much as running it
_VISIT = (
    select(
        t.account.c.role,
        t.account.c.family_id.label("own_family_id"),
        (
            t.account.c.closed_at.is_(None)
            & t.account.c.must_change_password.is_(False)
            & (t.account.c.sessions_from <= bindparam("opened"))
        ).label("may_enter"),
        t.account.c.hints_read_at.is_(None).label("has_hints"),
        t.family.c.id.label("family_id"),
        func.coalesce(t.family.c.name, "").label("name"),
        func.coalesce(t.family.c.number, "").label("number"),
        func.coalesce(t.family.c.address, "").label("address"),
        func.coalesce(t.family.c.postcode, "").label("postcode"),
        func.coalesce(t.family.c.city, "").label("city"),
        func.coalesce(t.family.c.is_active, False).label("is_active"),
        func.coalesce(residence(bindparam("family")), False).label("is_resident"),
        func.coalesce(balance_under(bindparam("wallet")), 0).label("balance_cents"),
        *means_columns(),
        select(t.store_meta.c.value)
        .where(t.store_meta.c.key == REVISION)
        .scalar_subquery()
        .label("revision"),
    )
    .select_from(
        t.account.outerjoin(t.family, (t.family.c.id == bindparam("family")) & t.family.c.closed_at.is_(None))
    )
    .where(t.account.c.id == bindparam("account"))
)
OF_ACCOUNT = frozenset({"role", "own_family_id", "may_enter", "has_hints"})
_OF_ACCOUNT = Sent(_VISIT)
_OF_COMMAND = Sent(
    select(
        literal("command").label("role"),
        null().label("own_family_id"),
        true().label("may_enter"),
        false().label("has_hints"),
        *(one for one in _VISIT.selected_columns if one.key not in OF_ACCOUNT),
    )
    .select_from(t.family)
    .where(t.family.c.id == bindparam("family"))
)


def visit(
    connection: Connection,
    account_id: int | None,
    family_id: int,
    regie_id: int,
    *,
    today: date,
    opened_at: datetime,
) -> Visit | None:
    """The account and the family, whatever the rights; None where there is no such account. Without an
    account: the family as a command sees it, None where there is no such family.

    ``today`` (local date) tells where the family lives now; the balance is that of ``regie_id``.
    ``opened_at`` (UTC): when the account's session began.
    """
    values: dict[str, Any] = {
        "family": family_id,
        "wallet": wallet_of(family_id, regie_id).key,
        "today": today,
    }
    if account_id is None:
        row = _OF_COMMAND.row(connection, values)
    else:
        who = {"account": account_id, "opened": to_stored(opened_at)}
        row = _OF_ACCOUNT.row(connection, {**values, **who})
    if row is None:
        return None
    facts: dict[str, Any] = row._asdict()
    facts["means"] = means_of(facts)
    facts["revision"] = int(facts["revision"] or 0)
    return Visit(**facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRow:
    id: int
    first_name: str
    last_name: str
    birth_on: date
    custody: str
    custody_weeks: str | None
    schoolings: tuple[Schooling, ...]
    school_name: str
    """Of the newest schooling, for display."""
    brings_meal: bool

    @property
    def pupil(self) -> Pupil:
        return Pupil(
            id=self.id,
            first_name=self.first_name,
            birth_on=self.birth_on,
            schoolings=self.schoolings,
            brings_meal=self.brings_meal,
        )


_CHILDREN = Sent(
    select(
        t.child.c.id,
        t.child.c.first_name,
        t.child.c.last_name,
        t.child.c.birth_on,
        t.child.c.brings_meal,
        t.family_child.c.custody,
        t.family_child.c.custody_weeks,
        t.child_schooling.c.grade,
        t.child_schooling.c.from_on,
        t.child_schooling.c.to_on,
        t.school.c.code.label("school"),
        t.school.c.name.label("school_name"),
    )
    .select_from(
        t.family_child.join(t.child)
        .outerjoin(t.child_schooling, t.child_schooling.c.child_id == t.child.c.id)
        .outerjoin(t.school, t.school.c.id == t.child_schooling.c.school_id)
    )
    .where(t.family_child.c.family_id == bindparam("family"))
    .order_by(t.child.c.birth_on, t.child.c.id, t.child_schooling.c.from_on)
)


def children(connection: Connection, family_id: int) -> tuple[ChildRow, ...]:
    """The family's children, oldest first, with their schooling."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in _CHILDREN.rows(connection, {"family": family_id}):
        rows[row.id].append(row)
    return tuple(
        ChildRow(
            id=last.id,
            first_name=last.first_name,
            last_name=last.last_name,
            birth_on=last.birth_on,
            custody=last.custody,
            custody_weeks=last.custody_weeks,
            schoolings=tuple(
                Schooling(r.school, r.grade, r.from_on, r.to_on) for r in history if r.grade is not None
            ),
            school_name=last.school_name or "",
            brings_meal=last.brings_meal,
        )
        for history in rows.values()
        for last in history[-1:]
    )


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


_FACTS = Sent(
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
    """All that rules ask of some families, in one statement."""
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


_DOCUMENTS = Sent(
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
    """What was sent, with the family that sent it: about some families by themselves, and about some children
    by whatever home."""
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
    """Documents as one home may know them: a child's counts for both, the other home's stay its own."""
    return tuple(
        one if sender == family_id else replace(one, by_other_home=True, reason="")
        for sender, one in sent
        if sender == family_id or one.child_id is not None
    )


class GuardianRow(NamedTuple):
    """An adult of a family."""

    id: int
    civility: str
    first_name: str
    last_name: str
    email: str | None
    phone: str
    may_book: bool
    may_collect: bool
    is_informed: bool
    """Whether mails about the family's children go to this adult."""
    address_confidential: bool
    has_authority: bool
    """Whether this adult holds parental authority."""


def guardians(connection: Connection, family_id: int) -> list[GuardianRow]:
    """The adults of a family, in the family's own order."""
    statement = select(*columns_of(t.guardian, GuardianRow)).where(t.guardian.c.family_id == family_id)
    return rows_of(GuardianRow, connection.execute(statement.order_by(t.guardian.c.position)).all())


def activate(connection: Connection, family_id: int, at: datetime) -> bool:
    """The family has accepted the rules: its account is active. False where it was already. ``at``: UTC."""
    family, instant = t.family, to_stored(at)
    statement = (
        update(family)
        .where(family.c.id == family_id, family.c.is_active.is_(False))
        .values(is_active=True, activated_at=instant, rules_accepted_at=instant)
    )
    return bool(connection.execute(statement).rowcount)
