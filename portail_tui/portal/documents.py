"""Documents: checked, sent, followed by the family; looked at and decided by agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.documents import views
    from portail_tui.domain.documents.uploaded_files import CheckedFile
    from portail_tui.domain.shared.refusals import Refused


class DocumentsPortal(Protocol):
    def check_file(
        self, *, actor: Actor, family_id: int, name: str, content: bytes
    ) -> CheckedFile | Refused: ...

    def documents(self, *, actor: Actor, family_id: int) -> views.DocumentsView | Refused: ...

    def send_document(
        self,
        *,
        operation_id: str,
        actor: Actor,
        family_id: int,
        child_id: int | None,
        type_id: int,
        school_year_id: int | None,
        name: str,
        content: bytes,
    ) -> views.DocumentSent | Refused: ...

    def open_upload_link(
        self,
        *,
        operation_id: str,
        actor: Actor,
        family_id: int,
        child_id: int | None,
        type_id: int,
        school_year_id: int | None,
        secret: str,
    ) -> views.UploadLinkOpened | Refused: ...

    def upload_link_state(
        self, *, actor: Actor, family_id: int, deposit_id: int
    ) -> views.UploadLinkState | Refused: ...

    def document_file(
        self, *, actor: Actor, family_id: int, document_id: int
    ) -> views.KeptFile | Refused: ...

    def document_queue(self, *, actor: Actor) -> tuple[views.DocumentToCheck, ...] | Refused: ...

    def decide_document(
        self,
        *,
        operation_id: str,
        actor: Actor,
        document_id: int,
        accept: bool,
        reason: str = "",
        expires_on: date | None = None,
    ) -> views.DocumentDecided | Refused: ...
