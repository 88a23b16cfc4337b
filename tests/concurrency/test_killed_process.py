"""A process killed in the middle of a booking or an upload leaves nothing half-done, wherever it was."""

from __future__ import annotations

import os
import signal
from typing import Any

from sqlalchemy import event

from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.documents.views import DocumentSent
from portail_tui.portal import Portal
from tests.support.machine.sample_files import pdf
from tests.support.stores.service_contexts import context_behind
from tests.support.towns.small_town import Home, LittleTown, Parent, outcomes
from tests.support.towns.town_activities import YEAR


def die_after(portal: Any, statements: int) -> None:
    """Kill this process, without a word, when it has sent so many statements."""
    sent = 0

    def count(*_event: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(context_behind(portal).store.engine, "after_cursor_execute", count)


def in_a_process(town: LittleTown, home: Any, activity: int, picks: tuple[Pick, ...], dies_at: int) -> bool:
    """Book in a process that dies after ``dies_at`` statements; whether it lived to the end."""
    if (process := os.fork()) == 0:
        try:
            portal = town.portal()
            die_after(portal, dies_at)
            answer = Parent(portal, home).picks(activity, *picks, operation="op")
            os._exit(0 if outcomes(answer) == ["cancelled", "booked", "waiting"] else 3)
        finally:
            os._exit(4)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code == 0


def test_killed_anywhere_it_leaves_nothing_and_the_same_request_ends_the_work(town: LittleTown):
    activity = town.activity()
    mine, free, full = town.slots(activity, 3, capacity=1)
    portal: Any = town.portal()
    other, promoted = (Parent(portal, town.home(name)) for name in ("Autre", "Promu"))
    parent = Parent(portal, town.home(balance=300))
    other.books(activity, full)
    parent.books(activity, mine)
    promoted.waits(activity, mine)
    picks = (
        Pick(slot_id=mine, action=PickAction.CANCEL, shown_cents=300),
        Pick(slot_id=free, action=PickAction.BOOK, shown_cents=300),
        Pick(slot_id=full, action=PickAction.WAIT, shown_cents=0),
    )
    context_behind(portal).store.close()
    before = (town.rows("SELECT id, status FROM booking"), town.balance(parent.home))
    dies_at = 0
    while not in_a_process(town, parent.home, activity, picks, dies_at := dies_at + 1):
        assert (town.rows("SELECT id, status FROM booking"), town.balance(parent.home)) == before
        assert town.value("SELECT count(*) FROM operation WHERE id = 'op'") == 0
        assert town.faults() == []
    assert dies_at > 15  # it was killed between every two statements of the write
    assert promoted.cell(activity).state is DayState.BOOKED_CANCELLABLE
    assert town.balance(parent.home) == 0
    assert outcomes(parent.picks(activity, *picks, operation="op")) == ["cancelled", "booked", "waiting"]
    assert len(town.statuses(free)) == 1
    assert town.faults() == []


def sends_in_a_process(town: LittleTown, home: Home, kind: int, dies_at: int) -> bool:
    """Send a document in a process that dies after ``dies_at`` statements; whether it lived to the end."""
    town.store.close()
    if (process := os.fork()) == 0:
        try:
            portal = town.portal()
            die_after(portal, dies_at)
            os._exit(0 if isinstance(sent(portal, home, kind), DocumentSent) else 3)
        finally:
            os._exit(4)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert code in (0, -signal.SIGKILL)
    return code == 0


def sent(portal: Portal, home: Home, kind: int) -> Any:
    return portal.send_document(
        operation_id="op",
        actor=home.actor,
        family_id=home.id,
        child_id=home.child,
        type_id=kind,
        school_year_id=YEAR,
        name="fiche.pdf",
        content=pdf(),
    )


def test_killed_anywhere_in_an_upload_no_half_document_is_left(town: LittleTown):
    home, kind = town.home(), town.document_type()
    dies_at = 0
    while not sends_in_a_process(town, home, kind, dies_at := dies_at + 1):
        for table in ("document", "document_file", "operation", "outbox_mail", "audit_event"):
            assert town.value(f"SELECT count(*) FROM {table}") == 0, (table, dies_at)
    assert dies_at > 10  # it was killed between every two statements, the file's own included
    assert isinstance(sent(town.portal(), home, kind), DocumentSent)  # asked again, answered again
    assert town.rows(
        "SELECT file_size, length(content) FROM document JOIN document_file ON id = document_id"
    ) == [(len(pdf()), len(pdf()))]
