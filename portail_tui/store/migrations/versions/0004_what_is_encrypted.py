"""Data keys, and children's health under them; adults who hold no parental authority."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Identifier = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "data_key",
        sa.Column("id", Identifier, autoincrement=True, nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.Column("wrapped_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
    )
    op.create_table(
        "child_health",
        sa.Column("child_id", Identifier, nullable=False),
        sa.Column("key_id", Identifier, nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_child_health_child_id_child")),
        sa.ForeignKeyConstraint(["key_id"], ["data_key.id"], name=op.f("fk_child_health_key_id_data_key")),
        sa.PrimaryKeyConstraint("child_id", name=op.f("pk_child_health")),
    )
    op.create_index(op.f("ix_child_health_key_id"), "child_health", ["key_id"])
    op.add_column(
        "guardian", sa.Column("has_authority", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
