"""Bookings that wait for an agent, and places offered, are found without reading all bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, column, status in (
        ("ix_booking_pending", "created_at", "pending"),
        ("ix_booking_offered", "offered_until", "offered"),
    ):
        where = sa.text(f"status = '{status}'")
        op.create_index(name, "booking", [column], sqlite_where=where, postgresql_where=where)
