"""When Python looks for garbage: not while a session starts, and never among what stays until its end.

Modules, styles and tables are a few hundred thousand objects. Looking through all of them takes a tenth of a
second, and would come in the middle of a key.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from portail_tui.portal import Portal, SessionStart

NEW_OBJECTS = 10_000
"""How many more objects there are at each round: a screen makes a few thousand for each key."""


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
