"""Documents: checked, sent, followed by the family; looked at and decided by agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from portail_tui.domain.bookings import views
    from portail_tui.domain.documents import views as papers
    from portail_tui.domain.documents.uploaded_files import CheckedFile
    from portail_tui.domain.shared.refusals import Refused


class DocumentsPortal(Protocol):
    def check_file(
        self, *, actor: views.Actor, family_id: int, name: str, content: bytes
    ) -> CheckedFile | Refused: ...

    def documents(self, *, actor: views.Actor, family_id: int) -> papers.DocumentsView | Refused: ...

    def send_document(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        child_id: int | None,
        type_id: int,
        school_year_id: int | None,
        name: str,
        content: bytes,
    ) -> papers.DocumentSent | Refused: ...

    def open_deposit(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        child_id: int | None,
        type_id: int,
        school_year_id: int | None,
        secret: str,
    ) -> papers.DepositOpened | Refused: ...

    def deposit_state(
        self, *, actor: views.Actor, family_id: int, deposit_id: int
    ) -> papers.DepositState | Refused: ...

    def document_file(
        self, *, actor: views.Actor, family_id: int, document_id: int
    ) -> papers.KeptFile | Refused: ...

    def document_queue(self, *, actor: views.Actor) -> tuple[papers.DocumentToCheck, ...] | Refused: ...

    def decide_document(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        document_id: int,
        accept: bool,
        reason: str = "",
        expires_on: date | None = None,
    ) -> papers.DocumentDecided | Refused: ...
