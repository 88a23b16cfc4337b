"""All that the store holds of one household, for « télécharger mes données » (GDPR, articles 15 and 20).

Every table is named here: those with rows of a household, each with the condition that finds them, and those
without, each with the reason. A test holds this to the tables declared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, Table, false, or_, select

from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import instant
from portail_tui.store.queries.core.rows import rows_of


@dataclass(frozen=True, slots=True)
class ExportedHousehold:
    """A family with what its rows are found by."""

    family_id: int
    emails: Sequence[str]
    """The e-mails of its adults and accounts, as written."""
    digests: Sequence[str]
    """The digests of these e-mails, under which failed log-ins are counted."""

    def own(self, table: Table) -> Select[Any]:
        """The ids of the household's rows of a table."""
        return select(table.c.id).where(table.c.family_id == self.family_id)

    @property
    def children(self) -> Select[Any]:
        """The ids of the household's children."""
        return select(t.family_child.c.child_id).where(t.family_child.c.family_id == self.family_id)


Found = Callable[[ExportedHousehold], ColumnElement[bool]]


def _of_family(table: Table) -> Found:
    return lambda home: table.c.family_id == home.family_id


def _mails(home: ExportedHousehold) -> ColumnElement[bool]:
    """Mails to its adults, without those about another household's acts: an adult may belong to two."""
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
"""Tables with rows of a household. Rows about a shared child itself belong to both homes, others to one."""

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
    """A family with what its rows are found by. ``digest_of``: the digest of an e-mail under which failed
    log-ins are counted."""
    adults = select(t.guardian.c.email).where(
        t.guardian.c.family_id == family_id, t.guardian.c.email.is_not(None)
    )
    accounts = select(t.account.c.email).where(t.account.c.family_id == family_id)
    emails = sorted({email for email in connection.execute(adults.union(accounts)).scalars() if email})
    return ExportedHousehold(family_id, emails, [digest_of(email) for email in emails])


def rows(connection: Connection, home: ExportedHousehold, table: Table) -> Iterator[dict[str, object]]:
    """The household's rows of a table as the store keeps them, by column; in the order in which they were
    made."""
    statement = select(table).where(OWN[table](home)).order_by(*table.primary_key.columns)
    for row in connection.execute(statement).mappings():
        yield dict(row)


_NAMES: Mapping[str, tuple[Table, str]] = {
    "activity_id": (t.activity, "name"),
    "document_type_id": (t.document_type, "label"),
    "school_id": (t.school, "name"),
    "school_year_id": (t.school_year, "code"),
}
"""Readable names for columns that refer to the town's own rows."""


def names(connection: Connection) -> dict[str, dict[int, str]]:
    """Readable names of the town's own rows: by the column that refers to them, then by id."""
    return {
        column: {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c[name]))}
        for column, (table, name) in _NAMES.items()
    }


class SealedHealth(NamedTuple):
    """A child's encrypted health."""

    child_id: int
    key_id: int
    """The data key under which it was encrypted."""
    sealed: str
    changed_at: datetime
    """UTC instant."""


def sealed_health(connection: Connection, home: ExportedHousehold) -> list[SealedHealth]:
    """The encrypted health of the household's children."""
    health = t.child_health.c
    statement = select(health.child_id, health.key_id, health.sealed, instant(health.changed_at))
    wanted = statement.where(OWN[t.child_health](home)).order_by(health.child_id)
    return rows_of(SealedHealth, connection.execute(wanted).all())


class DocumentFile(NamedTuple):
    """The file of a document that the household sent."""

    document_id: int
    file_name: str | None
    content: bytes


def document_files(connection: Connection, home: ExportedHousehold) -> list[DocumentFile]:
    """The files of the documents that the household sent, in the order of sending."""
    statement = (
        select(t.document_file.c.document_id, t.document.c.file_name, t.document_file.c.content)
        .join_from(t.document_file, t.document)
        .where(OWN[t.document_file](home))
        .order_by(t.document_file.c.document_id)
    )
    return rows_of(DocumentFile, connection.execute(statement).all())


class InvoicePaper(NamedTuple):
    """The PDF of an invoice or a credit note."""

    kind: str
    year: int
    number: int
    pdf: bytes


def invoice_papers(connection: Connection, home: ExportedHousehold) -> list[InvoicePaper]:
    """The PDFs that were made of the household's invoices, in the order of issue."""
    invoice = t.invoice.c
    statement = (
        select(invoice.kind, invoice.year, invoice.number, t.invoice_paper.c.pdf)
        .join_from(t.invoice_paper, t.invoice)
        .where(OWN[t.invoice_paper](home))
        .order_by(invoice.id)
    )
    return rows_of(InvoicePaper, connection.execute(statement).all())


class SlotNames(NamedTuple):
    """A slot as people name it."""

    day: date
    """Local day."""
    unit: str
    activity: str


def booked_slots(connection: Connection, home: ExportedHousehold) -> dict[int, SlotNames]:
    """The slots that the household's bookings are on, by slot id."""
    statement = (
        select(t.slot.c.id, t.slot.c.day, t.unit.c.label, t.activity.c.name)
        .select_from(t.slot.join(t.unit).join(t.activity))
        .where(t.slot.c.id.in_(select(t.booking.c.slot_id).where(t.booking.c.family_id == home.family_id)))
    )
    return {row[0]: SlotNames(row[1], row[2], row[3]) for row in connection.execute(statement)}
