"""Invariants of a store, checked over the whole of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import Connection, text

from portail_tui.store.queries.bookings.places import HOLDING


class Anomaly(StrEnum):
    LEDGER_UNBALANCED = "ledger_unbalanced"
    MOVEMENT_UNBALANCED = "movement_unbalanced"
    PLACES_MISCOUNTED = "places_miscounted"
    WAITING_MISCOUNTED = "waiting_miscounted"
    CHARGE_UNLIKE_BOOKING = "charge_unlike_booking"
    CHILD_TWICE = "child_twice"
    FILE_DAMAGED = "file_damaged"
    ROWS_WITHOUT_PARENT = "rows_without_parent"


_COUNTED = (
    "SELECT count(*) FROM slot LEFT JOIN (SELECT slot_id, count(*) AS n FROM booking "
    "WHERE status IN ({states}) GROUP BY slot_id) held ON held.slot_id = slot.id "
    "WHERE {count} <> coalesce(held.n, 0)"
)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_QUESTIONS = {
    Anomaly.LEDGER_UNBALANCED: (
        "SELECT count(*) FROM (SELECT l.regie_id FROM ledger_entry e "
        "JOIN ledger_account l ON l.id = e.account_id GROUP BY l.regie_id HAVING sum(e.cents) <> 0) uneven"
    ),
    Anomaly.MOVEMENT_UNBALANCED: (
        "SELECT count(*) FROM (SELECT movement_id FROM ledger_entry GROUP BY movement_id "
        "HAVING sum(cents) <> 0) uneven"
    ),
    Anomaly.PLACES_MISCOUNTED: _COUNTED.format(states=_quoted(HOLDING), count="taken"),
    Anomaly.WAITING_MISCOUNTED: _COUNTED.format(states="'waiting'", count="waiting"),
    Anomaly.CHARGE_UNLIKE_BOOKING: (
        "SELECT count(*) FROM booking b JOIN slot s ON s.id = b.slot_id JOIN unit u ON u.id = s.unit_id "
        "JOIN activity a ON a.id = u.activity_id LEFT JOIN (SELECT m.booking_id, sum(e.cents) AS cents "
        "FROM ledger_movement m JOIN ledger_entry e ON e.movement_id = m.id "
        "JOIN ledger_account l ON l.id = e.account_id WHERE l.kind = 'revenue' "
        "GROUP BY m.booking_id) charged ON charged.booking_id = b.id "
        "WHERE a.is_prepaid AND coalesce(charged.cents, 0) <> "
        "CASE WHEN b.status IN ('booked', 'pending') THEN b.cents + b.third_party_cents ELSE 0 END"
    ),
    Anomaly.CHILD_TWICE: (
        "SELECT count(*) FROM booking one JOIN slot a ON a.id = one.slot_id JOIN unit u ON u.id = a.unit_id "
        "JOIN booking two ON two.child_id = one.child_id AND two.id > one.id "
        "JOIN slot b ON b.id = two.slot_id AND b.day = a.day JOIN unit v ON v.id = b.unit_id "
        "AND v.starts_minute < u.ends_minute AND u.starts_minute < v.ends_minute "
        "WHERE one.status IN ('booked', 'pending') AND two.status IN ('booked', 'pending')"
    ),
}


def anomalies(connection: Connection) -> dict[Anomaly, int]:
    """Number of violations of each invariant; those without any are left out."""
    found = {what: int(connection.execute(text(sql)).scalar_one()) for what, sql in _QUESTIONS.items()}
    if connection.dialect.name == "sqlite":
        pages = [row[0] for row in connection.execute(text("PRAGMA integrity_check"))]
        found[Anomaly.FILE_DAMAGED] = 0 if pages == ["ok"] else len(pages)
        found[Anomaly.ROWS_WITHOUT_PARENT] = len(connection.execute(text("PRAGMA foreign_key_check")).all())
    return {what: count for what, count in found.items() if count}


def counts(connection: Connection) -> tuple[int, int]:
    """Number of families and of bookings in the store."""
    families, bookings = (
        int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 (two names)
        for table in ("family", "booking")
    )
    return families, bookings


def engine_words(connection: Connection) -> tuple[str, bool | None]:
    """The engine's version, and whether the way to it is encrypted; None where there is no way to go."""
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.execute(text('SELECT sqlite_version()')).scalar_one()}", None
    version = connection.execute(text("SHOW server_version")).scalar_one()
    # asked of this end: behind a pooler, the server only knows the way from there
    is_encrypted = connection.connection.driver_connection.pgconn.ssl_in_use  # type: ignore[union-attr]
    return f"PostgreSQL {version}", bool(is_encrypted)
