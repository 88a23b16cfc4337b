"""Garbage collection: none while a session starts, and never among objects that stay until its end.

Modules, styles and tables are a few hundred thousand objects; scanning all of them takes a tenth of a second,
in the middle of a key press.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from portail_tui.portal import Portal, SessionStart

NEW_OBJECTS = 10_000
"""New objects between two collections: a screen makes a few thousand for each key."""


@contextmanager
def few_rounds(start: SessionStart) -> Iterator[SessionStart]:
    """The same start, with no round until its store is loaded, and short ones afterwards."""
    threshold = gc.get_threshold()
    gc.disable()
    gc.set_threshold(NEW_OBJECTS, *threshold[1:])

    def load() -> Portal:
        try:
            return start.load()
        finally:
            gc.freeze()
            gc.enable()

    try:
        yield replace(start, load=load)
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
        gc.enable()
