"""The account that asks and the family that it asks for, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    bindparam,
    false,
    func,
    literal,
    null,
    select,
    true,
)

from portail_tui.domain.families.facts import Means
from portail_tui.domain.money.ledger import wallet_of
from portail_tui.store import tables_core as t
from portail_tui.store.engines.compiled_statement import CompiledStatement
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.queries.families.means import means_columns, means_of
from portail_tui.store.queries.money.ledger import balance_under
from portail_tui.store.queries.rules.rulebook import REVISION


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAccess:
    """An account and the family that it asks for, whatever its rights: what access is decided on."""

    role: str
    own_family_id: int | None
    """The family of a parent's account; None for staff."""
    may_enter: bool
    """False for a closed account, one that must first choose a new password, and a session that began before
    the last choice of one."""
    has_hints: bool
    """Whether the account has not read the hints of its first visit."""
    family_id: int | None
    """None where there is no such family, or it is closed."""
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
    """The revision of the rulebook in force."""


def _residence(family: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Whether a family lives in the town on the day bound as ``today``."""
    return (
        select(t.family_residence.c.is_resident)
        .where(t.family_residence.c.family_id == family, t.family_residence.c.from_on <= bindparam("today"))
        .order_by(t.family_residence.c.from_on.desc())
        .limit(1)
        .scalar_subquery()
    )


# statements that every page runs are made once: building one costs as much as running it
_ACCESS = (
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
        func.coalesce(_residence(bindparam("family")), False).label("is_resident"),
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


_COLUMNS_OF_ACCOUNT = frozenset({"role", "own_family_id", "may_enter", "has_hints"})


_FOR_ACCOUNT = CompiledStatement(_ACCESS)


_FOR_COMMAND = CompiledStatement(
    select(
        literal("command").label("role"),
        null().label("own_family_id"),
        true().label("may_enter"),
        false().label("has_hints"),
        *(one for one in _ACCESS.selected_columns if one.key not in _COLUMNS_OF_ACCOUNT),
    )
    .select_from(t.family)
    .where(t.family.c.id == bindparam("family"))
)


def access_to(
    connection: Connection,
    account_id: int | None,
    family_id: int,
    regie_id: int,
    *,
    today: date,
    opened_at: datetime,
) -> FamilyAccess | None:
    """The account and the family that it asks for; None where there is no such account. With no account: the
    family as a command sees it, None where there is no such family.

    ``regie_id``: the régie whose balance is read. ``today``: the local day that tells the residence.
    ``opened_at``: UTC instant at which the account's session began.
    """
    values: dict[str, Any] = {
        "family": family_id,
        "wallet": wallet_of(family_id, regie_id).key,
        "today": today,
    }
    if account_id is None:
        row = _FOR_COMMAND.row(connection, values)
    else:
        who = {"account": account_id, "opened": to_stored(opened_at)}
        row = _FOR_ACCOUNT.row(connection, {**values, **who})
    if row is None:
        return None
    facts: dict[str, Any] = row._asdict()
    facts["means"] = means_of(facts)
    facts["revision"] = int(facts["revision"] or 0)
    return FamilyAccess(**facts)
