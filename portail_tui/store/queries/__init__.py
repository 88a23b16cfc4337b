"""What services ask of the store, one module a subject: plain functions on a connection, domain values out.

Statements are Core, built on the tables: the same on SQLite and PostgreSQL.
"""
