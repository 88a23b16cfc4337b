"""Declarations of a household: people who collect its children, consents, a new address, an erasure. Each
household has its own."""

from __future__ import annotations

from sqlmodel import SQLModel

from portail_tui.store.tables.columns import flag, identifier, instant, one_of, refers, text


class AuthorisedPersonTable(SQLModel, table=True):
    """Somebody who may collect a household's child (without one: all of them), or must not be given it."""

    __tablename__ = "authorised_person"

    id: int = identifier()
    family_id: int = refers("family.id")
    child_id: int | None = refers("child.id", null=True)
    name: str = text()
    phone: str = text()
    relation: str = text()
    is_forbidden: bool = flag(default=False)
    """« Ne pas remettre l'enfant à »."""
    added_at: int = instant()
    removed_at: int | None = instant(null=True)


class ConsentTable(SQLModel, table=True):
    """Consents of a household, for a child or for itself: a line each time one was given."""

    __tablename__ = "consent"

    id: int = identifier()
    family_id: int = refers("family.id")
    child_id: int | None = refers("child.id", null=True)
    code: str = text()
    given_at: int = instant()
    withdrawn_at: int | None = instant(null=True)


class AddressChangeTable(SQLModel, table=True):
    """An address that a family declared. It decides nothing until an agent accepts it, from a day on."""

    __tablename__ = "address_change"
    __table_args__ = (one_of("status", ("sent", "accepted", "refused", "replaced")),)

    id: int = identifier()
    family_id: int = refers("family.id")
    address: str = text()
    postcode: str = text()
    city: str = text()
    status: str = text()
    reason: str = text("")
    declared_at: int = instant()
    decided_at: int | None = instant(null=True)


class ErasureRequestTable(SQLModel, table=True):
    """A family's request that its data be erased; an agent answers it within the limits of the law."""

    __tablename__ = "erasure_request"
    __table_args__ = (one_of("status", ("asked", "withdrawn", "treated")),)

    id: int = identifier()
    family_id: int = refers("family.id")
    account_id: int | None = refers("account.id", null=True)
    words: str = text()
    """Text of the family."""
    status: str = text()
    answer: str = text("")
    asked_at: int = instant()
    decided_at: int | None = instant(null=True)
