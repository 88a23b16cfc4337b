"""Retries of a write: time limits, number of tries, pauses."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble

BUSY_SECONDS = 5.0
"""Longest wait of a write for others, over all its tries, before the store counts as busy."""
WAITS = 2
"""Number of tries that share that time: a new try is as likely as others to be next."""
TRIES = 6
"""Of a write that the store undid at once because of another's (deadlock, serialization)."""
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5
"""Seconds before the second try, twice as long before each next one, up to the longest."""


class TransientTrouble(StoreTrouble):
    """A fault that the next try may not meet. Nothing of this try was saved."""

    def __init__(self, fault: StoreFault, where: str = "", *, tries: int) -> None:
        super().__init__(fault, where)
        self.tries = tries
        """Total number of tries for such a write."""


@dataclass(frozen=True, slots=True)
class RetryPauses:
    """Random pauses between tries, so that two writes that collided do not collide again."""

    chance: Callable[[], float] = lambda: 1.0
    """A number from 0 to 1, drawn anew each time."""
    pause: Callable[[float], None] = time.sleep

    def before_try(self, number: int) -> None:
        """Wait before the ``number``-th try (the first again is 2)."""
        longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (number - 2))
        self.pause(longest * (0.1 + 0.9 * self.chance()))
