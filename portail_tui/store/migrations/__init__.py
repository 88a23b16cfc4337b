"""Alembic migrations: the only way a table is made or changed."""
