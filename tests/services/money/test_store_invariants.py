"""The questions that other tests ask of a store's rows can all be answered badly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, text

from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.money.invoice_postings import movements_of
from portail_tui.domain.money.ledger import Cause, Movement, Posting, take, wallet_of
from portail_tui.store.queries.money import ledger
from tests.support.machine.clocks import PLAY_DAY
from tests.support.stores import invariants
from tests.support.towns.invoices import LINE
from tests.support.towns.small_town import LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON, MIDI, REGIE

NOON = ("MIDI", "Midi", 12 * 60, 13 * 60)


def sql(*statements: str) -> Callable[[Connection], None]:
    def run(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    return run


def test_each_fault_of_the_books_is_told(town: LittleTown):
    canteen = town.activity(units=(MIDI,), late=DAY_BEFORE_NOON, cancelling=DAY_BEFORE_NOON)
    chess = town.activity(units=(NOON,), prepaid=False)
    lunch, game = town.slot(canteen, capacity=1), town.slot(chess, capacity=1)
    portal = town.portal()
    parent, other, *waiters = (Parent(portal, town.home(f"Famille {number}")) for number in range(4))
    other.books(chess, game)
    town.clock.instant = at(DAY - timedelta(days=1), 9)
    parent.books(canteen, lunch, cents=550)
    for waiter in waiters:
        waiter.waits(canteen, lunch)
    town.clock.instant = at(DAY + timedelta(days=1), 9)
    agent = town.account(Role.AGENT, "agent@petit-bourg.example")
    portal.issue_invoice(operation_id="issue", actor=agent, family_id=other.home.id, last_on=DAY)
    assert town.value("SELECT count(*) FROM invoice") == 1
    assert town.faults() == []
    mine = town.value("SELECT id FROM booking WHERE family_id = :f", f=parent.home.id)
    invoiced = town.value("SELECT id FROM booking WHERE slot_id = :s", s=game)

    def pays(cents: int, home: int, booking: int, cause: Cause = Cause.BOOKING) -> Movement:
        return take(
            cause,
            family_id=home,
            regie_id=REGIE,
            activity_id=canteen,
            booking_id=booking,
            cents=cents,
            label="",
            day=DAY,
        )

    def posts(*movements: Movement, operation: str = "desk") -> Callable[[Connection], None]:
        return lambda connection: ledger.post(connection, movements, f"{operation}-x", PLAY_DAY)

    without_cause = Movement(
        cause=Cause.BOOKING,
        label="",
        postings=tuple(
            Posting(wallet_of(one.home.id, REGIE), cents) for one, cents in ((parent, -5), (other, 5))
        ),
    )
    extra = (
        "INSERT INTO ledger_entry (movement_id, account_id, cents) "
        "SELECT {0}(m.id), min(l.id), {1} FROM ledger_movement m, ledger_account l"
    )
    first, last = extra.format("min", 5), extra.format("max", -5)
    regie = "INSERT INTO regie (id, code, name) VALUES (9, 'AUTRE', 'Autre')"
    another_line = (
        "INSERT INTO invoice_line (invoice_id, child_id, activity_id, day, cents, third_party_cents) "
        "SELECT invoice_id, child_id, activity_id, day, 5, 0 FROM invoice_line"
    )
    (owes,) = movements_of(
        [replace(LINE, activity_id=chess)], family_id=other.home.id, regie_id=REGIE, label=""
    )
    tampered: list[tuple[str, Callable[[Connection], None]]] = [
        ("the ledger does not sum to zero", sql(first)),
        ("a movement does not sum to zero", sql(first, last)),
        ("a movement leaves its régie", sql(regie, "UPDATE ledger_account SET regie_id = 9")),
        ("a movement has no cause", posts(without_cause)),
        ("money moved without an audit line", posts(pays(0, parent.home.id, mine), operation="nobody")),
        ("a family paid for another's booking", posts(pays(100, other.home.id, mine))),
        ("a booking's money is not what it was charged", posts(pays(1, parent.home.id, mine))),
        ("a booking's money is not what it was charged", sql("UPDATE booking SET status = 'cancelled'")),
        ("a surcharge is not a movement of its own", sql("UPDATE booking SET surcharge_cents = 0")),
        ("an invoiced day was taken from a wallet", posts(pays(300, other.home.id, invoiced))),
        ("an invoice is not the sum of its lines", sql(another_line)),
        ("an activity did not earn what was invoiced of it", sql(another_line)),
        ("a family does not owe what it was invoiced", posts(owes)),
        (
            "an invoiced day is not what its family booked",
            sql(f"UPDATE booking SET cents = 301 WHERE id = {invoiced}"),
        ),
        ("a series of invoices has a hole", sql("UPDATE invoice_counter SET last = last + 1")),
        (
            "an invoice was paid by money that did not come",
            sql(
                "INSERT INTO invoice_payment (invoice_id, movement_id, cents, means) "
                "SELECT min(i.id), min(m.id), 5, 'card' FROM invoice i, ledger_movement m"
            ),
        ),
        ("a booking took a wallet under the floor", posts(pays(9451, parent.home.id, mine))),
        ("a slot's places are miscounted", sql("UPDATE slot SET taken = taken + 1")),
        ("a slot's waiting list is miscounted", sql("UPDATE slot SET waiting = 0")),
        ("a slot is over its capacity", sql("UPDATE slot SET capacity = 0")),
        (
            "a group is over its places",
            sql(
                """UPDATE activity SET groups = '[{"code": "CP", "places": 0}]'""",
                "UPDATE booking SET group_code = 'CP'",
            ),
        ),
        ("two entries have one place in a list", sql("UPDATE booking SET wait_order = 1")),
        (
            "a child is expected twice at the same time",
            sql(f"UPDATE booking SET child_id = {parent.home.child} WHERE slot_id = {game}"),
        ),
    ]
    for sentence, tamper in tampered:
        with town.store.writing() as connection:
            tamper(connection)
            assert sentence in invariants.faults(connection)
            connection.rollback()
    assert {sentence for sentence, _ in tampered} == set(invariants.SENTENCES)
    assert town.faults() == []
