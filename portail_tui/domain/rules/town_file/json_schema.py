"""The JSON Schema of a town's file, for the editors that complete and check as one types.

Made of the same declarations that the reader uses: a key is never described twice.
"""

from __future__ import annotations

from typing import Any

from portail_tui.domain.rules.schema import Definitions
from portail_tui.domain.rules.town_file.sections import TOWN_FILE

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema, as plain values."""
    definitions: Definitions = {}
    root = TOWN_FILE.schema(definitions)
    return {
        "$schema": DIALECT,
        "title": "Le fichier d'une commune",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }
