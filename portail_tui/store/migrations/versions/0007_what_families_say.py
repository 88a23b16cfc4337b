"""Who collects a child, consents, declared addresses, requests for erasure."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _table(name: str, refers: dict[str, bool], *columns: sa.Column[Any] | sa.CheckConstraint) -> None:
    """A numbered table, its foreign keys (nullable or not) indexed."""
    keys = [sa.Column(f"{target}_id", IDENTIFIER, nullable=null) for target, null in refers.items()]
    op.create_table(
        name,
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        *keys,
        *columns,
        *(
            sa.ForeignKeyConstraint(
                [f"{target}_id"], [f"{target}.id"], name=op.f(f"fk_{name}_{target}_id_{target}")
            )
            for target in refers
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for target in refers:
        op.create_index(op.f(f"ix_{name}_{target}_id"), name, [f"{target}_id"])


def _text(name: str, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default=default, nullable=False)


def _instant(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _status(table: str, *states: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{state}'" for state in states)
    return sa.CheckConstraint(f"status IN ({listed})", name=op.f(f"ck_{table}_status_known"))


def upgrade() -> None:
    _table(
        "authorised_person",
        {"family": False, "child": True},
        _text("name"),
        _text("phone"),
        _text("relation"),
        sa.Column("is_forbidden", sa.Boolean(), server_default=sa.false(), nullable=False),
        _instant("added_at"),
        _instant("removed_at", null=True),
    )
    _table(
        "consent",
        {"family": False, "child": True},
        _text("code"),
        _instant("given_at"),
        _instant("withdrawn_at", null=True),
    )
    _table(
        "address_change",
        {"family": False},
        _text("address"),
        _text("postcode"),
        _text("city"),
        _text("status"),
        _text("reason", ""),
        _instant("declared_at"),
        _instant("decided_at", null=True),
        _status("address_change", "sent", "accepted", "refused", "replaced"),
    )
    _table(
        "erasure_request",
        {"family": False, "account": True},
        _text("words"),
        _text("status"),
        _text("answer", ""),
        _instant("asked_at"),
        _instant("decided_at", null=True),
        _status("erasure_request", "asked", "withdrawn", "treated"),
    )
