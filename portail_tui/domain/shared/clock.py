"""The clock that everything is given: nothing asks the system for the time."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present UTC instant, aware."""
        ...
