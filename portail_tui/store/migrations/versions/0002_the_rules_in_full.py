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
CHECKS = {
    "status_known": "status IN ('booked', 'pending', 'offered', 'waiting', 'cancelled', 'lapsed')",
    "amounts": (
        "cents >= 0 AND third_party_cents >= 0 "
        "AND surcharge_cents >= 0 AND surcharge_cents <= cents + third_party_cents"
    ),
    "offer_has_an_end": "(status = 'offered') <= (offered_until IS NOT NULL)",
}
KEPT_CHECKS = {
    "waiting_has_an_order": "(status = 'waiting') <= (wait_order IS NOT NULL)",
    "quantity": "quantity >= 1",
}
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
    op.drop_index("uq_booking_live", "booking")
    if op.get_bind().dialect.name == "sqlite":
        _make_bookings_again()
    else:
        for column in BOOKING_COLUMNS:
            op.add_column("booking", column)
        op.drop_constraint(op.f("ck_booking_status_known"), "booking", type_="check")
        op.drop_constraint(op.f("ck_booking_amounts"), "booking", type_="check")
        for name, condition in CHECKS.items():
            op.create_check_constraint(op.f(f"ck_booking_{name}"), "booking", condition)
    op.create_index(
        "uq_booking_live",
        "booking",
        ["child_id", "slot_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def _make_bookings_again() -> None:
    """SQLite cannot change a constraint: the table is made anew and filled. Written out, not left to the
    reflection of the old one, so that every store has the same table."""
    kept = (
        sa.Column("id", IDENTIFIER, autoincrement=True, nullable=False),
        sa.Column("slot_id", IDENTIFIER, nullable=False),
        sa.Column("child_id", IDENTIFIER, nullable=False),
        sa.Column("family_id", IDENTIFIER, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("surcharge_cents", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("tariff", sa.Text(), nullable=False),
        sa.Column("wait_order", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("operation_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
    )
    names = ", ".join(column.name for column in kept)
    op.create_table(
        "booking_0002",
        *kept,
        *BOOKING_COLUMNS,
        *(
            sa.CheckConstraint(condition, name=op.f(f"ck_booking_{name}"))
            for name, condition in {**CHECKS, **KEPT_CHECKS}.items()
        ),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_booking_child_id_child")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_booking_family_id_family")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_booking_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.execute(f"INSERT INTO booking_0002 ({names}) SELECT {names} FROM booking")  # noqa: S608 (our own names)
    op.drop_table("booking")
    op.rename_table("booking_0002", "booking")
    op.create_index("ix_booking_child_slot", "booking", ["child_id", "slot_id"])
    op.create_index("ix_booking_family_id", "booking", ["family_id"])
    op.create_index("ix_booking_slot_status", "booking", ["slot_id", "status"])
