"""All that the store holds of one household, for « télécharger mes données ».

Every table is here: those whose rows are a household's, each with how they are found, and those that hold
none, each with why. A test holds this to the tables declared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, false, or_, select

from portail_tui.store import tables_core as t


@dataclass(frozen=True, slots=True)
class ExportedHousehold:
    """Whose rows are looked for."""

    family_id: int
    emails: Sequence[str]
    """Of its adults and accounts, as they are written."""
    digests: Sequence[str]
    """Under which their failed log-ins are counted."""

    def own(self, table: Table) -> Select[Any]:
        """The identifiers of the household's rows of a table."""
        return select(table.c.id).where(table.c.family_id == self.family_id)

    @property
    def children(self) -> Select[Any]:
        return select(t.family_child.c.child_id).where(t.family_child.c.family_id == self.family_id)


Found = Callable[[ExportedHousehold], ColumnElement[bool]]


def _of_family(table: Table) -> Found:
    return lambda home: table.c.family_id == home.family_id


def _mails(home: ExportedHousehold) -> ColumnElement[bool]:
    """Those to its adults, unless they tell what another household did: an adult may be of two."""
    others = select(t.operation.c.id).where(
        t.operation.c.family_id != home.family_id,
        t.operation.c.family_id.in_(
            select(t.guardian.c.family_id).where(t.guardian.c.email.in_(home.emails))
        ),
    )
    mail = t.outbox_mail.c
    return mail.recipient.in_(home.emails) & or_(
        mail.operation_id.is_(None), mail.operation_id.not_in(others)
    )


def _failures(home: ExportedHousehold) -> ColumnElement[bool]:
    return or_(false(), *(t.login_throttle.c.key.like(f"%{digest}") for digest in home.digests))


OWN: Mapping[Table, Found] = {
    t.family: lambda home: t.family.c.id == home.family_id,
    **{
        table: _of_family(table)
        for table in (
            t.family_residence,
            t.family_category,
            t.family_aid,
            t.family_quotient,
            t.family_child,
            t.guardian,
            t.account,
            t.authorised_person,
            t.consent,
            t.address_change,
            t.erasure_request,
            t.deposit,
            t.document,
            t.enrolment,
            t.booking,
            t.invoice,
            t.ledger_account,
            t.ledger_movement,
            t.operation,
            t.audit_event,
        )
    },
    t.child: lambda home: t.child.c.id.in_(home.children),
    t.child_schooling: lambda home: t.child_schooling.c.child_id.in_(home.children),
    t.child_health: lambda home: t.child_health.c.child_id.in_(home.children),
    t.document_file: lambda home: t.document_file.c.document_id.in_(home.own(t.document)),
    t.invoice_line: lambda home: t.invoice_line.c.invoice_id.in_(home.own(t.invoice)),
    t.invoice_paper: lambda home: t.invoice_paper.c.invoice_id.in_(home.own(t.invoice)),
    t.invoice_payment: lambda home: t.invoice_payment.c.invoice_id.in_(home.own(t.invoice)),
    t.ledger_entry: lambda home: t.ledger_entry.c.movement_id.in_(home.own(t.ledger_movement)),
    t.temporary_password: lambda home: t.temporary_password.c.account_id.in_(home.own(t.account)),
    t.email_change: lambda home: t.email_change.c.account_id.in_(home.own(t.account)),
    t.outbox_mail: _mails,
    t.login_throttle: _failures,
}
"""Tables with rows of a household's; those about a shared child itself are both homes', others one's own."""

_RULES = "the town's own: its rules, its days, what it publishes"
NOT_OWN: Mapping[Table, str] = {
    **dict.fromkeys(
        (
            t.activity,
            t.activity_document,
            t.activity_opening,
            t.activity_type,
            t.closure,
            t.document_type,
            t.news_item,
            t.public_holiday,
            t.regie,
            t.school,
            t.school_holiday,
            t.school_year,
            t.slot,
            t.tariff_grid,
            t.town,
            t.town_file,
            t.unit,
        ),
        _RULES,
    ),
    t.data_key: "a key, nobody's data",
    t.invoice_counter: "the last number given, nobody's data",
    t.lease: "which machine does what, nobody's data",
    t.store_meta: "about the store itself",
}
"""Tables without a household's data, and why."""

SECRET: Collection[str] = frozenset(
    {
        "password_hash",
        "secret_hash",
        "code_hash",
        "ticket_digest",
        "digest",
        "claim",
        "claimed_until",
        "name_sort",
        "email_sort",
    }
)
"""Columns that serve the portal alone: secrets' digests, sorting keys."""


def household(connection: Connection, family_id: int, digest_of: Callable[[str], str]) -> ExportedHousehold:
    """Whom to look for. ``digest_of``: under which failed log-ins of an e-mail are counted."""
    adults = select(t.guardian.c.email).where(
        t.guardian.c.family_id == family_id, t.guardian.c.email.is_not(None)
    )
    accounts = select(t.account.c.email).where(t.account.c.family_id == family_id)
    emails = sorted({email for email in connection.execute(adults.union(accounts)).scalars() if email})
    return ExportedHousehold(family_id, emails, [digest_of(email) for email in emails])


def rows(connection: Connection, home: ExportedHousehold, table: Table) -> Iterator[dict[str, Any]]:
    """The household's rows of a table, in the order in which they were made."""
    statement = select(table).where(OWN[table](home)).order_by(*table.primary_key.columns)
    for row in connection.execute(statement).mappings():
        yield dict(row)


_NAMES: Mapping[str, tuple[Table, str]] = {
    "activity_id": (t.activity, "name"),
    "document_type_id": (t.document_type, "label"),
    "school_id": (t.school, "name"),
    "school_year_id": (t.school_year, "code"),
}
"""What a column that refers to the town's own rows means to people."""


def names(connection: Connection) -> dict[str, dict[int, str]]:
    """By column, then by identifier."""
    return {
        column: {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c[name]))}
        for column, (table, name) in _NAMES.items()
    }


def booked_days(connection: Connection, home: ExportedHousehold) -> dict[int, dict[str, Any]]:
    """What the household's bookings are of: the day, unit and activity of each slot."""
    statement = (
        select(t.slot.c.id, t.slot.c.day, t.unit.c.label, t.activity.c.name)
        .select_from(t.slot.join(t.unit).join(t.activity))
        .where(t.slot.c.id.in_(select(t.booking.c.slot_id).where(t.booking.c.family_id == home.family_id)))
    )
    return {
        row[0]: {"day": row[1], "unit": row[2], "activity": row[3]} for row in connection.execute(statement)
    }
