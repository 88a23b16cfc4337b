"""Alembic's entry: it works on the connection, and in the transaction, that ``store.schema`` gives it."""

from alembic import context
from sqlmodel import SQLModel

import portail_tui.store.tables  # noqa: F401 (declares the tables)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
)
context.run_migrations()
