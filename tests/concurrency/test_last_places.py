"""Real processes fight for the last places: exactly as many are booked as there are, and no cent is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from portail_tui.domain.bookings.views import Pick, PickAction
from tests.concurrency.conftest import SCREENS
from tests.support.machine.answers import answered
from tests.support.stores.booking_crowd import ATTEMPTS, Ask, Crowd, Heard, books, without_locks
from tests.support.towns.small_town import Home, LittleTown

PLACES, ROUNDS = 10, 20
REFUSED = SCREENS - PLACES


def book(home: Home, activity: int, slot: int) -> Ask:
    return books(home, activity, Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300))


def wait(home: Home, activity: int, slot: int) -> Ask:
    return books(home, activity, Pick(slot_id=slot, action=PickAction.WAIT, shown_cents=0))


def homes_of(town: LittleTown, count: int = SCREENS) -> list[Home]:
    with town._together():
        return [town.home(f"Famille {number}") for number in range(count)]


def in_round(heard: list[list[Heard | None]], number: int) -> list[Heard]:
    return [one for screen in heard if (one := screen[number]) is not None]


def places_held(town: LittleTown, slots: list[int]) -> list[int]:
    return [len([1 for _, status in town.statuses(slot) if status == "booked"]) for slot in slots]


def test_exactly_the_places_there_are_get_booked(town: LittleTown, crowd: Crowd):
    activity = town.activity()
    slots = town.slots(activity, ROUNDS, capacity=PLACES)
    homes = homes_of(town)
    heard = crowd.press(town.url, [[book(home, activity, slot) for slot in slots] for home in homes])
    for number in range(ROUNDS):
        words = Counter(one.words for one in in_round(heard, number))
        assert words == {("booked",): PLACES, ("day_full",): REFUSED}
    assert places_held(town, slots) == [PLACES] * ROUNDS
    assert sum(town.balance(home) for home in homes) == SCREENS * 10_000 - ROUNDS * PLACES * 300
    assert town.faults() == []


def test_those_who_come_too_late_wait_in_order_of_arrival(town: LittleTown, crowd: Crowd):
    activity = town.activity()
    slots = town.slots(activity, 8, capacity=PLACES)
    homes = homes_of(town)
    asks = [
        [replace(book(home, activity, slot), if_refused=wait(home, activity, slot)) for slot in slots]
        for home in homes
    ]
    heard = crowd.press(town.url, asks)
    for number, slot in enumerate(slots):
        told = {home.id: answers[number] for home, answers in zip(homes, heard, strict=True)}
        assert Counter(one.words for one in told.values() if one) == {
            ("booked",): PLACES,
            ("waiting",): REFUSED,
        }
        queue = town.rows(
            "SELECT family_id FROM booking WHERE slot_id = :s AND status = 'waiting' ORDER BY wait_order",
            s=slot,
        )
        # the rank that each was told is its place in the list
        assert [answered(told[family]).ranks for (family,) in queue if told[family]] == [
            (rank,) for rank in range(1, REFUSED + 1)
        ]
    assert town.faults() == []


def test_control_without_the_lock_places_are_sold_twice(town: LittleTown, crowd: Crowd):
    """The same fight with the lock off: were it to pass, the tests above would prove nothing."""
    # where each statement commits by itself, a few are enough and many are slow
    engine, screens, rounds = ("sqlite", PLACES + 4, 2) if town.is_a_file else ("postgresql", SCREENS, 6)
    homes = homes_of(town, screens)

    def sold_twice() -> bool:
        activity = town.activity()
        slots = town.slots(activity, rounds, capacity=PLACES)
        crowd.press(
            town.url,
            [[book(home, activity, slot) for slot in slots] for home in homes],
            without=without_locks(engine, "slot"),
        )
        return max(places_held(town, slots)) > PLACES

    assert any(sold_twice() for _ in range(ATTEMPTS))


def test_a_wallet_that_pays_for_one_day_pays_for_one_however_many_screens_spend_it(
    town: LittleTown, crowd: Crowd
):
    activity = town.activity()
    slot = town.slot(activity)
    home = town.home(children=[f"Enfant {number}" for number in range(SCREENS)], balance=300)
    screens = [
        [books(home, activity, Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300), child=child)]
        for child in home.children.values()
    ]
    heard = Counter(one.words for one in in_round(crowd.press(town.url, screens), 0))
    assert heard == {("booked",): 1, ("wallet_short",): SCREENS - 1}
    assert town.balance(home) == 0
    assert town.faults() == []


def test_one_request_sent_by_many_at_once_is_done_once(town: LittleTown, crowd: Crowd):
    activity = town.activity()
    slot = town.slot(activity)
    home = town.home()
    heard = crowd.press(town.url, [[book(home, activity, slot)]] * SCREENS)
    assert {one.words for one in in_round(heard, 0)} == {("booked",)}
    assert town.balance(home) == 10_000 - 300
    assert town.value("SELECT count(*) FROM booking") == 1
    assert len(town.mails("days_saved")) == 1


def test_one_payment_notified_by_many_at_once_is_recorded_once(town: LittleTown, crowd: Crowd):
    home = town.home(balance=0)
    ask = Ask(
        "top_up",
        {"operation_id": "payment", "actor": home.actor, "family_id": home.id, "amount_cents": 2000},
    )
    heard = crowd.press(town.url, [[ask]] * SCREENS)
    assert {one.words for one in in_round(heard, 0)} == {("ToppedUp",)}
    assert town.balance(home) == 2000
    assert town.faults() == []


def test_the_first_money_of_many_families_at_once_finds_or_makes_its_accounts(town: LittleTown, crowd: Crowd):
    """Nobody has a wallet yet, nor the means of payment its account: all are made in the same instant."""
    homes = [town.home(f"Famille {number}", balance=0) for number in range(SCREENS)]
    heard = crowd.press(
        town.url,
        [
            [
                Ask(
                    "top_up",
                    {
                        "operation_id": f"payment-{home.id}",
                        "actor": home.actor,
                        "family_id": home.id,
                        "amount_cents": 2000,
                    },
                )
            ]
            for home in homes
        ],
    )
    assert {one.words for one in in_round(heard, 0)} == {("ToppedUp",)}
    assert [town.balance(home) for home in homes] == [2000] * SCREENS
    assert town.value("SELECT count(*) FROM ledger_account") == SCREENS + 1
    assert town.faults() == []
