"""A write sent twice happens once, and answers the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.money.views import Activated, ToppedUp
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.gateways.cards import StandIn
from portail_tui.gateways.protocols import CardReceipt
from portail_tui.portal import Portal
from tests.support.machine.answers import answered
from tests.support.towns.small_town import LittleTown, Parent, outcomes


class CountingCards(StandIn):
    """A provider that tells how often it was asked for money."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}
        self.asked = 0

    def take(self, *, operation_id: str, amount_cents: int) -> CardReceipt | None:
        self.asked += 1
        self.taken.setdefault(operation_id, amount_cents)
        return CardReceipt(operation_id, self.taken[operation_id])


def test_a_request_whose_answer_was_lost_is_answered_again_and_done_once(town: LittleTown, portal: Portal):
    canteen = town.activity()
    booked = town.slot(canteen)
    full = town.slot(canteen, day=town_day(1), capacity=0)
    parent = Parent(portal, town.home(balance=1000))
    picks = (
        Pick(slot_id=booked, action=PickAction.BOOK, shown_cents=300),
        Pick(slot_id=full, action=PickAction.WAIT, shown_cents=0),
    )
    first = parent.picks(canteen, *picks, operation="op")
    town.clock.advance(days=30)
    again = Parent(town.portal(), parent.home).picks(canteen, *picks, operation="op")
    assert again == first
    assert town.balance(parent.home) == 700
    assert town.value("SELECT count(*) FROM booking") == 2
    assert len(town.mails("days_saved")) == town.audited().count("book_days") == 1


def town_day(number: int):
    from datetime import timedelta

    from tests.support.towns.town_activities import DAY

    return DAY + timedelta(days=number)


def test_refused_lines_and_their_details_are_answered_again(town: LittleTown, portal: Portal):
    canteen = town.activity(price=400)
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    first = parent.books(canteen, slot, cents=300, operation="op")
    assert outcomes(first) == ["price_changed"]
    assert parent.books(canteen, slot, cents=300, operation="op") == first


