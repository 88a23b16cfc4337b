"""How many branches of the domain and of the services the tests take: ``make coverage``.

coverage's own bound counts lines and branches together; this one counts branches alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LEAST = 90.0
"""Percent of branches, in each of the two layers."""
LAYERS = ("portail_tui/domain/", "portail_tui/services/")


def report(measured: Mapping[str, Any]) -> tuple[bool, list[str]]:
    """Whether each layer takes enough of its branches, and what to print: the files that miss some, the worst
    last, then the layers.

    ``measured``: what ``coverage json`` writes."""
    files = {name: file["summary"] for name, file in measured["files"].items()}
    worst = sorted((file["missing_branches"], name, file["num_branches"]) for name, file in files.items())
    lines = [f"{missing:4} of {number:4} missed  {name}" for missing, name, number in worst if missing]
    shares = {layer: _share(files, layer) for layer in LAYERS}
    lines.extend(f"{share:6.2f} % of the branches of {layer}" for layer, share in shares.items())
    return all(share >= LEAST for share in shares.values()), lines


def _share(files: Mapping[str, Mapping[str, int]], layer: str) -> float:
    inside = [file for name, file in files.items() if name.startswith(layer)]
    number = sum(file["num_branches"] for file in inside)
    return 100 * sum(file["covered_branches"] for file in inside) / number if number else 0.0


def main(measured: Path) -> int:
    enough, lines = report(json.loads(measured.read_text()))
    print("\n".join(lines))  # noqa: T201
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
