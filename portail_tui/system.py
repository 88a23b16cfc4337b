"""The system's own clock and identifiers: the one place that asks for them; everything else is given them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random


class SystemClock:
    """This machine's clock."""

    def now(self) -> datetime:
        """The present UTC instant, aware."""
        return datetime.now(UTC)  # noqa: TID251 (the only reading of the system's clock)


def chance() -> random.Random:
    """A source of chance, the system's: two processes never draw the same, forked or not."""
    import random  # noqa: PLC0415 (the first frame does without)

    return random.SystemRandom()


def draw(count: int) -> bytes:
    """So many bytes drawn by the system, for keys and what encrypts with them."""
    return os.urandom(count)


def new_id() -> str:
    """A fresh identifier, 32 hexadecimal digits drawn by the system."""
    return os.urandom(16).hex()
