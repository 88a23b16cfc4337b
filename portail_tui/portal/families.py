"""A family: its first page, its people, finding one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.families.views import FamilyHit, FamilyView, HomeView
    from portail_tui.domain.shared.refusals import Refused


class FamilyPortal(Protocol):
    def home(self, *, actor: Actor, family_id: int) -> HomeView | Refused: ...

    def family(self, *, actor: Actor, family_id: int) -> FamilyView | Refused: ...

    def find_families(self, *, actor: Actor, text: str) -> tuple[FamilyHit, ...] | Refused: ...
