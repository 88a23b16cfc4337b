"""The town: its identity, régies, schools, school years and their holidays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from portail_tui.store.tables.columns import (
    amount,
    count,
    date_key,
    flag,
    identifier,
    instant,
    one_of,
    optional_text,
    refers,
    text,
    unique_text,
)


class TownTable(SQLModel, table=True):
    """One row: a store is a town's."""

    __tablename__ = "town"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: int = identifier()
    name: str = text()
    service: str = text()
    address: str = text()
    """One line a line, as are hours and means_at_desk."""
    phone: str = text()
    email: str = text()
    hours: str = text()
    means_at_desk: str = text()
    school_zone: str = text()
    floor_cents: int = amount()
    """A booking never takes a wallet below it."""
    low_balance_cents: int = amount()
    top_up_least_cents: int = amount()
    top_up_most_cents: int = amount()
    rules: str = text()
    """Text that a family accepts when it activates its account, Markdown."""
    parts_rule: str | None = optional_text()
    """Formula of a quotient from an income, JSON in the words of the town's file."""
    resident_exceptions: str = text("{}")
    """Families that count as residents without living there, JSON."""
    reprices_prepaid: bool = flag(default=True)
    """Whether days already paid follow a new quotient or a new grid."""
    custody_binds: bool = flag(default=False)
    """Whether a home of an alternating custody books its own weeks only."""
    mail: str | None = optional_text()
    """Outgoing mail server, JSON in the words of the town's file."""
    invoice_days: int = count(30)
    """Number of days to pay an invoice."""
    invoice_vat: str = text("")
    """Texts of invoices: VAT; below, where to complain and what happens when nobody pays."""
    invoice_complaints: str = text("")
    invoice_afterwards: str = text("")
    notices: str = text("{}")
    """The notices of the foot of the page, JSON in the words of the town's file."""
    is_demo: bool
    created_at: int = instant()


class TownFileTextTable(SQLModel, table=True):
    """Each town's file that was applied, as it was written: the newest is the règlement in force."""

    __tablename__ = "town_file"

    id: int = identifier()
    content: str = text()
    applied_at: int = instant()


class RegieTable(SQLModel, table=True):
    __tablename__ = "regie"

    id: int = identifier()
    code: str = unique_text()
    name: str = text()


class SchoolTable(SQLModel, table=True):
    __tablename__ = "school"

    id: int = identifier()
    code: str = unique_text()
    name: str = text()


class SchoolYearTable(SQLModel, table=True):
    __tablename__ = "school_year"
    __table_args__ = (CheckConstraint("first_on < last_on", name="in_order"),)

    id: int = identifier()
    code: str = unique_text()
    first_on: date
    last_on: date
    holidays_projected: bool


class SchoolHolidayTable(SQLModel, table=True):
    __tablename__ = "school_holiday"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="in_order"),
        one_of("kind", ("short", "summer")),
    )

    id: int = identifier()
    school_year_id: int = refers("school_year.id")
    name: str = text()
    kind: str = text()
    first_on: date
    last_on: date


class PublicHolidayTable(SQLModel, table=True):
    __tablename__ = "public_holiday"

    day: date = date_key()
    name: str = text()
