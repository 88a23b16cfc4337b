"""Documents that families send, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update

from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.documents.uploaded_files import CheckedFile
from portail_tui.store import tables_core as t
from portail_tui.store.queries.core.instants import to_stored

_SENT = DocumentState.SENT.value


def of_family(connection: Connection, family_id: int) -> Sequence[Any]:
    """What a family sent, newest first, with the child it is about."""
    return connection.execute(
        select(t.document, t.child.c.first_name)
        .select_from(t.document.outerjoin(t.child, t.child.c.id == t.document.c.child_id))
        .where(t.document.c.family_id == family_id)
        .order_by(t.document.c.id.desc())
    ).all()


def count_since(connection: Connection, family_id: int, since: datetime) -> int:
    """How many documents a family has sent since an instant (UTC)."""
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
    """Keep a document with its file; its identifier."""
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


def find(connection: Connection, document_id: int) -> Any:
    """A document with its type's label and its child's first name, or None."""
    return connection.execute(
        select(t.document, t.document_type.c.label, t.child.c.first_name)
        .select_from(
            t.document.join(t.document_type, t.document_type.c.id == t.document.c.document_type_id).outerjoin(
                t.child, t.child.c.id == t.document.c.child_id
            )
        )
        .where(t.document.c.id == document_id)
    ).first()


def content_of(connection: Connection, document_id: int) -> bytes | None:
    """The file of a document as it came; None where none was sent."""
    statement = select(t.document_file.c.content).where(t.document_file.c.document_id == document_id)
    found = connection.execute(statement).scalar()
    return None if found is None else bytes(found)


_NEWER = t.document.alias("newer")


def queue(connection: Connection, most: int) -> Sequence[Any]:
    """Documents that an agent must look at and has not, oldest first; of those that the family has replaced
    since, the newest only."""
    document = t.document
    in_its_place = exists().where(
        _NEWER.c.family_id == document.c.family_id,
        _NEWER.c.document_type_id == document.c.document_type_id,
        _NEWER.c.child_id.is_not_distinct_from(document.c.child_id),
        _NEWER.c.school_year_id.is_not_distinct_from(document.c.school_year_id),
        _NEWER.c.id > document.c.id,
    )
    return connection.execute(
        select(
            document.c.id,
            document.c.sent_at,
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
    ).all()


def decide(
    connection: Connection,
    document_id: int,
    to: DocumentState,
    *,
    reason: str,
    expires_on: date | None,
    at: datetime,
) -> bool:
    """Accept or refuse a document that waits; False where another agent has treated it."""
    statement = (
        update(t.document)
        .where(t.document.c.id == document_id, t.document.c.status == _SENT)
        .values(status=to.value, reason=reason, expires_on=expires_on, decided_at=to_stored(at))
    )
    return bool(connection.execute(statement).rowcount)
