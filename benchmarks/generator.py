"""Making the town of 30 000 families: seconds, noted when it was made."""

from __future__ import annotations

from benchmarks import towns
from benchmarks.report import verdict

MOST_SECONDS = 120


def measure() -> list[str]:
    """The figure, as lines to print. The town is kept: remove it (``benchmarks.towns``) to measure again."""
    town = towns.town(towns.LARGE)
    what = f"town of {town.families} families, {towns.BOOKINGS_PER_CHILD} bookings a child"
    size = town.path.stat().st_size / 1e9
    return [
        verdict(what, town.seconds, MOST_SECONDS, "s", digits=0),
        f"  {size:.2f} GB, made on {town.made_on}",
    ]
