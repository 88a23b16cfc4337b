"""What must never be true of any store, asked of its rows and not of the portal."""

from __future__ import annotations

import json

from sqlalchemy import Connection, text

_HOLDS = "('booked', 'pending', 'offered')"
_COUNT = "(SELECT count(*) FROM booking b WHERE b.slot_id = s.id AND b.status"
_ENTRIES = (
    "ledger_entry e JOIN ledger_movement m ON m.id = e.movement_id "
    "JOIN ledger_account l ON l.id = e.account_id"
)
_DAYS = (
    "booking b JOIN slot s ON s.id = b.slot_id JOIN unit u ON u.id = s.unit_id "
    "JOIN activity a ON a.id = u.activity_id"
)


def _moved(kind: str, cause: str = "") -> str:
    """What a booking has moved, in all, in accounts of a kind."""
    only = f" AND m.cause = '{cause}'" if cause else ""
    entries = f"{_ENTRIES} WHERE m.booking_id = b.id AND l.kind = '{kind}'{only}"
    return f"coalesce((SELECT sum(e.cents) FROM {entries}), 0)"


def _now(column: str) -> str:
    """What a booking owes now."""
    return f"CASE WHEN b.status IN ('booked', 'pending') THEN {column} ELSE 0 END"


_FAULTS = {
    "the ledger does not sum to zero": (
        f"SELECT l.regie_id FROM {_ENTRIES} GROUP BY l.regie_id HAVING sum(e.cents) <> 0"
    ),
    "a movement does not sum to zero": (
        f"SELECT m.id FROM {_ENTRIES} GROUP BY m.id HAVING sum(e.cents) <> 0 OR count(*) < 2"
    ),
    "a movement leaves its régie": f"SELECT m.id FROM {_ENTRIES} WHERE l.regie_id <> m.regie_id",
    "a movement has no cause": (
        "SELECT m.id FROM ledger_movement m WHERE (m.booking_id IS NULL) = "
        "(m.cause IN ('booking', 'surcharge', 'cancellation', 'repricing'))"
    ),
    "a family paid for another's booking": (
        f"SELECT m.id FROM {_ENTRIES} JOIN booking b ON b.id = m.booking_id WHERE l.kind = 'wallet' "
        "AND (l.family_id <> b.family_id OR m.family_id <> b.family_id)"
    ),
    "a booking's money is not what it was charged": (
        f"SELECT b.id FROM {_DAYS} WHERE a.is_prepaid AND ({_moved('wallet')} <> -{_now('b.cents')} "
        f"OR {_moved('revenue')} <> {_now('b.cents + b.third_party_cents')})"
    ),
    "a surcharge is not a movement of its own": (
        f"SELECT b.id FROM {_DAYS} WHERE a.is_prepaid AND b.status IN ('booked', 'pending') "
        f"AND {_moved('revenue', 'surcharge')} <> b.surcharge_cents AND NOT EXISTS "
        "(SELECT 1 FROM ledger_movement m WHERE m.booking_id = b.id AND m.cause = 'repricing')"
    ),
    "an invoiced day was taken from a wallet": (
        f"SELECT b.id FROM {_DAYS} WHERE NOT a.is_prepaid AND {_moved('wallet')} <> 0"
    ),
    "a booking took a wallet under the floor": (
        # what an operation takes together is one withdrawal
        "SELECT 1 FROM (SELECT max(CASE WHEN m.cause IN ('booking', 'surcharge', 'refund') AND e.cents < 0 "
        "THEN 1 ELSE 0 END) AS takes, "
        "sum(sum(e.cents)) OVER (PARTITION BY l.id ORDER BY min(m.id)) AS leaves "
        f"FROM {_ENTRIES} WHERE l.kind = 'wallet' GROUP BY l.id, m.operation_id) AS done "
        "WHERE takes = 1 AND leaves < (SELECT floor_cents FROM town)"
    ),
    "a slot's places are miscounted": f"SELECT s.id FROM slot s WHERE taken <> {_COUNT} IN {_HOLDS})",
    "a slot's waiting list is miscounted": f"SELECT s.id FROM slot s WHERE waiting <> {_COUNT} = 'waiting')",
    "a slot is over its capacity": f"SELECT s.id FROM slot s WHERE {_COUNT} IN {_HOLDS}) > capacity",
    "two entries have one place in a list": (
        "SELECT slot_id FROM booking WHERE status = 'waiting' "
        "GROUP BY slot_id, wait_order HAVING count(*) > 1"
    ),
    "a child is expected twice at the same time": (
        f"SELECT b.id FROM {_DAYS} JOIN booking c ON c.child_id = b.child_id AND c.id > b.id "
        "JOIN slot d ON d.id = c.slot_id AND d.day = s.day JOIN unit v ON v.id = d.unit_id "
        f"WHERE b.status IN {_HOLDS} AND c.status IN {_HOLDS} "
        "AND u.starts_minute < v.ends_minute AND v.starts_minute < u.ends_minute"
    ),
}


