"""Legal notices, and the hints of a first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.families.views import HintsDismissed
    from portail_tui.domain.rules.legal_notices import Notices
    from portail_tui.domain.shared.refusals import Refused


class ReadingPortal(Protocol):
    def notices(self) -> Notices: ...

    def dismiss_hints(
        self, *, operation_id: str, actor: Actor, family_id: int
    ) -> HintsDismissed | Refused: ...
