"""Activities, their units and days, their places, documents and tariffs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import SQLModel

from portail_tui.store.tables.columns import (
    count,
    flag,
    identifier,
    instant,
    one_of,
    optional_text,
    refers,
    text,
    unique_text,
)


class ActivityTypeTable(SQLModel, table=True):
    __tablename__ = "activity_type"

    id: int = identifier()
    code: str = unique_text()
    label: str = text()
    position: int
    """-1 where only closed activities have it."""


class ActivityTable(SQLModel, table=True):
    """Rules are JSON text, in the words of the town's file; ``domain`` reads them."""

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("min_age IS NULL OR max_age IS NULL OR min_age <= max_age", name="ages_in_order"),
    )

    id: int = identifier()
    code: str = unique_text()
    type_id: int = refers("activity_type.id")
    regie_id: int = refers("regie.id")
    name: str = text()
    summary: str = text()
    position: int
    is_prepaid: bool
    needs_validation: bool
    has_waiting_list: bool
    enrolment_first: bool
    min_age: int | None = None
    max_age: int | None = None
    grades: str = text()
    """JSON list of grades; empty: any grade. ``schools``: JSON list of school codes, empty: any school."""
    schools: str = text()
    booking_rule: str = text()
    late_rule: str | None = optional_text()
    cancel_rule: str = text()
    surcharge: str | None = optional_text()
    tariff_code: str = text()
    few_places: int
    groups: str = text("[]")
    """JSON, as are packages: parts with places of their own, and days sold together."""
    packages: str = text("[]")
    packages_only: bool = flag(default=False)
    least_days_a_week: int = count(0)
    closed_at: int | None = instant(null=True)
    """Instant at which the town's file stopped naming it: no new booking, existing ones stand."""


class ActivityOpeningTable(SQLModel, table=True):
    """From which instant a period's days can be booked, for an audience."""

    __tablename__ = "activity_opening"
    __table_args__ = (
        one_of("audience", ("residents", "all")),
        CheckConstraint("first_on <= last_on", name="in_order"),
    )

    id: int = identifier()
    activity_id: int = refers("activity.id")
    first_on: date
    last_on: date
    audience: str = text()
    opens_at: int = instant()


class UnitTable(SQLModel, table=True):
    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("activity_id", "code"),
        CheckConstraint(
            "0 <= starts_minute AND starts_minute < ends_minute AND ends_minute <= 1440", name="hours"
        ),
    )

    id: int = identifier()
    activity_id: int = refers("activity.id", index=False)
    code: str = text()
    label: str = text()
    position: int
    starts_minute: int
    ends_minute: int
    tariff_code: str = text("")
    """Empty where the activity's is its own."""
    requires: str = text("[]")
    """JSON list of unit codes. ``excludes``: the same."""
    excludes: str = text("[]")
    closed_at: int | None = instant(null=True)


class ClosureTable(SQLModel, table=True):
    """Days without service, for an activity or (None) for the whole town."""

    __tablename__ = "closure"
    __table_args__ = (CheckConstraint("first_on <= last_on", name="in_order"),)

    id: int = identifier()
    activity_id: int | None = refers("activity.id", null=True)
    first_on: date
    last_on: date
    reason: str = text()


class TariffGridTable(SQLModel, table=True):
    __tablename__ = "tariff_grid"
    __table_args__ = (UniqueConstraint("code", "from_on"),)

    id: int = identifier()
    code: str = text()
    from_on: date
    decision: str = text()
    """Number and date of the council's decision, as printed."""
    form: str = text()
