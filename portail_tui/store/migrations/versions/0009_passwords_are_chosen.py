"""Secrets handed out for a lost password, and sessions that end where a new password is chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

Identifier = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.add_column("account", sa.Column("sessions_from", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "temporary_password",
        sa.Column("account_id", Identifier, nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("ticket_digest", sa.Text(), nullable=True),
        sa.Column("ticket_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_temporary_password_account_id_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_temporary_password")),
    )
    op.create_index("ix_temporary_password_ticket_digest", "temporary_password", ["ticket_digest"])
