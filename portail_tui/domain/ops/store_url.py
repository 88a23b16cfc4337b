"""The address of a town's store: a URL that names a file of this machine, or a PostgreSQL database.

``sqlite:////folder/town.db``, or libpq's own words: ``postgresql://user@host:5432/town?sslmode=verify-full``,
several hosts (``host1:5432,host2:5433`` or ``?host=host1:5432&host=host2:5433``), ``?service=town``.
A password is never part of it: an address is read in settings, histories and lists of processes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

SECRETS = frozenset(
    {"password", "sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"}
)
"""Parameters of libpq that hold a secret; an address never contains them."""

_SQLITE = "sqlite:///"
_POSTGRESQL = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_HOST_AND_PORT = re.compile(r"(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>\d*))?")


class AddressFault(StrEnum):
    NOT_UNDERSTOOD = "not_understood"
    HOLDS_A_PASSWORD = "holds_a_password"  # noqa: S105 (says that there is one)


class InvalidAddress(ValueError):
    """An address that names no store. Never quotes it: it may hold a password."""

    def __init__(self, fault: AddressFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class SqliteAddress:
    path: Path

    @property
    def told(self) -> str:
        """The address in a message to people."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    parameters: Mapping[str, str] = field(default_factory=dict)
    """libpq's connection parameters, by their names there; several hosts are separated by commas."""

    @property
    def told(self) -> str:
        """The address in a message to people, and the key of its password in the keyring: user, host and
        database only."""
        given = self.parameters
        user = f"{given['user']}@" if given.get("user") else ""
        hosts = given.get("host", "").split(",")
        ports = given.get("port", "").split(",")
        if len(ports) != len(hosts):
            ports = ports[:1] * len(hosts)
        where = ",".join(f"{host}:{port}" if port else host for host, port in zip(hosts, ports, strict=True))
        service = f"?service={given['service']}" if given.get("service") else ""
        return f"postgresql://{user}{where}/{given.get('dbname', '')}{service}"


Address = SqliteAddress | PostgresAddress


def read_address(url: str) -> Address:
    """The store named by ``url``. Raises InvalidAddress."""
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        # three slashes for a relative path, four for an absolute one
        path = url.removeprefix(_SQLITE).partition("?")[0]
        if path == url or not path.strip("/"):
            raise InvalidAddress(AddressFault.NOT_UNDERSTOOD)
        return SqliteAddress(Path(path))
    if scheme not in _POSTGRESQL:
        raise InvalidAddress(AddressFault.NOT_UNDERSTOOD)
    try:
        parts = urlsplit(url)
        given = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
    except ValueError:
        raise InvalidAddress(AddressFault.NOT_UNDERSTOOD) from None
    who, _, where = parts.netloc.rpartition("@")
    user, _, password = who.partition(":")
    if password or any(name in SECRETS and value for name, value in given):
        raise InvalidAddress(AddressFault.HOLDS_A_PASSWORD)
    parameters = {"user": unquote(user), "dbname": unquote(parts.path.removeprefix("/"))}
    parameters |= _hosts(unquote(one) for one in where.split(","))
    asked = [value for name, value in given if name == "host"]
    if asked:
        parameters |= _hosts(one for value in asked for one in value.split(","))
    parameters |= {name: value for name, value in given if name != "host"}
    return PostgresAddress({name: value for name, value in parameters.items() if value})


def _hosts(listed: Iterable[str]) -> dict[str, str]:
    """Hosts and ports as libpq lists them. Socket folders (``/run/postgresql``) have no port beside them."""
    hosts, ports = [], []
    for one in listed:
        found = None if one.startswith(("/", "@")) else _HOST_AND_PORT.fullmatch(one)
        hosts.append(found["host"].strip("[]") if found else one)
        ports.append(found["port"] or "" if found else "")
    return {"host": ",".join(hosts), **({"port": ",".join(ports)} if any(ports) else {})}
