"""Documents as families check, send and follow them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.documents.uploaded_files import CheckedFile, FileFlaw
from portail_tui.domain.documents.views import (
    DocumentChoice,
    DocumentOwner,
    DocumentSent,
    DocumentsView,
    KeptFile,
    SentLine,
    reference_of,
    standing_of,
)
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.rules.document_types import DocumentType
from portail_tui.domain.rules.rulebook import Rulebook, SchoolYear
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import Household, household
from portail_tui.services.core.write import Work, WriteRequest, do_once, done_before
from portail_tui.store.json_records import JsonRecord, unchanged
from portail_tui.store.queries.documents import documents
from portail_tui.store.queries.documents.documents import DocumentRow
from portail_tui.store.queries.families import members
from portail_tui.store.queries.families.members import ChildRow
from portail_tui.texts.mails.documents import DocumentReceived

MOST_A_DAY = 30
"""Bound on a family's documents in a day: far above what a town asks for, far below what would fill a disk.
"""
_A_DAY = timedelta(days=1)

SENT = JsonRecord(DocumentSent, upgrades={0: unchanged})


def check_file(
    context: ServiceContext, *, actor: Actor, family_id: int, name: str, content: bytes
) -> CheckedFile | Refused:
    """Look at a file before it is sent: what it is and its first page. Nothing of it is kept.

    Refused: NOT_ALLOWED; FILE_REFUSED with its flaw.
    """
    let_in = show_to(context, actor, family_id, "check_file", lambda _connection, _admitted: True)
    return let_in if isinstance(let_in, Refused) else inspected(context, name, content)


def inspected(context: ServiceContext, name: str, content: bytes) -> CheckedFile | Refused:
    """The inspected file, or FILE_REFUSED. Takes 0.2 to 20 s: never called within a transaction."""
    found = context.inspect(name, content)
    if isinstance(found, FileFlaw):
        return Refused(Reason.FILE_REFUSED, {"flaw": found.value})
    return found


def send_document(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    child_id: int | None,
    type_id: int,
    school_year_id: int | None,
    name: str,
    content: bytes,
) -> DocumentSent | Refused:
    """Send a document about the family (``child_id`` None) or one of its children, once for its
    ``operation_id``; it takes the place of one that was sent before and not accepted.

    ``school_year_id``: of a yearly document, None for the others. Refused: NOT_ALLOWED for a child that is
    not the family's, a type that is not for them or a year that is over; FILE_REFUSED; TOO_MANY_DOCUMENTS.
    Nothing is kept then. What it was asked for may be booked at once where the town does not check it.
    """
    digest = hashlib.sha256(content).hexdigest()
    request = WriteRequest(
        operation_id=operation_id,
        kind="send_document",
        actor=actor,
        family_id=family_id,
        asked={"child": child_id, "type": type_id, "year": school_year_id, "name": name, "file": digest},
        answer=SENT,
    )

    def check(connection: Connection, admitted: Admitted) -> DocumentSent | Refused | None:
        return done_before(connection, request) or may_send(
            connection, admitted, child_id, type_id, school_year_id
        )

    before = show_to(context, actor, family_id, "send_document", check)
    if before is not None:
        return before
    file = inspected(context, name, content)
    if isinstance(file, Refused):
        return file

    def send(work: Work) -> DocumentSent | Refused:
        refused = may_send(work.connection, work.admitted, child_id, type_id, school_year_id)
        if refused is not None:
            return refused
        return keep(work, child_id, type_id, school_year_id, file, content)

    return do_once(context, request, send)


def may_send(
    connection: Connection,
    admitted: Admitted,
    child_id: int | None,
    type_id: int,
    school_year_id: int | None,
) -> Refused | None:
    """Why the family may not send such a document now; None where it may."""
    kind = admitted.rulebook.document_types.get(type_id)
    if kind is None or kind.for_child != (child_id is not None):
        return NOT_ALLOWED
    years = [year.id for year in _open_years(admitted.rulebook, admitted)] if kind.is_yearly else [None]
    if school_year_id not in years:
        return NOT_ALLOWED
    if child_id is not None and child_id not in _names(connection, admitted.family_id):
        return NOT_ALLOWED
    if documents.count_since(connection, admitted.family_id, admitted.now - _A_DAY) >= MOST_A_DAY:
        return Refused(Reason.TOO_MANY_DOCUMENTS, {"most": MOST_A_DAY})
    return None


def keep(
    work: Work,
    child_id: int | None,
    type_id: int,
    school_year_id: int | None,
    file: CheckedFile,
    content: bytes,
) -> DocumentSent:
    """Store an inspected file as a document of the family, with its audit line and its mail."""
    kind = work.admitted.rulebook.document_types[type_id]
    document_id = documents.keep(
        work.connection,
        family_id=work.admitted.family_id,
        child_id=child_id,
        type_id=type_id,
        school_year_id=school_year_id,
        file=file,
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        at=work.now,
    )
    owner = "" if child_id is None else _names(work.connection, work.admitted.family_id)[child_id]
    reference = reference_of(document_id, work.admitted.today)
    work.audit("document_sent", {"document": document_id, "type": kind.code, "size": file.size})
    mail = DocumentReceived(
        reference=reference, label=kind.label, child=owner, to_check=kind.needs_validation
    )
    work.tell(work.admitted.family_id, mail)
    return DocumentSent(
        document_id=document_id,
        reference=reference,
        label=kind.label,
        owner=owner,
        file_name=file.name,
        size=file.size,
        sent_at=work.now,
        needs_validation=kind.needs_validation,
    )


def _names(connection: Connection, family_id: int) -> dict[int, str]:
    """First names of the family's children."""
    return {child.id: child.first_name for child in members.children(connection, family_id)}


