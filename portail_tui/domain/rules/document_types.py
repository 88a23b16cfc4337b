"""Types of documents that a town asks for."""

from __future__ import annotations

from dataclasses import dataclass

MEANS_PROOF = "QUOTIENT"
"""Code, in the town's file, of the household's paper that proves its quotient or its income."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    id: int
    code: str
    label: str
    for_child: bool
    is_yearly: bool
    """Asked for once a school year."""
    needs_validation: bool
    """False where the town takes it as good once sent."""
