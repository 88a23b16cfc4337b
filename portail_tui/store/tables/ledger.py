"""The double-entry ledger. Triggers refuse to change or delete a movement or an entry."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from portail_tui.store.tables.columns import (
    amount,
    identifier,
    instant,
    one_of,
    optional_text,
    refers,
    text,
    unique_text,
)


class LedgerAccountTable(SQLModel, table=True):
    __tablename__ = "ledger_account"
    __table_args__ = (
        one_of("kind", ("wallet", "receivable", "third_party", "revenue", "clearing", "write_off")),
    )

    id: int = identifier()
    key: str = unique_text()
    """kind:régie:holder, as ``domain.ledger`` writes it."""
    regie_id: int = refers("regie.id")
    kind: str = text()
    family_id: int | None = refers("family.id", null=True)
    activity_id: int | None = refers("activity.id", null=True)
    means: str | None = optional_text()
    """The means of payment, or the third party's name."""


class LedgerMovementTable(SQLModel, table=True):
    """One cause. ``operation_id`` and ``ordinal`` make it happen once."""

    __tablename__ = "ledger_movement"
    __table_args__ = (
        one_of(
            "cause",
            (
                "top_up",
                "booking",
                "cancellation",
                "surcharge",
                "refund",
                "correction",
                "repricing",
                "invoice",
                "attendance",
            ),
        ),
        UniqueConstraint("operation_id", "ordinal"),
    )

    id: int = identifier()
    regie_id: int = refers("regie.id")
    operation_id: str = text()
    ordinal: int
    cause: str = text()
    label: str = text()
    family_id: int | None = refers("family.id", null=True)
    booking_id: int | None = refers("booking.id", null=True)
    on_day: date | None = None
    made_at: int = instant()


class LedgerEntryTable(SQLModel, table=True):
    """Signed cents; positive in favour of the account's holder."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index("ix_ledger_entry_account", "account_id", "movement_id", "cents"),)

    id: int = identifier()
    movement_id: int = refers("ledger_movement.id")
    account_id: int = refers("ledger_account.id", index=False)
    cents: int = amount()
