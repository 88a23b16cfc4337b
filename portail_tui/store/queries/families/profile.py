"""What a household says of itself: its adults' details, the address it declares, its request for erasure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, literal, null, select, union_all, update

from portail_tui.domain.families.profile import Address, AddressState, ErasureState
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored
from portail_tui.store.tables_core import insert_or_ignore


def last_words(connection: Connection, family_id: int, account_id: int | None) -> dict[str, Any]:
    """The last address declared (« address »), the last request for erasure (« erasure ») and the account's
    own e-mail (« email »), where there are any; one statement."""
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
    none = null()
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
    ).where(t.account.c.id == account_id if account_id is not None else none)
    rows = connection.execute(union_all(select(address), select(erasure), account)).all()
    return {row[0]: row for row in rows}


def guardian(connection: Connection, family_id: int, guardian_id: int) -> Any:
    """An adult of the household, or None."""
    adult = t.guardian.c
    statement = select(t.guardian).where(adult.id == guardian_id, adult.family_id == family_id)
    return connection.execute(statement).one_or_none()


def set_details(connection: Connection, guardian_id: int, *, phone: str, is_confidential: bool) -> None:
    connection.execute(
        update(t.guardian)
        .where(t.guardian.c.id == guardian_id)
        .values(phone=phone, address_confidential=is_confidential)
    )


def declare_address(connection: Connection, family_id: int, address: Address, at: datetime) -> int:
    """The new declaration's id; one that still waited is replaced."""
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


def find_address(connection: Connection, change_id: int) -> Any:
    return connection.execute(
        select(t.address_change).where(t.address_change.c.id == change_id)
    ).one_or_none()


def decide_address(
    connection: Connection, change_id: int, state: AddressState, reason: str, at: datetime
) -> None:
    connection.execute(
        update(t.address_change)
        .where(t.address_change.c.id == change_id)
        .values(status=state.value, reason=reason, decided_at=to_stored(at))
    )


def move(
    connection: Connection, family_id: int, address: Address, from_on: date, *, is_resident: bool
) -> None:
    """The family lives there; from ``from_on`` on that decides its tariffs."""
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


def find_erasure(connection: Connection, request_id: int) -> Any:
    return connection.execute(
        select(t.erasure_request).where(t.erasure_request.c.id == request_id)
    ).one_or_none()


def end_erasure(
    connection: Connection, request_id: int, state: ErasureState, answer: str, at: datetime
) -> bool:
    """False where the request no longer waits."""
    request = t.erasure_request
    statement = (
        update(request)
        .where(request.c.id == request_id, request.c.status == ErasureState.ASKED.value)
        .values(status=state.value, answer=answer, decided_at=to_stored(at))
    )
    return bool(connection.execute(statement).rowcount)


def address_queue(connection: Connection, most: int) -> Sequence[Any]:
    """Declared addresses that wait, oldest first, each with its family's as it is."""
    return _queue(connection, t.address_change, AddressState.SENT.value, most)


def erasure_queue(connection: Connection, most: int) -> Sequence[Any]:
    """Requests for erasure that wait, oldest first."""
    return _queue(connection, t.erasure_request, ErasureState.ASKED.value, most)


def _queue(connection: Connection, table: Table, waiting: str, most: int) -> Sequence[Any]:
    family = t.family.c
    statement = (
        select(
            table,
            family.name.label("family_name"),
            family.number.label("family_number"),
            family.address.label("old_address"),
            family.postcode.label("old_postcode"),
            family.city.label("old_city"),
        )
        .select_from(table.join(t.family, family.id == table.c.family_id))
        .where(table.c.status == waiting, family.closed_at.is_(None))
        .order_by(table.c.id)
        .limit(most)
    )
    return connection.execute(statement).all()