_INVOICED = f"{_ENTRIES} WHERE m.cause = 'invoice'"
_FAULTS |= {
    "an invoice is not the sum of its lines": (
        "SELECT i.id FROM invoice i LEFT JOIN invoice_line n ON n.invoice_id = i.id "
        "GROUP BY i.id HAVING i.total_cents <> coalesce(sum(n.cents), 0) "
        "OR i.third_party_cents <> coalesce(sum(n.third_party_cents), 0)"
    ),
    "a family does not owe what it was invoiced": (
        "SELECT f.id FROM family f WHERE "
        "coalesce((SELECT sum(i.total_cents) FROM invoice i WHERE i.family_id = f.id), 0) <> "
        f"-coalesce((SELECT sum(e.cents) FROM {_INVOICED} AND l.kind = 'receivable' "
        "AND l.family_id = f.id), 0)"
    ),
    "an activity did not earn what was invoiced of it": (
        "SELECT a.id FROM activity a WHERE coalesce((SELECT sum(n.cents + n.third_party_cents) "
        "FROM invoice_line n WHERE n.activity_id = a.id), 0) <> "
        f"coalesce((SELECT sum(e.cents) FROM {_INVOICED} AND l.kind = 'revenue' "
        "AND l.activity_id = a.id), 0)"
    ),
    "an invoiced day is not what its family booked": (
        "SELECT n.id FROM invoice_line n JOIN invoice i ON i.id = n.invoice_id "
        "JOIN booking b ON b.id = n.booking_id WHERE b.status <> 'booked' OR b.family_id <> i.family_id "
        "OR b.cents <> n.cents OR b.third_party_cents <> n.third_party_cents"
    ),
    "a series of invoices has a hole": (
        "SELECT i.year FROM invoice i LEFT JOIN invoice_counter c "
        "ON c.regie_id = i.regie_id AND c.kind = i.kind AND c.year = i.year "
        "GROUP BY i.regie_id, i.kind, i.year HAVING min(i.number) <> 1 "
        "OR max(i.number) <> count(*) OR max(i.number) <> coalesce(max(c.last), 0)"
    ),
    "an invoice was paid by money that did not come": (
        "SELECT p.id FROM invoice_payment p JOIN invoice i ON i.id = p.invoice_id WHERE p.cents <> "
        f"coalesce((SELECT sum(e.cents) FROM {_ENTRIES} WHERE m.id = p.movement_id "
        "AND l.kind = 'receivable' AND l.family_id = i.family_id), 0)"
    ),
}

_UNTOLD = "money moved without an audit line"
_OVERFULL = "a group is over its places"
SENTENCES = (*_FAULTS, _UNTOLD, _OVERFULL)


def faults(connection: Connection) -> list[str]:
    """A sentence for each rule of the books that a store breaks; empty where they are whole."""
    found = [
        sentence for sentence, offenders in _FAULTS.items() if connection.execute(text(offenders)).first()
    ]
    if _untold_movements(connection):
        found.append(_UNTOLD)
    if _overfull_groups(connection):
        found.append(_OVERFULL)
    return found


def _untold_movements(connection: Connection) -> list[str]:
    details = connection.execute(text("SELECT detail FROM audit_event WHERE detail LIKE '%operation%'"))
    told = {json.loads(detail).get("operation") for (detail,) in details}
    moved = connection.execute(
        text("SELECT DISTINCT operation_id FROM ledger_movement WHERE operation_id NOT LIKE 'desk-%'")
    )
    # a change of grids posts its movements under its own identifier and a number
    return [one for (one,) in moved if one not in told and one.rpartition(":")[0] not in told]


def _overfull_groups(connection: Connection) -> list[tuple[int, str]]:
    places = {
        (activity_id, group["code"]): group.get("places")
        for activity_id, groups in connection.execute(
            text("SELECT id, groups FROM activity WHERE groups <> '[]'")
        )
        for group in json.loads(groups)
    }
    if not places:
        return []
    held = connection.execute(
        text(
            f"SELECT a.id, b.group_code, s.id, count(*) FROM {_DAYS} WHERE b.status IN {_HOLDS} "
            "AND b.group_code <> '' GROUP BY a.id, b.group_code, s.id"
        )
    )
    return [
        (slot_id, code)
        for activity_id, code, slot_id, count in held
        if (most := places.get((activity_id, code))) is not None and count > most
    ]
