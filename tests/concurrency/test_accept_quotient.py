"""A family books at the very instant at which an agent accepts its quotient."""

from __future__ import annotations

from datetime import date

from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.tariffs import Brackets
from tests.support.stores.booking_crowd import Ask, Crowd, books
from tests.support.towns.small_town import LittleTown

DEAR, CHEAP = 500, 200
ROUNDS, SIBLINGS = 8, 5
SENT_ON = date(2026, 11, 20)


def test_nothing_is_left_at_the_price_of_before(town: LittleTown, crowd: Crowd):
    """Each day is priced by the new quotient, or priced again by it: none comes between the two."""
    activity = town.activity(price=Brackets((0, 60_000), (CHEAP, DEAR)))
    slots = town.slots(activity, ROUNDS)
    agent = town.account(Role.AGENT, "agent@petit-bourg.example")
    homes = [
        town.home(f"Famille{number}", children=[f"Enfant{one}" for one in range(SIBLINGS)])
        for number in range(ROUNDS)
    ]
    quotients = [
        town.quotient(home, 40_000, from_on=SENT_ON, status="sent", proof_sent_on=SENT_ON) for home in homes
    ]
    screens = [
        [
            books(
                home,
                activity,
                Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=DEAR),
                child=list(home.children.values())[number],
            )
            for home, slot in zip(homes, slots, strict=True)
        ]
        for number in range(SIBLINGS)
    ]
    accepting = [
        Ask("accept_quotient", {"operation_id": f"accept-{one}", "actor": agent, "quotient_id": one})
        for one in quotients
    ]
    heard = crowd.press(town.url, [*screens, accepting])
    for siblings in zip(*heard[:-1], strict=True):
        assert [one.words for one in siblings if one] == [("booked",)] * SIBLINGS
    assert [one.words for one in heard[-1] if one] == [("QuotientAccepted",)] * ROUNDS
    assert town.rows("SELECT DISTINCT cents FROM booking") == [(CHEAP,)]
    assert [town.balance(home) for home in homes] == [10_000 - SIBLINGS * CHEAP] * ROUNDS
    assert town.faults() == []
