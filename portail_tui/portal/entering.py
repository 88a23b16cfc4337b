"""Entering: who is it, and whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain import views
    from portail_tui.domain.refusals import Refused
    from portail_tui.domain.rulebook import TownContact


class EnteringPortal(Protocol):
    def log_in(self, *, email: str, password: str, origin: str) -> views.LoggedIn | Refused: ...

    def town_contact(self) -> TownContact: ...
