"""Money paid back, and corrections: by the staff alone, with a reason, in the ledger."""

from __future__ import annotations

from typing import Any

import pytest

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.decisions import RefundMeans, WalletChanged
from portail_tui.portal import Portal
from portail_tui.texts.mails.money import Refund
from portail_tui.texts.refusals import refusal
from tests.support.machine.answers import answered
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import Home, LittleTown


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, "agent@petit-bourg.example")


def refunds(portal: Portal, agent: Actor, home: Home, cents: int, **more: Any) -> Any:
    asked = {"operation_id": "r", "means": RefundMeans.TRANSFER, "reason": "Déménagement", **more}
    return portal.record_refund(actor=agent, family_id=home.id, amount_cents=cents, **asked)


def corrects(portal: Portal, agent: Actor, home: Home, cents: int, **more: Any) -> Any:
    asked = {"operation_id": "c", "reason": "Erreur de saisie", **more}
    return portal.record_correction(actor=agent, family_id=home.id, cents=cents, **asked)


def test_what_is_paid_back_leaves_the_wallet_and_is_told(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home(balance=5_000)
    assert refunds(portal, agent, home, 5_000) == WalletChanged("r", -5_000, 0)
    assert town.balance(home) == 0
    assert town.rows(
        "SELECT m.cause, m.label, a.key, e.cents FROM ledger_entry e "
        "JOIN ledger_movement m ON m.id = e.movement_id JOIN ledger_account a ON a.id = e.account_id "
        "WHERE m.operation_id = 'r' ORDER BY e.cents"
    ) == [
        ("refund", "Remboursement : Déménagement", f"wallet:1:{home.id}", -5_000),
        ("refund", "Remboursement : Déménagement", "clearing:1:virement", 5_000),
    ]
    line = answered(portal.wallet(actor=home.actor, family_id=home.id)).lines[0]
    assert (line.label, line.cents, line.balance_cents) == ("Remboursement : Déménagement", -5_000, 0)
    assert town.mails("refund")[0][1] == Refund(
        amount_cents=5_000, means=RefundMeans.TRANSFER, balance_cents=0
    )
    assert town.audited() == ["refund"]
    assert not town.faults()


def test_a_refund_never_takes_a_wallet_below_the_towns_floor(stores: Stores, tmp_path: Any):
    town = LittleTown.founded(stores, tmp_path, floor_cents=1_000)
    portal, home = town.portal(), town.home(balance=1_500)
    agent = town.account(Role.AGENT, "agent@petit-bourg.example")
    too_much = refunds(portal, agent, home, 501)
    assert too_much == Refused(Reason.AMOUNT_INVALID, {"least_cents": 1, "most_cents": 500})
    assert refunds(portal, agent, home, 500) == WalletChanged("r", -500, 1_000)
    assert refunds(portal, agent, home, 1, operation_id="s") == Refused(Reason.NOTHING_TO_REFUND)
    assert town.balance(home) == 1_000


@pytest.mark.parametrize("cents", [0, -100])
def test_a_refund_gives_something_back(town: LittleTown, portal: Portal, agent: Actor, cents: int):
    assert refunds(portal, agent, town.home(), cents).reason is Reason.AMOUNT_INVALID
    assert town.value("SELECT count(*) FROM operation") == 0


def test_a_correction_goes_either_way_and_may_leave_a_debt(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home(balance=1_000)
    assert corrects(portal, agent, home, -1_500) == WalletChanged("c", -1_500, -500)
    assert corrects(portal, agent, home, 200, operation_id="d") == WalletChanged("d", 200, -300)
    assert town.balance(home) == -300
    keys = town.rows("SELECT a.key FROM ledger_account a WHERE a.kind = 'write_off'")
    assert keys == [("write_off:1:",)]
    todo = answered(portal.home(actor=home.actor, family_id=home.id)).todos
    assert "balance_to_settle" in [one.kind.value for one in todo]
    assert town.audited() == ["correction", "correction"]
    assert [mail.cents for _, mail in town.mails("correction")] == [-1_500, 200]
    assert not town.faults()


def test_both_need_a_reason_and_a_correction_an_amount(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home()
    assert refunds(portal, agent, home, 100, reason=" ") == Refused(Reason.REASON_MISSING)
    assert corrects(portal, agent, home, 100, reason="\n") == Refused(Reason.REASON_MISSING)
    assert corrects(portal, agent, home, 0) == Refused(Reason.NOTHING_CHANGES)
    assert town.audited() == []


def test_sent_twice_it_is_recorded_once(town: LittleTown, portal: Portal, agent: Actor):
    home = town.home(balance=5_000)
    assert refunds(portal, agent, home, 4_000) == refunds(portal, agent, home, 4_000)
    assert corrects(portal, agent, home, -100) == corrects(portal, agent, home, -100)
    assert refunds(portal, agent, home, 4_001) == Refused(Reason.OPERATION_REUSED)
    assert town.balance(home) == 900


def test_each_refusal_says_that_nothing_moved():
    for reason in (Reason.NOTHING_TO_REFUND, Reason.NOTHING_CHANGES, Reason.REASON_MISSING):
        assert refusal(Refused(reason)).startswith("Rien n'a ")
