"""Sending queued mails, after the write that queued them is committed. Each is claimed by one sender, sent,
and marked.

A sender that dies between sending and marking causes the mail to be sent once more when its claim has ended,
under the same Message-ID. Where the server takes no mail at all, mails wait. A mail that is refused is tried
again after growing pauses, then given up, and staff sees it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakMethod

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.ops.mail import (
    MOST_TRIES,
    DeadLetter,
    Letter,
    MailFault,
    is_address,
    pause_after,
)
from portail_tui.domain.ops.store_errors import StoreTrouble
from portail_tui.domain.rules.rulebook import Town, TownContact
from portail_tui.domain.shared.refusals import Refused
from portail_tui.domain.staff.permissions import Permission
from portail_tui.gateways.protocols import Delivery, Mailer, MailTrouble, NotTaken
from portail_tui.services.accounts.change_email import code_to_mail
from portail_tui.services.accounts.reset_password import secret_to_mail
from portail_tui.services.core.access import show_to_staff
from portail_tui.services.core.mail_records import read_mail, subject_of
from portail_tui.store.queries.ops import outbox
from portail_tui.store.queries.ops.outbox import Claimed
from portail_tui.texts.mails.accounts import EmailChangeCode, NewPassword
from portail_tui.texts.mails.letter import letter as letter_of

if TYPE_CHECKING:
    from portail_tui.services.core.context import ServiceContext

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=5)
"""Far longer than a server may stay silent: a sender whose claim is this old has died."""
QUIET = timedelta(minutes=5)
"""How long a session stops trying a server that took no mail."""
MOST_BY_A_SESSION = 20
"""Bound on what one session sends; the upkeep sends the rest."""
MOST_SHOWN = 200


@dataclass(slots=True)
class Posted:
    """What became of the mails that were due."""

    sent: int = 0
    put_off: int = 0
    """Not taken this time: tried again later."""
    dead: int = 0
    trouble: MailTrouble | None = None
    """Why the server took no more of them."""


def send_mails(context: ServiceContext, *, holder: str, most: int | None = None) -> Posted:
    """Send the mails that are due, ``most`` of them at most; none where the town has no mail server.
    ``holder``: a fresh identifier. Raises StoreTrouble; what was sent until then is sent."""
    posted = Posted()
    with context.store.reading() as connection:
        town = context.rulebooks.in_force(connection).town
        is_due = outbox.is_due(connection, context.store.now(connection))
    if context.mailer is None or town.mail is None or not is_due:
        return posted
    try:
        with connected(context.mailer, town) as delivery:
            while most is None or posted.sent < most:
                if (claimed := _claim(context, holder)) is None:
                    break
                _send(context, delivery, claimed, holder, town.contact, posted)
    except MailTrouble as trouble:
        posted.trouble = trouble
    return posted


def connected(mailer: Mailer, town: Town) -> AbstractContextManager[Delivery]:
    """A connection to the town's server (it has one), in the name of the town and of those who answer where
    « [courriel] » says no other. Raises MailTrouble."""
    server, contact = town.mail, town.contact
    assert server is not None, "a town that sends no mail"
    answers = contact.email if is_address(contact.email) else ""
    return mailer.connected(
        replace(server, sender_name=server.sender_name or contact.name, reply_to=server.reply_to or answers)
    )


def dead_letters(context: ServiceContext, *, actor: Actor) -> tuple[DeadLetter, ...] | Refused:
    """Mails that could not be delivered, newest first, for the town's staff alone."""
    return show_to_staff(context, actor, Permission.READ_UNSENT_MAILS, "dead_letters", dead_now)


def dead_now(connection: Connection) -> tuple[DeadLetter, ...]:
    """Like ``dead_letters``, with no check of access."""
    return tuple(
        DeadLetter(
            subject=subject_of(row.kind, row.params),
            recipient=row.recipient,
            written_at=row.created_at,
            tries=row.attempts,
            answer=row.last_error or "",
        )
        for row in outbox.dead(connection, MOST_SHOWN)
    )


