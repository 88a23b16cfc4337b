"""The notices of the foot of the page; the hints that an account has read."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("town", sa.Column("notices", sa.Text(), server_default="{}", nullable=False))
    op.add_column("account", sa.Column("hints_read_at", sa.BigInteger(), nullable=True))
