"""The mail server of the town, who is sending a mail, and why one could not be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("town", sa.Column("mail", sa.Text(), nullable=True))
    op.add_column("outbox_mail", sa.Column("claim", sa.Text(), nullable=True))
    op.add_column("outbox_mail", sa.Column("claimed_until", sa.BigInteger(), nullable=True))
    op.add_column("outbox_mail", sa.Column("last_error", sa.Text(), nullable=True))
    op.drop_index("ix_outbox_mail_next_try_at", "outbox_mail")
    op.create_index("ix_outbox_mail_status_next", "outbox_mail", ["status", "next_try_at"])
