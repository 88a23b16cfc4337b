"""Identifiers of writes: what is asked again after its answer was lost is the same operation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from portail_tui.portal import Portal


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing asked for, however often it is sent."""

    id: str
    """Identifier given to the services (``operation_id``)."""
    secret: str
    """Drawn with it, for an address that only its reader is to know: asked again, it is the same address."""


class Operations:
    """Holds the operation of one page or dialog that has no answer yet."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._asked: object = None
        self._open: Operation | None = None

    def of(self, call: Callable[[Portal, Operation], object]) -> Operation:
        """The operation under which ``call`` is sent: the open one where that asked for the very same, else a
        new one. What is asked is the call itself: the Portal's method and its values."""
        asked = call(_ASKED, _ANY)
        if self._open is None or asked != self._asked:
            self._asked, self._open = asked, Operation(self._new_id(), self._new_id())
        return self._open

    def answered(self) -> None:
        """Done or refused: the same asked once more is another operation."""
        self._asked = self._open = None


class _WhatIsAsked:
    """Stands where the Portal does, and answers what was asked of it."""

    def __getattr__(self, method: str) -> Callable[..., tuple[str, dict[str, Any]]]:
        return lambda **values: (method, values)


_ASKED = cast(Portal, _WhatIsAsked())
_ANY = Operation("", "")
