"""The people of a family: its children's health, who collects them, what it agrees to, its own details."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain import views
    from portail_tui.domain.health import Health, HealthCard, HealthSaved
    from portail_tui.domain.refusals import Refused


class PeoplePortal(Protocol):
    def health(
        self, *, actor: views.Actor, family_id: int, child_id: int, reason: str = ""
    ) -> HealthCard | Refused: ...

    def save_health(
        self,
        *,
        operation_id: str,
        actor: views.Actor,
        family_id: int,
        child_id: int,
        health: Health,
        version: int,
    ) -> HealthSaved | Refused: ...
