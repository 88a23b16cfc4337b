"""Tariffs: what the council voted, and what this family pays of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from portail_tui.domain import tariff_sheets, views
    from portail_tui.domain.refusals import Refused
    from portail_tui.domain.supposing import Supposed


class TariffsPortal(Protocol):
    def tariffs(
        self, *, actor: views.Actor, family_id: int, supposed: Supposed | None = None
    ) -> tariff_sheets.TariffsView | Refused: ...
