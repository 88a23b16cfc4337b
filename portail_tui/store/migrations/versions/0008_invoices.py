"""Invoices, credit notes and their papers; what the town says on them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IMMUTABLE = ("invoice", "invoice_line", "invoice_paper")


def upgrade() -> None:
    for column in (
        sa.Column("invoice_days", sa.Integer(), server_default="30", nullable=False),
        sa.Column("invoice_vat", sa.Text(), server_default="", nullable=False),
        sa.Column("invoice_complaints", sa.Text(), server_default="", nullable=False),
        sa.Column("invoice_afterwards", sa.Text(), server_default="", nullable=False),
    ):
        op.add_column("town", column)
    op.create_table(
        "invoice_counter",
        _refers("regie_id"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        _is_known_kind("invoice_counter"),
        _to("invoice_counter", "regie_id", "regie"),
        sa.PrimaryKeyConstraint("regie_id", "kind", "year", name=op.f("pk_invoice_counter")),
    )
    op.create_table(
        "invoice",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        _refers("regie_id"),
        _refers("family_id"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("third_party_cents", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.Text(), nullable=False),
        _refers("undoes_id", nullable=True),
        sa.Column("operation_id", sa.Text(), nullable=False),
        _is_known_kind("invoice"),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (undoes_id IS NOT NULL)", name=op.f("ck_invoice_undoes")
        ),
        sa.CheckConstraint("(kind = 'invoice') = (due_on IS NOT NULL)", name=op.f("ck_invoice_due")),
        _to("invoice", "regie_id", "regie"),
        _to("invoice", "family_id", "family"),
        _to("invoice", "undoes_id", "invoice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint(
            "regie_id", "kind", "year", "number", name=op.f("uq_invoice_regie_id_kind_year_number")
        ),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_invoice_undoes_id")),
    )
    op.create_index("ix_invoice_family_issued", "invoice", ["family_id", "issued_on"])
    op.create_table(
        "invoice_line",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        _refers("invoice_id"),
        _refers("booking_id", nullable=True),
        _refers("child_id"),
        _refers("activity_id"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("third_party_cents", sa.BigInteger(), nullable=False),
        *(_to("invoice_line", f"{table}_id", table) for table in ("invoice", "booking", "child", "activity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_invoice_line_booking_id")),
    )
    op.create_index("ix_invoice_line_invoice_id", "invoice_line", ["invoice_id"])
    op.create_table(
        "invoice_paper",
        _refers("invoice_id"),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        _to("invoice_paper", "invoice_id", "invoice"),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_invoice_paper")),
    )
    op.create_table(
        "invoice_payment",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        _refers("invoice_id"),
        _refers("movement_id"),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        _to("invoice_payment", "invoice_id", "invoice"),
        _to("invoice_payment", "movement_id", "ledger_movement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_payment")),
    )
    op.create_index("ix_invoice_payment_invoice_id", "invoice_payment", ["invoice_id"])
    op.create_index("ix_invoice_payment_movement_id", "invoice_payment", ["movement_id"])
    for table in IMMUTABLE:
        _forbid_changes(table)


def _refers(column: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(column, IDENTIFIER, nullable=nullable)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _is_known_kind(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name=op.f(f"ck_{table}_kind_known"))


def _forbid_changes(table: str) -> None:
    """What is issued stays: it is undone by a credit note."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is immutable'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_is_immutable() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is immutable' USING ERRCODE = 'integrity_constraint_violation'; "
        "END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_immutable()"
    )
