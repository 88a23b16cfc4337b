"""Tariffs voted by the council, with this family's own prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain.accounts.actor import Actor
    from portail_tui.domain.money import price_list
    from portail_tui.domain.rules.what_if import Supposed
    from portail_tui.domain.shared.refusals import Refused


class TariffsPortal(Protocol):
    def tariffs(
        self, *, actor: Actor, family_id: int, supposed: Supposed | None = None
    ) -> price_list.TariffsView | Refused: ...
