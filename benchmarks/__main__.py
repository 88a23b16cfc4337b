"""``python -m benchmarks [NAME …]``: measure every figure, or those named, and print each with its bound."""

from __future__ import annotations

import sys
from importlib import import_module

from benchmarks.report import machine

FIGURES = (
    "first_frame",
    "generator",
    "statements",
    "opening",
    "month_switch",
    "bookings",
    "alternatives",
    "largest",
    "promotions",
)


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in FIGURES]
    if unknown:
        print(f"no figure {', '.join(unknown)}; there are: {', '.join(FIGURES)}", file=sys.stderr)
        return 2
    print(machine())
    for name in names or FIGURES:
        for line in import_module(f"benchmarks.{name}").measure():
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
