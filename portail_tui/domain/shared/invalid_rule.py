"""A rule that cannot be meant."""

from __future__ import annotations


class InvalidRule(ValueError):
    """A rule that cannot be meant; the message is a French sentence for whoever wrote the règlement.

    ``path``: which part of the rule, as keys and list positions from the rule itself; empty for all of it.
    """

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path
