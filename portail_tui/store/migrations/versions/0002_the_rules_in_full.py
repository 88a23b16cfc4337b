"""The whole règlement: units, groups, packages, offers, third parties, re-pricing; the town's file kept."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NEW_COLUMNS = {
    "town": (
        sa.Column("parts_rule", sa.Text(), nullable=True),
        sa.Column("resident_exceptions", sa.Text(), server_default="{}", nullable=False),
        sa.Column("reprices_prepaid", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("custody_binds", sa.Boolean(), server_default=sa.false(), nullable=False),
    ),
    "activity": (
        sa.Column("groups", sa.Text(), server_default="[]", nullable=False),
        sa.Column("packages", sa.Text(), server_default="[]", nullable=False),
        sa.Column("packages_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("least_days_a_week", sa.Integer(), server_default="0", nullable=False),
    ),
    "unit": (
        sa.Column("tariff_code", sa.Text(), server_default="", nullable=False),
        sa.Column("requires", sa.Text(), server_default="[]", nullable=False),
        sa.Column("excludes", sa.Text(), server_default="[]", nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
    ),
    "slot": (sa.Column("is_served", sa.Boolean(), server_default=sa.true(), nullable=False),),
    "family": (
        sa.Column("dependent_children", sa.Integer(), nullable=True),
        sa.Column("disabled_children", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_lone_parent", sa.Boolean(), server_default=sa.false(), nullable=False),
    ),
    "family_residence": (sa.Column("city", sa.Text(), server_default="", nullable=False),),
    "child": (sa.Column("brings_meal", sa.Boolean(), server_default=sa.false(), nullable=False),),
    "enrolment": (sa.Column("reason", sa.Text(), server_default="", nullable=False),),
}

BOOKING_COLUMNS: tuple[sa.Column[Any], ...] = (
    sa.Column("third_party_cents", sa.BigInteger(), server_default="0", nullable=False),
    sa.Column("rank", sa.Integer(), server_default="1", nullable=False),
    sa.Column("is_regular", sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column("is_late", sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column("package", sa.Text(), server_default="", nullable=False),
    sa.Column("group_code", sa.Text(), server_default="", nullable=False),
    sa.Column("asks_first", sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column("offered_until", sa.BigInteger(), nullable=True),
)
STATUSES = "status IN ('booked', 'pending', 'offered', 'waiting', 'cancelled', 'lapsed')"
AMOUNTS = (
    "cents >= 0 AND third_party_cents >= 0 "
    "AND surcharge_cents >= 0 AND surcharge_cents <= cents + third_party_cents"
)
LIVE = sa.text("status IN ('booked', 'pending', 'offered', 'waiting')")


def upgrade() -> None:
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.add_column(table, column)
    _change_bookings()
    op.create_table(
        "town_file",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_town_file")),
    )
    op.create_table(
        "lease",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lease")),
    )
    op.create_table(
        "family_category",
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["family.id"], name=op.f("fk_family_category_family_id_family")
        ),
        sa.PrimaryKeyConstraint("family_id", "code", name=op.f("pk_family_category")),
    )
    op.create_table(
        "family_aid",
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR from_on <= to_on", name=op.f("ck_family_aid_in_order")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_family_aid_family_id_family")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_aid")),
    )
    op.create_index("ix_family_aid_family_id", "family_aid", ["family_id"], unique=False)


def _change_bookings() -> None:
    """SQLite makes the table again, its indexes with it."""
    op.drop_index("uq_booking_live", "booking")
    with op.batch_alter_table("booking") as booking:
        for column in BOOKING_COLUMNS:
            booking.add_column(column)
        booking.drop_constraint(op.f("ck_booking_status_known"), type_="check")
        booking.drop_constraint(op.f("ck_booking_amounts"), type_="check")
        booking.create_check_constraint(op.f("ck_booking_status_known"), STATUSES)
        booking.create_check_constraint(op.f("ck_booking_amounts"), AMOUNTS)
        booking.create_check_constraint(
            op.f("ck_booking_offer_has_an_end"), "(status = 'offered') <= (offered_until IS NOT NULL)"
        )
    op.create_index(
        "uq_booking_live",
        "booking",
        ["child_id", "slot_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