class MailSender:
    """Sends what a session's writes have queued, beside it: nobody waits for a mail server. One thread at a
    time, which ends with its work; a session that ends first leaves its mails to the upkeep.

    The thread belongs to the process that started it: a forked child starts one of its own, for the mails
    that it queues itself."""

    def __init__(self, context: ServiceContext, new_id: Callable[[], str]) -> None:
        self._context = context
        self._new_id = new_id
        self._quiet_until: datetime | None = None
        self._be_idle()
        forget = WeakMethod(self._be_idle)
        os.register_at_fork(after_in_child=lambda: (method := forget()) and method())

    def _be_idle(self) -> None:
        """Nothing under way, nobody holding the lock: at the beginning, and in a forked child."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._is_asked = False

    def wake(self) -> None:
        """Mails may have been queued."""
        if self._context.mailer is None or self._context.rulebooks.mail_server is None:
            return
        with self._lock:
            self._is_asked = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="mail", daemon=True)
                self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until nothing is being sent any more, at most so many seconds."""
        if (thread := self._thread) is not None:
            thread.join(seconds)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._is_asked:
                    self._thread = None
                    return
                self._is_asked = False
            try:
                self._send()
            except StoreTrouble as trouble:
                log.warning("mails are left to the upkeep: %s", trouble.fault)
            except Exception:
                log.exception("mails are left to the upkeep")

    def _send(self) -> None:
        with self._context.store.reading() as connection:
            now = self._context.store.now(connection)
        if self._quiet_until is not None and now < self._quiet_until:
            return
        posted = send_mails(self._context, holder=self._new_id(), most=MOST_BY_A_SESSION)
        if posted.trouble is not None:
            self._quiet_until = now + QUIET
            log.warning("the mail server takes no mail: %s", posted.trouble)


def _claim(context: ServiceContext, holder: str) -> Claimed | None:
    def claim(connection: Connection) -> Claimed | None:
        now = context.store.now(connection)
        return outbox.claim_next(connection, holder, now=now, until=now + CLAIM)

    return context.store.write(claim)


def _send(
    context: ServiceContext,
    delivery: Delivery,
    claimed: Claimed,
    holder: str,
    contact: TownContact,
    posted: Posted,
) -> None:
    try:
        letter = _letter(context, claimed, contact)
    except (ArithmeticError, LookupError, ValueError):
        log.exception("mail %d has no text", claimed.id)
        _end(context, claimed, holder, posted, NotTaken("texte impossible", for_good=True))
        return
    if letter is None:
        context.store.write(
            lambda connection: outbox.set_sent(connection, claimed.id, holder), safe_twice=True
        )
        return
    try:
        delivery.send(letter)
    except NotTaken as why:
        _end(context, claimed, holder, posted, why)
        return
    except MailTrouble as trouble:
        if trouble.fault is MailFault.UNREACHABLE:  # lost while this one was sent: it may be the reason
            _end(context, claimed, holder, posted, NotTaken(trouble.answer, for_good=False))
        else:
            context.store.write(lambda connection: outbox.give_back(connection, claimed.id, holder))
        raise
    context.store.write(lambda connection: outbox.set_sent(connection, claimed.id, holder), safe_twice=True)
    posted.sent += 1


def _letter(context: ServiceContext, claimed: Claimed, contact: TownContact) -> Letter | None:
    """The mail as it leaves; None for one that was queued for nobody. Raises ValueError where it cannot be
    read."""
    mail = read_mail(claimed.kind, claimed.params)
    message_id = f"portail.{int(claimed.created_at.timestamp())}.{claimed.id}"
    if isinstance(mail, NewPassword):
        secret = secret_to_mail(context, mail.account_id, asked_at=claimed.created_at)
        if secret is None:
            return None
        text = mail.text(secret)
        message_id += f".{claimed.tries}"  # each has another secret: none may be taken for a copy
    elif isinstance(mail, EmailChangeCode):
        code = code_to_mail(context, mail.account_id)
        if code is None:
            return None
        text = mail.text(code)
        message_id += f".{claimed.tries}"
    else:
        text = mail.text()
    subject, body = letter_of(text, contact)
    return Letter(
        message_id=message_id,
        written_at=claimed.created_at,
        recipient=claimed.recipient,
        subject=subject,
        body=body,
    )


def _end(context: ServiceContext, claimed: Claimed, holder: str, posted: Posted, why: NotTaken) -> None:
    """Put a mail off that was not taken, or give it up."""
    is_dead = why.for_good or claimed.tries >= MOST_TRIES

    def end(connection: Connection) -> None:
        if is_dead:
            outbox.set_dead(connection, claimed.id, holder, why=why.answer)
            return
        until = context.store.now(connection) + pause_after(claimed.tries)
        outbox.put_off(connection, claimed.id, holder, why=why.answer, until=until)

    context.store.write(end, safe_twice=True)
    posted.dead += is_dead
    posted.put_off += not is_dead
