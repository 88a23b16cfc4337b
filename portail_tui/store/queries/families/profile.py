"""Changes that a family may ask for: its adults' details, a declared address, an erasure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, false, insert, literal, select, union_all, update

from portail_tui.domain.families.profile import Address, AddressState, ErasureState
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import from_stored, instant, to_stored
from portail_tui.store.queries.core.rows import columns_of, row_of, rows_of
from portail_tui.store.tables_core import insert_or_ignore


class AddressChange(NamedTuple):
    """An address that a family declared."""

    id: int
    family_id: int
    status: str
    address: str
    postcode: str
    city: str
    reason: str
    """Reason given by the agent."""
    declared_at: datetime
    """UTC instant."""


class ErasureRequest(NamedTuple):
    """A family's request that its data be erased (GDPR, article 17)."""

    id: int
    family_id: int
    status: str
    answer: str
    """Answer of the agent; empty until then."""
    asked_at: datetime
    """UTC instant."""


class LastRequests(NamedTuple):
    """The newest of a family's requests of each kind."""

    address: AddressChange | None
    erasure: ErasureRequest | None
    email: str
    """Of the account asked for; empty without one."""


def last_requests(connection: Connection, family_id: int, account_id: int | None) -> LastRequests:
    """The family's newest declared address (replaced ones apart) and request for erasure, with the e-mail of
    an account; one statement."""
    change, request = t.address_change.c, t.erasure_request.c
    address = (
        select(
            literal("address").label("kind"),
            change.id,
            change.status,
            change.address,
            change.postcode,
            change.city,
            change.reason.label("words"),
            change.declared_at.label("at"),
        )
        .where(change.family_id == family_id, change.status != AddressState.REPLACED.value)
        .order_by(change.id.desc())
        .limit(1)
        .subquery()
    )
    erasure = (
        select(
            literal("erasure").label("kind"),
            request.id,
            request.status,
            literal("").label("address"),
            literal("").label("postcode"),
            literal("").label("city"),
            request.answer.label("words"),
            request.asked_at.label("at"),
        )
        .where(request.family_id == family_id)
        .order_by(request.id.desc())
        .limit(1)
        .subquery()
    )
    account = select(
        literal("email"),
        t.account.c.id,
        t.account.c.role,
        literal(""),
        literal(""),
        literal(""),
        t.account.c.email,
        t.account.c.created_at,
    ).where(t.account.c.id == account_id if account_id is not None else false())
    rows = connection.execute(union_all(select(address), select(erasure), account)).all()
    found = {row.kind: row for row in rows}
    declared, asked = found.get("address"), found.get("erasure")
    return LastRequests(
        None
        if declared is None
        else AddressChange(
            id=declared.id,
            family_id=family_id,
            status=declared.status,
            address=declared.address,
            postcode=declared.postcode,
            city=declared.city,
            reason=declared.words,
            declared_at=from_stored(declared.at),
        ),
        None
        if asked is None
        else ErasureRequest(
            id=asked.id,
            family_id=family_id,
            status=asked.status,
            answer=asked.words,
            asked_at=from_stored(asked.at),
        ),
        found["email"].words if "email" in found else "",
    )


def is_guardian_of(connection: Connection, family_id: int, guardian_id: int) -> bool:
    """Whether an adult is one of the family's."""
    adult = t.guardian.c
    statement = select(adult.id).where(adult.id == guardian_id, adult.family_id == family_id)
    return connection.execute(statement).scalar() is not None


def set_details(connection: Connection, guardian_id: int, *, phone: str, is_confidential: bool) -> None:
    """Write an adult's telephone, and whether the address is confidential."""
    connection.execute(
        update(t.guardian)
        .where(t.guardian.c.id == guardian_id)
        .values(phone=phone, address_confidential=is_confidential)
    )


def declare_address(connection: Connection, family_id: int, address: Address, at: datetime) -> int:
    """Write an address that the family declares at ``at`` (UTC), in place of one that still waits for an
    agent; the declaration's id."""
    change = t.address_change
    connection.execute(
        update(change)
        .where(change.c.family_id == family_id, change.c.status == AddressState.SENT.value)
        .values(status=AddressState.REPLACED.value, decided_at=to_stored(at))
    )
    values = {"address": address.street, "postcode": address.postcode, "city": address.city}
    statement = (
        insert(change)
        .values(family_id=family_id, status=AddressState.SENT.value, declared_at=to_stored(at), **values)
        .returning(change.c.id)
    )
    return int(connection.execute(statement).scalar_one())


_ADDRESS = select(*columns_of(t.address_change, AddressChange)[:-1], instant(t.address_change.c.declared_at))
_ERASURE = select(*columns_of(t.erasure_request, ErasureRequest)[:-1], instant(t.erasure_request.c.asked_at))


def find_address(connection: Connection, change_id: int) -> AddressChange | None:
    """A declared address of any family; None where there is none by that id."""
    wanted = _ADDRESS.where(t.address_change.c.id == change_id)
    return row_of(AddressChange, connection.execute(wanted).one_or_none())


