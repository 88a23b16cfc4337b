"""Families, the adults and children in them, where they live and what they earn."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel

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


class FamilyTable(SQLModel, table=True):
    __tablename__ = "family"

    id: int = identifier()
    number: str = unique_text()
    name: str = text()
    name_sort: str = text()
    address: str = text()
    postcode: str = text()
    city: str = text()
    is_active: bool
    activated_at: int | None = instant(null=True)
    rules_accepted_at: int | None = instant(null=True)
    dependent_children: int | None = None
    """Number declared by the family; None: the children that the town knows."""
    disabled_children: int = count(0)
    is_lone_parent: bool = flag(default=False)
    created_at: int = instant()
    closed_at: int | None = instant(null=True)

    __table_args__ = (
        Index("ix_family_name_sort", "name_sort"),
        CheckConstraint("NOT is_active OR activated_at IS NOT NULL", name="activation_dated"),
    )


class FamilyResidenceTable(SQLModel, table=True):
    """Residence of a family, in the town or not, from a day on."""

    __tablename__ = "family_residence"

    family_id: int = refers("family.id", key=True)
    from_on: date = date_key()
    is_resident: bool
    city: str = text("")
    """City of residence, for towns that have an agreement."""


class FamilyCategoryTable(SQLModel, table=True):
    """Category of a family, for tariffs that ask for one (« AGENT », « CAF »)."""

    __tablename__ = "family_category"

    family_id: int = refers("family.id", key=True)
    code: str = Field(sa_column=Column(Text, primary_key=True))


class FamilyAidTable(SQLModel, table=True):
    """Aid of a third party for one family, from a day to another (included; None: open-ended)."""

    __tablename__ = "family_aid"
    __table_args__ = (CheckConstraint("to_on IS NULL OR from_on <= to_on", name="in_order"),)

    id: int = identifier()
    family_id: int = refers("family.id")
    from_on: date
    to_on: date | None = None
    form: str = text()
    """JSON, in the words of the town's file."""


class FamilyQuotientTable(SQLModel, table=True):
    """A dated quotient or income, with the state of its proof."""

    __tablename__ = "family_quotient"
    __table_args__ = (
        one_of("status", ("sent", "accepted", "refused")),
        CheckConstraint("to_on IS NULL OR from_on <= to_on", name="in_order"),
        CheckConstraint("value_hundredths IS NULL OR value_hundredths >= 0", name="positive"),
    )

    id: int = identifier()
    family_id: int = refers("family.id")
    value_hundredths: int | None = None
    income_cents: int | None = amount(null=True)
    parts_hundredths: int | None = None
    from_on: date
    to_on: date | None = None
    status: str = text()
    proof_sent_on: date | None = None


class GuardianTable(SQLModel, table=True):
    __tablename__ = "guardian"

    id: int = identifier()
    family_id: int = refers("family.id")
    position: int
    civility: str = text()
    first_name: str = text()
    last_name: str = text()
    name_sort: str = text()
    email: str | None = optional_text()
    phone: str = text()
    may_book: bool
    may_collect: bool
    is_informed: bool
    address_confidential: bool
    has_authority: bool = flag(default=True)
    """Holds parental authority: may read and write the children's health."""

    __table_args__ = (Index("ix_guardian_name_sort", "name_sort"),)


class ChildTable(SQLModel, table=True):
    __tablename__ = "child"

    id: int = identifier()
    first_name: str = text()
    last_name: str = text()
    name_sort: str = text()
    birth_on: date
    needs_help: bool
    """A disability needs help; never its nature."""
    brings_meal: bool = flag(default=False)
    """Whether the tariff of children who bring their meal applies."""
    created_at: int = instant()

    __table_args__ = (Index("ix_child_name_sort", "name_sort"),)


class FamilyChildTable(SQLModel, table=True):
    """A child's place in a household; two households may share a child."""

    __tablename__ = "family_child"
    __table_args__ = (
        one_of("custody", ("full", "shared")),
        CheckConstraint("custody_weeks IS NULL OR custody_weeks IN ('even', 'odd')", name="weeks_known"),
        Index("ix_family_child_child_id", "child_id"),
    )

    family_id: int = refers("family.id", key=True)
    child_id: int = refers("child.id", key=True)
    custody: str = text()
    custody_weeks: str | None = optional_text()


class ChildSchoolingTable(SQLModel, table=True):
    __tablename__ = "child_schooling"

    id: int = identifier()
    child_id: int = refers("child.id")
    school_id: int = refers("school.id")
    grade: str = text()
    from_on: date
    to_on: date | None = None
