"""The files that families send, beside their documents."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Identifier = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    for name in ("file_name", "file_kind", "file_digest"):
        op.add_column("document", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("document", sa.Column("file_size", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "document_file",
        sa.Column("document_id", Identifier, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_file_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_file")),
    )
