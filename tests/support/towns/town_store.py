"""A town's store as tests write to it and read it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, insert, select, text
from sqlmodel import SQLModel

from portail_tui.bootstrap import open_context, open_portal
from portail_tui.domain.ops.data_keys import WrappingKey
from portail_tui.domain.rules.mail_server import MAIL_SERVER, MailServer
from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.gateways.key_files import KeyPlaces, write_key
from portail_tui.gateways.protocols import CardPayments
from portail_tui.portal import Portal
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.mail_records import queued, read_mail
from portail_tui.services.ops.data_keys import make_first_key
from portail_tui.store.store import Store, open_store, sqlite_path
from portail_tui.texts.mails.letter import letter
from tests.support.machine.clocks import FrozenClock
from tests.support.stores import invariants

CONTACT = TownContact(
    name="Petit-Bourg",
    service="Enfance",
    address=(),
    phone="01 00 00 00 00",
    email="mairie@petit-bourg.example",
    hours=(),
    means_at_desk=(),
)


Town = TypeVar("Town", bound="TownStore")
Asked = ParamSpec("Asked")
Made = TypeVar("Made")


def in_one_transaction(
    make: Callable[Concatenate[Town, Asked], Made],
) -> Callable[Concatenate[Town, Asked], Made]:
    @wraps(make)
    def together(self: Town, *args: Asked.args, **options: Asked.kwargs) -> Made:
        with self._together():
            return make(self, *args, **options)

    return cast(Callable[Concatenate[Town, Asked], Made], together)


class TownStore:
    """A store, what opens it, and what is in it."""

    def __init__(self, url: str, clock: FrozenClock | None = None) -> None:
        self.url = url
        self.clock = clock or FrozenClock()
        self.keys = KeyPlaces(Path("no such folder") / "cle")
        self.store: Store = open_store(url, self.clock, clock_decides=True)
        self._ids = itertools.count(1)
        self._open: Connection | None = None

    @property
    def path(self) -> Path:
        """Its file, where it is one."""
        return sqlite_path(self.url)

    @property
    def is_a_file(self) -> bool:
        return self.url.startswith("sqlite")

    @contextmanager
    def _together(self) -> Iterator[Connection]:
        """One transaction for many rows: a test's town is made of some fifty."""
        if self._open is not None:
            yield self._open
            return
        with self.store.writing() as connection:
            self._open = connection
            try:
                yield connection
            finally:
                self._open = None

    def _rows(self, table: Any, **values: Any) -> int:
        with self._together() as connection:
            done = connection.execute(insert(table).values(**values))
            [key, *_] = done.inserted_primary_key or (0,)
        return key if isinstance(key, int) else 0

    def changed_rules(self) -> None:
        """Tell that the règlement has changed, as whoever changes it does."""
        with self._together() as connection:
            connection.execute(
                text(
                    "INSERT INTO store_meta (key, value) VALUES ('rulebook_revision', '1') ON CONFLICT (key) "
                    "DO UPDATE SET value = CAST(CAST(store_meta.value AS INTEGER) + 1 AS TEXT)"
                )
            )

    def sends_by(self, server: MailServer) -> None:
        """Mails leave by ``server`` from now on."""
        self.run("UPDATE town SET mail = :mail", mail=json.dumps(MAIL_SERVER.write(server)))
        self.changed_rules()

    def makes_its_key(self) -> WrappingKey:
        """The town's data key, wrapped by a key that this machine holds from now on."""
        key = WrappingKey(b"k" * 32)
        write_key(self.keys.file, key)
        context = open_context(self.url, self.clock, keys=self.keys, clock_decides=True, needs_town=False)
        assert make_first_key(context, key)
        return key

    def portal(self, cards: CardPayments | None = None) -> Portal:
        return open_portal(self.url, self.clock, cards=cards, keys=self.keys, clock_decides=True)

    def context(self) -> ServiceContext:
        """What services work with, mails included."""
        return open_context(self.url, self.clock, keys=self.keys, clock_decides=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Another program is changing the whole store, and does not end."""
        other = open_store(self.url, self.clock)
        with other.alone():
            yield
        other.close()

    def run(self, sql: str, **values: Any) -> None:
        """Change something behind the portal's back."""
        with self._together() as connection:
            connection.execute(text(sql), values)

    def rows(self, sql: str, **values: Any) -> list[Any]:
        with self.store.reading() as connection:
            return [tuple(row) for row in connection.execute(text(sql), values)]

    def value(self, sql: str, **values: Any) -> Any:
        return self.rows(sql, **values)[0][0]

    def statuses(self, slot_id: int) -> list[tuple[int, str]]:
        """(family, status) of all bookings of a slot, in order of arrival."""
        return self.rows("SELECT family_id, status FROM booking WHERE slot_id = :s ORDER BY id", s=slot_id)

    def mails(self, kind: str) -> list[tuple[str, Any]]:
        """Recipients and mails of a kind. Their text can be made, and nothing else is stored."""
        rows = self.rows(
            "SELECT recipient, params FROM outbox_mail WHERE kind = :kind ORDER BY id", kind=kind
        )
        found: list[tuple[str, Any]] = []
        for recipient, params in rows:
            mail = read_mail(kind, params)
            letter(mail.text(), CONTACT)
            assert queued(mail, recipient).params == params
            found.append((recipient, mail))
        return found

    def audited(self) -> list[str]:
        return [action for (action,) in self.rows("SELECT action FROM audit_event ORDER BY id")]

    def everything(self) -> str:
        """All that the store holds, as text."""
        tables = SQLModel.metadata.sorted_tables
        with self.store.reading() as connection:
            return "\n".join(str(row) for table in tables for row in connection.execute(select(table)))

    def faults(self) -> list[str]:
        """What must never be true of any store; empty where the books are whole."""
        with self.store.reading() as connection:
            return invariants.faults(connection)