def test_an_identifier_that_served_for_another_request_is_refused(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    parent.books(canteen, slot, operation="op")
    assert parent.cancels(canteen, slot, operation="op") == Refused(Reason.OPERATION_REUSED)
    other = Parent(portal, town.home("Durand"))
    assert other.books(canteen, slot, operation="op") == Refused(Reason.OPERATION_REUSED)
    reused = portal.activate_account(
        operation_id="op", actor=parent.actor, family_id=parent.home.id, rules_accepted=True
    )
    assert reused == Refused(Reason.OPERATION_REUSED)
    assert [status for _, status in town.statuses(slot)] == ["booked"]


def test_a_refused_request_can_be_sent_again_once_mended(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home(balance=0))
    assert parent.books(canteen, slot, operation="op").reason is Reason.WALLET_SHORT
    town.bring(parent.home.id, 300)
    assert outcomes(parent.books(canteen, slot, operation="op")) == ["booked"]


def test_an_account_is_activated_once(town: LittleTown, portal: Portal):
    home = town.home(active=False, balance=500)

    def activate(operation: str, accepted: bool = True):
        return portal.activate_account(
            operation_id=operation, actor=home.actor, family_id=home.id, rules_accepted=accepted
        )

    assert activate("a", accepted=False) == Refused(Reason.RULES_NOT_ACCEPTED)
    assert activate("b") == Activated(500)
    assert activate("b") == Activated(500)
    assert activate("c") == Refused(Reason.ALREADY_ACTIVE)
    assert town.audited() == ["activate_account"]
    assert len(town.mails("account_activated")) == 1
    assert answered(portal.home(actor=home.actor, family_id=home.id)).active


def test_a_payment_is_recorded_once_however_often_it_is_sent(town: LittleTown):
    home = town.home(balance=0)
    cards = CountingCards()
    portal = town.portal(cards)

    def pay(operation: str, cents: int):
        return portal.top_up(operation_id=operation, actor=home.actor, family_id=home.id, amount_cents=cents)

    assert pay("p", 2000) == ToppedUp("p", 2000, 2000)
    assert pay("p", 2000) == ToppedUp("p", 2000, 2000)
    assert pay("p", 3000) == Refused(Reason.OPERATION_REUSED)
    assert (town.balance(home), cards.asked) == (2000, 1)
    assert pay("q", 500) == ToppedUp("q", 500, 2500)
    assert not town.faults()


def test_money_taken_before_the_store_failed_is_put_on_the_wallet_at_the_next_try(
    town: LittleTown, monkeypatch: pytest.MonkeyPatch
):
    """The provider has taken it, the store could not be written: the same request ends the work."""
    from portail_tui.domain.ops.store_errors import StoreTrouble
    from portail_tui.store.engines import retry

    home = town.home(balance=0)
    cards = CountingCards()
    monkeypatch.setattr(retry, "BUSY_SECONDS", 0.05)
    portal = town.portal(cards)
    request: dict[str, Any] = {
        "operation_id": "p",
        "actor": home.actor,
        "family_id": home.id,
        "amount_cents": 2000,
    }
    with town.held(), pytest.raises(StoreTrouble):
        portal.top_up(**request)
    assert (cards.asked, town.balance(home)) == (1, 0)
    assert portal.top_up(**request) == ToppedUp("p", 2000, 2000)
    assert cards.taken == {"p": 2000}


@pytest.mark.parametrize("cents", [499, 30_001, 0, -2000])
def test_an_amount_outside_the_towns_bounds_is_refused(town: LittleTown, cents: int):
    home = town.home(balance=0)
    cards = CountingCards()
    answer = town.portal(cards).top_up(
        operation_id="p", actor=home.actor, family_id=home.id, amount_cents=cents
    )
    assert answer == Refused(Reason.AMOUNT_INVALID, {"least_cents": 500, "most_cents": 30_000})
    assert (cards.asked, town.value("SELECT count(*) FROM ledger_entry")) == (0, 0)


def test_without_a_provider_the_desks_means_are_named_and_nothing_is_written(town: LittleTown):
    home = town.home(balance=0)
    portal = town.portal()
    answer = portal.top_up(operation_id="p", actor=home.actor, family_id=home.id, amount_cents=2000)
    assert answer == Refused(Reason.PAY_AT_DESK, {"means": "espèces\nchèque"})
    assert town.value("SELECT count(*) FROM ledger_entry") == 0
    assert town.value("SELECT count(*) FROM operation") == 0
    wallet = answered(portal.wallet(actor=home.actor, family_id=home.id))
    assert (wallet.pays_by_card, wallet.card_is_stand_in) == (False, False)
    assert wallet.means_at_desk == ("espèces", "chèque")


def test_a_declined_payment_writes_no_entry(town: LittleTown):
    class Declining(StandIn):
        def take(self, *, operation_id: str, amount_cents: int) -> None:
            return None

    home = town.home(balance=0)
    answer = town.portal(Declining()).top_up(
        operation_id="p", actor=home.actor, family_id=home.id, amount_cents=2000
    )
    assert answer == Refused(Reason.PAYMENT_DECLINED)
    assert town.value("SELECT count(*) FROM ledger_entry") == 0


def test_the_stand_in_says_what_it_is(town: LittleTown):
    home = town.home(balance=0)
    portal = town.portal(StandIn())
    portal.top_up(operation_id="p", actor=home.actor, family_id=home.id, amount_cents=2000)
    wallet = answered(portal.wallet(actor=home.actor, family_id=home.id))
    assert (wallet.pays_by_card, wallet.card_is_stand_in) == (True, True)
    assert [line.label for line in wallet.lines] == ["Versement de démonstration"]


def test_an_answer_does_not_depend_on_the_order_of_its_details(town: LittleTown, portal: Portal):
    canteen = town.activity()
    first, second = town.slots(canteen, 2)
    parent = Parent(portal, town.home())
    picks = [
        Pick(slot_id=first, action=PickAction.BOOK, shown_cents=300),
        Pick(slot_id=second, action=PickAction.BOOK, shown_cents=300),
    ]
    answer = parent.picks(canteen, *picks, operation="op")
    assert parent.picks(canteen, *map(replace, picks), operation="op") == answer
