"""The same days for several children of a family: what they would come to, told before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass

from portail_tui.domain.bookings.plan_views import RegularPlan
from portail_tui.domain.bookings.views import ChildPicks
from portail_tui.domain.shared.refusals import Refused


@dataclass(frozen=True, slots=True)
class Sibling:
    """A child of the family whom the activity concerns."""

    child_id: int
    first_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherPlan:
    activity_name: str
    siblings: tuple[Sibling, ...]
    """All of them, by birth."""
    plans: tuple[tuple[int, RegularPlan], ...]
    """(child, what it would get), of those asked for."""
    balance_cents: int
    prepaid: bool
    has_waiting_list: bool
    blocked: Refused | None
    """What stands in the way of all of it (wallet, document…)."""

    @property
    def total_cents(self) -> int:
        return sum(plan.total_cents for _, plan in self.plans)

    @property
    def picks(self) -> tuple[ChildPicks, ...]:
        """What is then asked to be saved; children who get nothing are left out."""
        return tuple(ChildPicks(child_id, plan.picks) for child_id, plan in self.plans if plan.picks)