def decide_address(
    connection: Connection, change_id: int, state: AddressState, reason: str, at: datetime
) -> None:
    """Write what an agent decided of a declared address at ``at`` (UTC), and the reason given."""
    connection.execute(
        update(t.address_change)
        .where(t.address_change.c.id == change_id)
        .values(status=state.value, reason=reason, decided_at=to_stored(at))
    )


def move(
    connection: Connection, family_id: int, address: Address, from_on: date, *, is_resident: bool
) -> None:
    """Write the family's new address. ``is_resident`` decides its tariffs from ``from_on`` (local day) on."""
    connection.execute(
        update(t.family)
        .where(t.family.c.id == family_id)
        .values(address=address.street, postcode=address.postcode, city=address.city)
    )
    key = {"family_id": family_id, "from_on": from_on}
    values = {"is_resident": is_resident, "city": address.city}
    connection.execute(insert_or_ignore(connection, t.family_residence), {**key, **values})
    residence = t.family_residence.c
    connection.execute(
        update(t.family_residence)
        .where(residence.family_id == family_id, residence.from_on == from_on)
        .values(**values)
    )


def ask_erasure(connection: Connection, *, family_id: int, account_id: int, words: str, at: datetime) -> int:
    """Write a request for erasure, asked by an account at ``at`` (UTC) in its own words; the request's id."""
    statement = (
        insert(t.erasure_request)
        .values(
            family_id=family_id,
            account_id=account_id,
            words=words,
            status=ErasureState.ASKED.value,
            asked_at=to_stored(at),
        )
        .returning(t.erasure_request.c.id)
    )
    return int(connection.execute(statement).scalar_one())


def find_erasure(connection: Connection, request_id: int) -> ErasureRequest | None:
    """A request for erasure of any family; None where there is none by that id."""
    wanted = _ERASURE.where(t.erasure_request.c.id == request_id)
    return row_of(ErasureRequest, connection.execute(wanted).one_or_none())


def end_erasure(
    connection: Connection, request_id: int, state: ErasureState, answer: str, at: datetime
) -> bool:
    """End a request for erasure that waits, with the answer that the family reads; False where it no longer
    waits. ``at``: UTC instant."""
    request = t.erasure_request
    statement = (
        update(request)
        .where(request.c.id == request_id, request.c.status == ErasureState.ASKED.value)
        .values(status=state.value, answer=answer, decided_at=to_stored(at))
    )
    return bool(connection.execute(statement).rowcount)


class AddressToReview(NamedTuple):
    """A declared address that waits for an agent, with the address that the town has."""

    id: int
    family_id: int
    address: str
    postcode: str
    city: str
    declared_at: datetime
    """UTC instant."""
    family_name: str
    family_number: str
    old_address: str
    old_postcode: str
    old_city: str


def address_queue(connection: Connection, most: int) -> list[AddressToReview]:
    """Declared addresses that wait for an agent, oldest first; at most ``most`` of them."""
    change, family = t.address_change.c, t.family.c
    statement = select(
        change.id,
        change.family_id,
        change.address,
        change.postcode,
        change.city,
        instant(change.declared_at),
        family.name.label("family_name"),
        family.number.label("family_number"),
        family.address.label("old_address"),
        family.postcode.label("old_postcode"),
        family.city.label("old_city"),
    )
    waiting = _waiting(statement, t.address_change, AddressState.SENT.value, most)
    return rows_of(AddressToReview, connection.execute(waiting).all())


class ErasureToReview(NamedTuple):
    """A request for erasure that waits for an agent."""

    id: int
    family_id: int
    words: str
    """The family's."""
    asked_at: datetime
    """UTC instant."""
    family_name: str
    family_number: str


def erasure_queue(connection: Connection, most: int) -> list[ErasureToReview]:
    """Requests for erasure that wait for an agent, oldest first; at most ``most`` of them."""
    request, family = t.erasure_request.c, t.family.c
    statement = select(
        request.id,
        request.family_id,
        request.words,
        instant(request.asked_at),
        family.name.label("family_name"),
        family.number.label("family_number"),
    )
    waiting = _waiting(statement, t.erasure_request, ErasureState.ASKED.value, most)
    return rows_of(ErasureToReview, connection.execute(waiting).all())


def _waiting(statement: Select[Any], table: Table, status: str, most: int) -> Select[Any]:
    """The oldest rows of a table of requests in that status, of families that are not closed."""
    return (
        statement.select_from(table.join(t.family, t.family.c.id == table.c.family_id))
        .where(table.c.status == status, t.family.c.closed_at.is_(None))
        .order_by(table.c.id)
        .limit(most)
    )


def activate(connection: Connection, family_id: int, at: datetime) -> bool:
    """Note that the family accepted the rules at ``at`` (UTC), which activates its account; False where it
    was active already."""
    family, accepted_at = t.family, to_stored(at)
    statement = (
        update(family)
        .where(family.c.id == family_id, family.c.is_active.is_(False))
        .values(is_active=True, activated_at=accepted_at, rules_accepted_at=accepted_at)
    )
    return bool(connection.execute(statement).rowcount)
