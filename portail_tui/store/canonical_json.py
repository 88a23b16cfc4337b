"""JSON written the same way on both engines."""

from __future__ import annotations

import json
from typing import Any


def canonical(data: Any) -> str:
    """JSON that is the same for the same values."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
