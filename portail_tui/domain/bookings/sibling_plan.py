"""A plan of the same days for several children of a family; nothing is saved yet."""

from __future__ import annotations

from dataclasses import dataclass

from portail_tui.domain.bookings.plan_views import RegularPlan
from portail_tui.domain.bookings.views import ChildPicks
from portail_tui.domain.shared.refusals import Refused


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another child of the family that may come to the activity."""

    child_id: int
    first_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherPlan:
    activity_name: str
    siblings: tuple[Sibling, ...]
    """All of them, by birth."""
    plans: tuple[tuple[int, RegularPlan], ...]
    """Plan of each child asked for, as (child, plan)."""
    balance_cents: int
    prepaid: bool
    has_waiting_list: bool
    blocked: Refused | None
    """The obstacle to the whole plan (wallet, document…)."""

    @property
    def total_cents(self) -> int:
        return sum(plan.total_cents for _, plan in self.plans)

    @property
    def picks(self) -> tuple[ChildPicks, ...]:
        """Picks to save, child by child; children who get nothing are left out."""
        return tuple(ChildPicks(child_id, plan.picks) for child_id, plan in self.plans if plan.picks)
