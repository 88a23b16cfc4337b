"""Upload links: one-use addresses by which a telephone or another computer sends a document.

A link holds a random secret, of which the store keeps only the hash. It serves once, for 30 minutes, for one
document of one type about one person, in the name of the account that asked for it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.documents.views import DocumentSent, UploadLinkOpened, UploadLinkState
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.write import Work, WriteRequest, do_once
from portail_tui.services.documents.documents import SENT, inspected, keep, may_send
from portail_tui.store.json_records import JsonRecord, renamed
from portail_tui.store.queries.core import operations_audit_outbox
from portail_tui.store.queries.documents import upload_links
from portail_tui.store.queries.documents.upload_links import UploadLink

LASTS = timedelta(minutes=30)
MOST_TRIES = 10
"""Refused files after which a link is closed: each costs a child process."""
OVER = Refused(Reason.DEPOSIT_OVER)
OPENED = JsonRecord(
    UploadLinkOpened,
    upgrades={0: renamed(id="deposit_id", until="expires_at")},
    never_written=("address",),
)


def open_upload_link(
    context: ServiceContext,
    *,
    operation_id: str,
    actor: Actor,
    family_id: int,
    child_id: int | None,
    type_id: int,
    school_year_id: int | None,
    secret: str,
) -> UploadLinkOpened | Refused:
    """Open an address for one document, once for its ``operation_id``. ``secret``: drawn by the screen, so
    that asked again it is the same address; only its hash is kept.

    Refused: as ``send_document``; NO_FILE_FROM_HERE where the town has no public address.
    """
    address = context.deposit_address
    hashed = _hash(secret)

    request = WriteRequest(
        operation_id=operation_id,
        kind="open_deposit",
        actor=actor,
        family_id=family_id,
        asked={"child": child_id, "type": type_id, "year": school_year_id, "hash": hashed},
        answer=OPENED,
    )

    def opens(work: Work) -> UploadLinkOpened | Refused:
        refused = may_send(work.connection, work.admitted, child_id, type_id, school_year_id)
        if refused is not None:
            return refused
        if address is None:
            return Refused(Reason.NO_FILE_FROM_HERE)
        deposit_id = upload_links.open_one(
            work.connection,
            hashed=hashed,
            account_id=work.actor.account_id,
            family_id=family_id,
            child_id=child_id,
            type_id=type_id,
            school_year_id=school_year_id,
            at=work.now,
            until=work.now + LASTS,
        )
        work.audit("deposit_opened", {"deposit": deposit_id})
        return UploadLinkOpened(deposit_id, work.now + LASTS)

    answer = do_once(context, request, opens)
    return answer if isinstance(answer, Refused) else replace(answer, address=f"{address}/{secret}")


def upload_link_state(
    context: ServiceContext, *, actor: Actor, family_id: int, deposit_id: int
) -> UploadLinkState | Refused:
    """What has arrived by an upload link of the family; the screen that shows the link asks again and again.
    Refused: NOT_ALLOWED for another family's."""

    def show(connection: Connection, admitted: Admitted) -> UploadLinkState | Refused:
        row = upload_links.by_id(connection, deposit_id)
        if row is None or row.family_id != family_id:
            return NOT_ALLOWED
        if row.document_id is None:
            return UploadLinkState(None, is_over=not _is_open(row, admitted.now))
        done = operations_audit_outbox.find_operation(connection, _operation(deposit_id))
        assert done is not None, "the document that came was sent under it"
        return UploadLinkState(SENT.from_json(done.result), is_over=True)

    return show_to(context, actor, family_id, "deposit_state", show)


# --- what the page asks, by the secret alone ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UploadPurpose:
    """What the upload page shows about the link: nothing that tells whose family it is."""

    label: str
    child_name: str
    """Empty for a document about the whole family."""


def find_upload_link(context: ServiceContext, secret: str) -> UploadPurpose | None:
    """What a link is for; None alike for one that never existed, was used, or has expired."""
    with context.store.reading() as connection:
        row = upload_links.by_hash(connection, _hash(secret))
        if row is None or not _is_open(row, context.store.now(connection)):
            return None
        return UploadPurpose(row.label, row.first_name or "")


def receive(context: ServiceContext, secret: str, name: str, content: bytes) -> DocumentSent | Refused:
    """Keep the document that came by an address, which then has served. Refused: DEPOSIT_OVER, FILE_REFUSED
    (the address may then be used again, a few times), TOO_MANY_DOCUMENTS, NOT_ALLOWED where who opened it no
    longer may."""
    hashed = _hash(secret)

    def take_try(connection: Connection) -> UploadLink | None:
        row = upload_links.by_hash(connection, hashed)
        now = context.store.now(connection)
        if row is None or not _is_open(row, now) or not upload_links.take_try(connection, row.id, MOST_TRIES):
            return None
        return row

    row = context.store.write(take_try)
    if row is None:
        return OVER
    file = inspected(context, name, content)
    if isinstance(file, Refused):
        return file
    actor = Actor(
        account_id=row.account_id,
        role=Role(row.role),
        family_id=None,
        name="",
        opened_at=row.opened_at,
    )
    digest = hashlib.sha256(content).hexdigest()
    request = WriteRequest(
        operation_id=_operation(row.id),
        kind="send_document",
        actor=actor,
        family_id=row.family_id,
        asked={"deposit": row.id, "name": name, "file": digest},
        answer=SENT,
    )
    place = (row.child_id, row.document_type_id, row.school_year_id)

    def send(work: Work) -> DocumentSent | Refused:
        refused = may_send(work.connection, work.admitted, *place)
        if refused is not None:
            return refused
        sent = keep(work, *place, file, content)
        if not upload_links.close(work.connection, row.id, sent.document_id, work.now):
            return OVER
        return sent

    return do_once(context, request, send)


def _is_open(row: UploadLink, now: datetime) -> bool:
    return row.document_id is None and row.tries < MOST_TRIES and now < row.expires_at


def _operation(deposit_id: int) -> str:
    return f"deposit-{deposit_id}"


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
