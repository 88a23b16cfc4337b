"""Counting what is asked of a store."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import get_ident
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Engine, event

from portail_tui.portal import Portal


@contextmanager
def counting(*, by: int | None = None) -> Iterator[list[str]]:
    """The statements sent meanwhile (``by`` one thread), the opening of transactions left out."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN") and by in (None, get_ident()):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


NOT_COUNTED = {"log_in", "plan_regular"}
"""Each attempt to log in is written down; a plan of every week is asked for, and opens no screen."""


def counted(portal: Portal, asked: list[tuple[str, int]]) -> Portal:
    """The same portal, noting how many statements each question took; what writes is let through."""

    def noted(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def ask(**request: Any) -> Any:
            with counting(by=get_ident()) as statements:
                answer = method(**request)
            asked.append((name, len(statements)))
            return answer

        return ask

    names = [name for name in dir(type(portal)) if not name.startswith("_")]
    methods = {
        name: method if name in NOT_COUNTED or _writes(method) else noted(name, method)
        for name, method in ((name, getattr(portal, name)) for name in names)
    }
    return cast(Portal, SimpleNamespace(**methods))


def _writes(method: Callable[..., Any]) -> bool:
    return "operation_id" in inspect.signature(method).parameters
