"""What a store's address says, in libpq's own words, and what it never holds."""

from pathlib import Path

import pytest

from portail_tui.domain.ops.store_url import (
    AddressFault,
    InvalidAddress,
    PostgresAddress,
    SqliteAddress,
    read_address,
)


@pytest.mark.parametrize(
    ("url", "path"), [("sqlite:////srv/town.db", "/srv/town.db"), ("sqlite:///town.db", "town.db")]
)
def test_three_slashes_are_relative_and_four_absolute(url: str, path: str):
    assert read_address(url) == SqliteAddress(Path(path))


@pytest.mark.parametrize(
    ("url", "parameters", "told"),
    [
        (
            "postgresql://agent@srv:5433/town?sslmode=verify-full&sslrootcert=/etc/ca.pem",
            {
                "user": "agent",
                "host": "srv",
                "port": "5433",
                "dbname": "town",
                "sslmode": "verify-full",
                "sslrootcert": "/etc/ca.pem",
            },
            "postgresql://agent@srv:5433/town",
        ),
        (
            "postgresql://h1:5432,h2:5433/town?target_session_attrs=read-write",
            {"host": "h1,h2", "port": "5432,5433", "dbname": "town", "target_session_attrs": "read-write"},
            "postgresql://h1:5432,h2:5433/town",
        ),
        (
            "postgresql://agent@/town?host=h1:5432&host=h2:5433",
            {"user": "agent", "host": "h1,h2", "port": "5432,5433", "dbname": "town"},
            "postgresql://agent@h1:5432,h2:5433/town",
        ),
        (
            "postgresql:///town?host=h1,h2&port=5432",
            {"host": "h1,h2", "port": "5432", "dbname": "town"},
            "postgresql://h1:5432,h2:5432/town",
        ),
        (
            "postgres://[2001:db8::1]:5432/town",
            {"host": "2001:db8::1", "port": "5432", "dbname": "town"},
            "postgresql://2001:db8::1:5432/town",
        ),
        (
            "postgresql://jean%40mairie:@/town?host=/run/postgresql",
            {"user": "jean@mairie", "host": "/run/postgresql", "dbname": "town"},
            "postgresql://jean@mairie@/run/postgresql/town",
        ),
        ("postgresql:///?service=town", {"service": "town"}, "postgresql:///?service=town"),
    ],
)
def test_a_server_is_named_as_libpq_does(url: str, parameters: dict[str, str], told: str):
    address = read_address(url)
    assert isinstance(address, PostgresAddress)
    assert address.parameters == parameters
    assert address.told == told


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://agent:secret@srv/town",
        "postgresql://srv/town?password=secret",
        "postgresql://srv/town?sslpassword=secret",
    ],
)
def test_a_password_in_an_address_is_refused_and_never_repeated(url: str):
    with pytest.raises(InvalidAddress) as refused:
        read_address(url)
    assert refused.value.fault is AddressFault.HOLDS_A_PASSWORD
    assert "secret" not in repr(refused.value)


@pytest.mark.parametrize(
    "url",
    ["", "town.db", "sqlite://", "sqlite:///", "mysql://h/b", "postgresql://h/b?x", "postgresql://[::1/b"],
)
def test_what_names_no_store_is_refused(url: str):
    with pytest.raises(InvalidAddress) as refused:
        read_address(url)
    assert refused.value.fault is AddressFault.NOT_UNDERSTOOD
