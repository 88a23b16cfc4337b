"""What is there to be read: the notices of the law, the hints of a first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.bookings import views
    from portail_tui.domain.rules.legal_notices import Notices
    from portail_tui.domain.shared.refusals import Refused


class ReadingPortal(Protocol):
    def notices(self) -> Notices: ...

    def dismiss_hints(
        self, *, operation_id: str, actor: views.Actor, family_id: int
    ) -> views.HintsDismissed | Refused: ...
