"""The person at the screen, and the family whose pages are shown."""

from __future__ import annotations

from dataclasses import dataclass

from portail_tui.domain.accounts.actor import Actor, Role


@dataclass(frozen=True, slots=True)
class Session:
    """Made at log-in, thrown away at log-out."""

    actor: Actor
    family_id: int | None
    """Family whose pages are shown: the parent's own, or the one an agent has opened."""
    family_name: str = ""

    @property
    def acts_for_another(self) -> bool:
        """Whether staff of the town is on a family's pages."""
        return self.actor.role is not Role.FAMILY and self.family_id is not None
