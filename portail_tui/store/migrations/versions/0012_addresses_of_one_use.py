"""Addresses of one use by which a telephone sends a document."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

Identifier = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "deposit",
        sa.Column("id", Identifier, autoincrement=True, nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("account_id", Identifier, nullable=False),
        sa.Column("family_id", Identifier, nullable=False),
        sa.Column("child_id", Identifier, nullable=True),
        sa.Column("document_type_id", Identifier, nullable=False),
        sa.Column("school_year_id", Identifier, nullable=True),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("document_id", Identifier, nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_deposit_{column}_{table}"))
            for column, table in (
                ("account_id", "account"),
                ("family_id", "family"),
                ("child_id", "child"),
                ("document_type_id", "document_type"),
                ("school_year_id", "school_year"),
                ("document_id", "document"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_deposit_secret_hash")),
    )
    for column in (
        "account_id",
        "family_id",
        "child_id",
        "document_type_id",
        "school_year_id",
        "expires_at",
        "document_id",
    ):
        op.create_index(op.f(f"ix_deposit_{column}"), "deposit", [column])
