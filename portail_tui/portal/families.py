"""A family: its first page, its people, finding one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.bookings import views
    from portail_tui.domain.shared.refusals import Refused


class FamilyPortal(Protocol):
    def home(self, *, actor: views.Actor, family_id: int) -> views.HomeView | Refused: ...

    def family(self, *, actor: views.Actor, family_id: int) -> views.FamilyView | Refused: ...

    def find_families(self, *, actor: views.Actor, text: str) -> tuple[views.FamilyHit, ...] | Refused: ...
