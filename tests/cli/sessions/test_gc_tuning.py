"""Python's garbage collector keeps out of the way of a session."""

import gc
from typing import cast

import pytest

from portail_tui.cli.sessions.gc_tuning import few_rounds
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.portal import Portal, SessionStart
from tests.support.machine.clocks import FrozenClock


def start(load) -> SessionStart:
    return SessionStart(load=load, clock=FrozenClock(), new_id=lambda: "id")


def test_no_round_while_a_session_starts_and_none_among_what_it_loaded():
    during: list[bool] = []

    def load() -> Portal:
        during.append(gc.isenabled())
        return cast("Portal", object())

    with few_rounds(start(load)) as quiet:
        assert not gc.isenabled()
        quiet.load()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000
    assert during == [False]


def test_a_store_that_does_not_open_leaves_the_collector_at_work():
    def load() -> Portal:
        raise StoreTrouble(StoreFault.MISSING)

    with few_rounds(start(load)) as quiet:
        with pytest.raises(StoreTrouble):
            quiet.load()
        assert gc.isenabled()


def test_afterwards_everything_is_as_it_was():
    before = gc.get_threshold()
    with few_rounds(start(object)) as quiet:
        quiet.load()
        assert gc.get_threshold() != before
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