# --- what was sent, what is to be sent ---------------------------------------------------------------


def show_documents(context: ServiceContext, *, actor: Actor, family_id: int) -> DocumentsView | Refused:
    """What the family sent and what became of it; what it may send, and what is asked of it. Of what the
    other home of a shared child sent, nothing but that it is there."""

    def show(connection: Connection, admitted: Admitted) -> DocumentsView:
        home = household(connection, admitted)
        rows = documents.of_family(connection, family_id)
        return DocumentsView(
            tuple(_owners(admitted, home)),
            tuple(_lines(admitted, rows)),
            admitted.today,
            context.deposit_address is not None,
        )

    return show_to(context, actor, family_id, "documents", show)


def _owners(admitted: Admitted, home: Household) -> Iterator[DocumentOwner]:
    kinds = sorted(admitted.rulebook.document_types.values(), key=lambda kind: kind.label)
    of_family = [kind for kind in kinds if not kind.for_child]
    asked_of_all = {type_id for child in home.children for type_id in _asked_for(home, child)}
    yield DocumentOwner(None, "", tuple(_choices(admitted, home, of_family, 0, asked_of_all)))
    of_child = [kind for kind in kinds if kind.for_child]
    for child in home.children:
        choices = _choices(admitted, home, of_child, child.id, _asked_for(home, child))
        yield DocumentOwner(child.id, child.first_name, tuple(choices))


def _asked_for(home: Household, child: ChildRow) -> set[int]:
    return {type_id for activity in home.activities(child) for type_id in activity.document_ids}


def _choices(
    admitted: Admitted, home: Household, kinds: Sequence[DocumentType], child_id: int, asked: set[int]
) -> list[DocumentChoice]:
    found = []
    for kind in kinds:
        for year in _open_years(admitted.rulebook, admitted) if kind.is_yearly else [None]:
            day = admitted.today if year is None else max(admitted.today, year.first_on)
            state, reason = home.state_of(kind, child_id, day)
            found.append(
                DocumentChoice(
                    type_id=kind.id,
                    school_year_id=year.id if year else None,
                    label=f"{kind.label} {year.code}" if year else kind.label,
                    state=state,
                    reason=reason,
                    is_asked=kind.id in asked,
                    at_other_home=home.is_known_by_other_home_only(kind, child_id),
                )
            )
    return sorted(found, key=lambda choice: (not choice.is_to_send, not choice.is_asked))


def _open_years(rulebook: Rulebook, admitted: Admitted) -> list[SchoolYear]:
    """School years that are not over: documents may be sent ahead for the next."""
    return [year for year in rulebook.years if year.last_on >= admitted.today]


def _lines(admitted: Admitted, rows: Sequence[DocumentRow]) -> Iterator[SentLine]:
    """``rows``: newest first."""
    newer: dict[tuple[int, int | None, int | None], list[DocumentState]] = defaultdict(list)
    for row in rows:
        kind = admitted.rulebook.document_types[row.document_type_id]
        state = DocumentState(row.status)
        place = newer[kind.id, row.child_id, row.school_year_id]
        standing = standing_of(
            kind, state, expires_on=row.expires_on, newer=list(place), today=admitted.today
        )
        place.append(state)
        years = {year.id: f" {year.code}" for year in admitted.rulebook.years}
        year = "" if row.school_year_id is None else years.get(row.school_year_id, "")
        yield SentLine(
            document_id=row.id,
            reference=reference_of(row.id, local_day(row.sent_at)),
            label=f"{kind.label}{year}",
            owner=row.first_name or "",
            sent_at=row.sent_at,
            standing=standing,
            reason=row.reason,
            expires_on=row.expires_on,
            file_name=row.file_name,
            size=row.file_size,
        )


def show_file(
    context: ServiceContext, *, actor: Actor, family_id: int, document_id: int
) -> KeptFile | Refused:
    """A file that the family sent, as it came, looked at again for its preview. Refused: NOT_ALLOWED for
    another family's, or where no file was sent."""

    def show(connection: Connection, _admitted: Admitted) -> tuple[str, bytes] | Refused:
        row = documents.find(connection, document_id)
        content = documents.content_of(connection, document_id)
        if row is None or row.family_id != family_id or content is None:
            return NOT_ALLOWED
        return row.file_name, content

    found = show_to(context, actor, family_id, "document_file", show)
    if isinstance(found, Refused):
        return found
    name, content = found
    file = inspected(context, name, content)
    return file if isinstance(file, Refused) else KeptFile(document_id, file, content)
