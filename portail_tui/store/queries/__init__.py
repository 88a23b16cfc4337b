"""Queries of the services, one module a subject: plain functions on a connection that answer rows or domain
values.

Statements are SQLAlchemy Core on the tables: the same on SQLite and PostgreSQL.
"""
