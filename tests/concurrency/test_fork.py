"""A forked child has connections and a mail sender of its own, and leaves the parent's alone."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from portail_tui.services.core.context import ServiceContext
from portail_tui.services.ops.send_mail import MailSender
from portail_tui.services.portal import open_to_screens
from portail_tui.store.engines.retry import BUSY_SECONDS
from portail_tui.system import new_id
from tests.support.machine.mail_server import PostOffice, post_office
from tests.support.towns.small_town import LittleTown, Parent, outcomes

SECONDS = 30
"""A child that waits for what does not exist is killed, and its test fails."""


@pytest.fixture
def post(town: LittleTown) -> Iterator[PostOffice]:
    with post_office() as post:
        town.sends_by(post.address())
        yield post


def in_a_child(do: Callable[[], bool]) -> bool:
    """What a forked child answers; False where a warning was given on either side."""
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        # of the mail server's thread, which is this process's as well
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        if (process := os.fork()) == 0:
            signal.alarm(SECONDS)
            code = 1
            try:
                answer = do()
                gc.collect()
                code = 0 if answer and not given else 2
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert code != -signal.SIGALRM, "a deadlock"
    return code == 0 and not given


def portal_and_sender(context: ServiceContext) -> tuple[Any, MailSender]:
    sender = MailSender(context, new_id)
    return open_to_screens(replace(context, mails_queued=sender.wake)), sender


def add(connection: Connection) -> None:
    connection.execute(text("UPDATE store_meta SET value = value || 'x' WHERE key = 'forked'"))


def test_a_child_queries_writes_and_sends_mails_beside_its_parent(town: LittleTown, post: PostOffice):
    activity = town.activity()
    slots = town.slots(activity, 3)
    portal, sender = portal_and_sender(town.context())
    parent = Parent(portal, town.home())

    def books(slot: int) -> bool:
        booked = outcomes(parent.books(activity, slot, operation=f"day-{slot}")) == ["booked"]
        sender.wait(SECONDS)
        return booked

    assert books(slots[0])
    assert in_a_child(lambda: books(slots[1]))
    assert books(slots[2])
    assert [town.statuses(slot) for slot in slots] == [[(parent.home.id, "booked")]] * 3
    assert len(post.letters) == 3
    assert town.value("SELECT count(*) FROM outbox_mail WHERE status <> 'sent'") == 0
    assert town.faults() == []


def test_a_mail_under_way_stays_the_parents(town: LittleTown, post: PostOffice):
    """The parent's thread waits for its mail server when the child is made: the child waits for neither."""
    activity = town.activity()
    slots = town.slots(activity, 2)
    portal, sender = portal_and_sender(town.context())
    parent = Parent(portal, town.home())
    has_come, may_answer = threading.Event(), threading.Event()

    def hold_up() -> None:
        has_come.set()
        may_answer.wait(SECONDS)

    post.on_letter = hold_up
    parent.books(activity, slots[0], operation="parent")
    assert has_come.wait(SECONDS)
    with post_office() as other_post:

        def child() -> bool:
            started = time.monotonic()
            sender.wait(SECONDS)  # nothing of its own is under way
            town.sends_by(other_post.address())
            booked = outcomes(parent.books(activity, slots[1], operation="child")) == ["booked"]
            sender.wait(SECONDS)
            return booked and time.monotonic() - started < SECONDS / 2

        assert in_a_child(child)
        assert (len(post.letters), len(other_post.letters)) == (1, 1)
    may_answer.set()
    sender.wait(SECONDS)
    assert town.value("SELECT count(*) FROM outbox_mail WHERE status <> 'sent'") == 0
    assert town.faults() == []


def test_a_fork_closes_what_is_idle_and_ends_its_thread(town: LittleTown):
    town.run("INSERT INTO store_meta (key, value) VALUES ('forked', '')")
    opened: list[int] = []
    event.listen(town.store.engine, "connect", lambda *_made: opened.append(os.getpid()))
    assert town.value("SELECT value FROM store_meta WHERE key = 'forked'") == ""
    assert "store-idle" in {thread.name for thread in threading.enumerate()}

    def child() -> bool:
        town.store.write(add)
        return (
            opened == [os.getpid()] and town.value("SELECT value FROM store_meta WHERE key='forked'") == "x"
        )

    assert in_a_child(child)
    assert opened == []
    town.store.write(add)
    assert opened == [os.getpid()]
    assert town.value("SELECT value FROM store_meta WHERE key = 'forked'") == "xx"


def test_a_fork_waits_for_the_transactions_of_other_threads(town: LittleTown):
    town.run("INSERT INTO store_meta (key, value) VALUES ('forked', '')")
    has_begun = threading.Event()

    def write() -> None:
        with town.store.writing() as connection:
            add(connection)
            has_begun.set()
            time.sleep(0.2)

    writer = threading.Thread(target=write)
    writer.start()
    assert has_begun.wait(SECONDS)
    started = time.monotonic()

    def child() -> bool:
        town.store.write(add)
        return bool(town.value("SELECT value FROM store_meta WHERE key = 'forked'") == "xx")

    assert in_a_child(child)
    assert time.monotonic() - started < BUSY_SECONDS
    writer.join()
    assert town.faults() == []
