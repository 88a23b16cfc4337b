"""Documents that families send, and their files."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, exists, func, insert, select, update

from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.documents.uploaded_files import CheckedFile
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import instant, to_stored
from portail_tui.store.queries.core.rows import row_of, rows_of

_SENT = DocumentState.SENT.value


class DocumentRow(NamedTuple):
    """A document that a family sent."""

    id: int
    document_type_id: int
    family_id: int
    child_id: int | None
    """None for a document about the family."""
    school_year_id: int | None
    status: str
    reason: str
    """Why it was refused; empty otherwise."""
    sent_at: datetime
    """UTC instant."""
    expires_on: date | None
    """Last local day on which it counts; None where it has no end."""
    file_name: str
    file_size: int
    """Bytes."""
    label: str
    """Of the document's type."""
    first_name: str | None
    """Of the child; None for a document about the family."""


_DOCUMENTS = select(
    t.document.c.id,
    t.document.c.document_type_id,
    t.document.c.family_id,
    t.document.c.child_id,
    t.document.c.school_year_id,
    t.document.c.status,
    t.document.c.reason,
    instant(t.document.c.sent_at),
    t.document.c.expires_on,
    t.document.c.file_name,
    t.document.c.file_size,
    t.document_type.c.label,
    t.child.c.first_name,
).select_from(
    t.document.join(t.document_type, t.document_type.c.id == t.document.c.document_type_id).outerjoin(
        t.child, t.child.c.id == t.document.c.child_id
    )
)


def of_family(connection: Connection, family_id: int) -> list[DocumentRow]:
    """The documents that a family sent, newest first."""
    wanted = _DOCUMENTS.where(t.document.c.family_id == family_id)
    return rows_of(DocumentRow, connection.execute(wanted.order_by(t.document.c.id.desc())).all())


def count_since(connection: Connection, family_id: int, since: datetime) -> int:
    """Number of documents that a family sent since an instant (UTC, included)."""
    sent = (t.document.c.family_id == family_id) & (t.document.c.sent_at >= to_stored(since))
    return connection.execute(select(func.count()).select_from(t.document).where(sent)).scalar_one()


def keep(
    connection: Connection,
    *,
    family_id: int,
    child_id: int | None,
    type_id: int,
    school_year_id: int | None,
    file: CheckedFile,
    content: bytes,
    digest: str,
    at: datetime,
) -> int:
    """Write a document with its file; the document's id. ``digest``: SHA-256 of the content, in hexadecimal.
    ``at``: UTC instant."""
    done = connection.execute(
        insert(t.document).values(
            document_type_id=type_id,
            family_id=family_id,
            child_id=child_id,
            school_year_id=school_year_id,
            status=_SENT,
            reason="",
            sent_at=to_stored(at),
            file_name=file.name,
            file_kind=file.facts.kind.value,
            file_size=file.size,
            file_digest=digest,
        )
    )
    assert done.inserted_primary_key is not None, "one row was inserted"
    document_id = int(done.inserted_primary_key[0])
    connection.execute(insert(t.document_file).values(document_id=document_id, content=content))
    return document_id


def find(connection: Connection, document_id: int) -> DocumentRow | None:
    """A document of any family; None where there is none by that id."""
    return row_of(DocumentRow, connection.execute(_DOCUMENTS.where(t.document.c.id == document_id)).first())


def content_of(connection: Connection, document_id: int) -> bytes | None:
    """The bytes of a document's file; None where the document was recorded without a file."""
    statement = select(t.document_file.c.content).where(t.document_file.c.document_id == document_id)
    found = connection.execute(statement).scalar()
    return None if found is None else bytes(found)


class DocumentToReview(NamedTuple):
    """A document that waits for an agent."""

    id: int
    sent_at: datetime
    """UTC instant."""
    file_name: str
    family_id: int
    family_name: str
    family_number: str
    label: str
    """Of the document's type."""
    first_name: str | None
    """Of the child; None for a document about the family."""
    school_year: str | None
    """Code of the school year; None for a type that is not yearly."""


_NEWER = t.document.alias("newer")


def queue(connection: Connection, most: int) -> list[DocumentToReview]:
    """Documents that wait for an agent, oldest first, at most ``most`` of them; only the newest of several
    for the same need."""
    document = t.document
    in_its_place = exists().where(
        _NEWER.c.family_id == document.c.family_id,
        _NEWER.c.document_type_id == document.c.document_type_id,
        _NEWER.c.child_id.is_not_distinct_from(document.c.child_id),
        _NEWER.c.school_year_id.is_not_distinct_from(document.c.school_year_id),
        _NEWER.c.id > document.c.id,
    )
    statement = (
        select(
            document.c.id,
            instant(document.c.sent_at),
            document.c.file_name,
            document.c.family_id,
            t.family.c.name.label("family_name"),
            t.family.c.number.label("family_number"),
            t.document_type.c.label,
            t.child.c.first_name,
            t.school_year.c.code.label("school_year"),
        )
        .select_from(
            document.join(t.family, t.family.c.id == document.c.family_id)
            .join(t.document_type, t.document_type.c.id == document.c.document_type_id)
            .outerjoin(t.child, t.child.c.id == document.c.child_id)
            .outerjoin(t.school_year, t.school_year.c.id == document.c.school_year_id)
        )
        .where(document.c.status == _SENT, t.document_type.c.needs_validation, ~in_its_place)
        .order_by(document.c.sent_at, document.c.id)
        .limit(most)
    )
    return rows_of(DocumentToReview, connection.execute(statement).all())


def decide(
    connection: Connection,
    document_id: int,
    to: DocumentState,
    *,
    reason: str,
    expires_on: date | None,
    at: datetime,
) -> bool:
    """Accept or refuse a document that waits. False where it no longer waits: an agent decided meanwhile.
    ``expires_on``: last local day on which it counts. ``at``: UTC instant."""
    statement = (
        update(t.document)
        .where(t.document.c.id == document_id, t.document.c.status == _SENT)
        .values(status=to.value, reason=reason, expires_on=expires_on, decided_at=to_stored(at))
    )
    return bool(connection.execute(statement).rowcount)
