"""The declared tables as Core tables: what every statement is built on."""

from __future__ import annotations

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

import portail_tui.store.tables as _declared  # noqa: F401 (declares them)


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]


account = _table("account")
activity = _table("activity")
activity_document = _table("activity_document")
activity_opening = _table("activity_opening")
activity_type = _table("activity_type")
address_change = _table("address_change")
audit_event = _table("audit_event")
authorised_person = _table("authorised_person")
booking = _table("booking")
child = _table("child")
child_health = _table("child_health")
child_schooling = _table("child_schooling")
closure = _table("closure")
consent = _table("consent")
data_key = _table("data_key")
deposit = _table("deposit")
document = _table("document")
document_file = _table("document_file")
document_type = _table("document_type")
email_change = _table("email_change")
enrolment = _table("enrolment")
erasure_request = _table("erasure_request")
family = _table("family")
family_aid = _table("family_aid")
family_category = _table("family_category")
family_child = _table("family_child")
family_quotient = _table("family_quotient")
family_residence = _table("family_residence")
guardian = _table("guardian")
invoice = _table("invoice")
invoice_counter = _table("invoice_counter")
invoice_line = _table("invoice_line")
invoice_paper = _table("invoice_paper")
invoice_payment = _table("invoice_payment")
lease = _table("lease")
ledger_account = _table("ledger_account")
ledger_entry = _table("ledger_entry")
ledger_movement = _table("ledger_movement")
login_throttle = _table("login_throttle")
news_item = _table("news_item")
operation = _table("operation")
outbox_mail = _table("outbox_mail")
public_holiday = _table("public_holiday")
regie = _table("regie")
school = _table("school")
school_holiday = _table("school_holiday")
school_year = _table("school_year")
slot = _table("slot")
store_meta = _table("store_meta")
tariff_grid = _table("tariff_grid")
temporary_password = _table("temporary_password")
town = _table("town")
town_file = _table("town_file")
unit = _table("unit")


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """An insertion that does nothing where the row is there already (its key, or what it has unique)."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 (only where it is used)

        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
