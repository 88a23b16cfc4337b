"""Real processes fight for the last places: exactly as many are booked as there are, and no cent is lost."""

from __future__ import annotations

from collections import Counter

from portail_tui.domain.views import Pick, PickAction
from tests.support.crowd import Ask, Screen, press_together
from tests.support.town import Home, LittleTown, Parent

SCREENS, PLACES, ROUNDS = 6, 2, 8


def book(slot: int, activity: int, home: Home, *, operation: str = "") -> Ask:
    picks = (Pick(slot, PickAction.BOOK, 300),)
    return Ask(operation or f"{home.id}-{slot}", home.child, activity, picks)


def fight(town: LittleTown, *, locked: bool = True) -> tuple[list[int], list[list[str]]]:
    """Children booked in each round, and all that was answered in it."""
    activity = town.activity()
    slots = town.slots(activity, ROUNDS, capacity=PLACES)
    homes = [town.home(f"Famille {number}") for number in range(SCREENS)]
    screens = [Screen(home, tuple(book(slot, activity, home) for slot in slots)) for home in homes]
    heard = press_together(town.url, screens, locked=locked)
    booked = [len([1 for _, status in town.statuses(slot) if status == "booked"]) for slot in slots]
    return booked, [[answers[number][0] for answers in heard] for number in range(ROUNDS)]


def test_exactly_the_places_there_are_get_booked(town: LittleTown):
    booked, answers = fight(town)
    assert booked == [PLACES] * ROUNDS
    for round_answers in answers:
        assert Counter(round_answers) == {"booked": PLACES, "day_full": SCREENS - PLACES}
    assert town.faults() == []


def test_control_without_the_lock_places_are_sold_twice(town: LittleTown):
    """The same fight with the lock off: were it to pass, the test above would prove nothing."""
    booked, _ = fight(town, locked=False)
    assert max(booked) > PLACES


def test_a_wallet_that_pays_for_one_day_pays_for_one_however_many_screens_spend_it(town: LittleTown):
    activity = town.activity()
    children = [f"Enfant {number}" for number in range(SCREENS)]
    slot = town.slot(activity)
    home = town.home(children=children, balance=300)
    screens = [
        Screen(home, (Ask(f"op-{child}", child, activity, (Pick(slot, PickAction.BOOK, 300),)),))
        for child in home.children.values()
    ]
    heard = Counter(answers[0][0] for answers in press_together(town.url, screens))
    assert heard == {"booked": 1, "wallet_short": SCREENS - 1}
    assert town.balance(home) == 0
    assert town.faults() == []


def test_one_request_sent_by_many_at_once_is_done_once(town: LittleTown):
    activity = town.activity()
    slot = town.slot(activity)
    home = town.home()
    ask = book(slot, activity, home, operation="the same")
    heard = press_together(town.url, [Screen(home, (ask,))] * SCREENS)
    assert heard == [[["booked"]]] * SCREENS
    assert town.balance(home) == 10_000 - 300
    assert town.value("SELECT count(*) FROM booking") == 1
    assert len(town.mails("days_saved")) == 1


def test_two_homes_of_a_child_book_the_same_day_at_once_and_one_is_told_nothing_more(town: LittleTown):
    activity = town.activity()
    slots = town.slots(activity, ROUNDS)
    first, second = town.home("Martin"), town.home("Durand", children=())
    town.share(first.child, second)
    second = Home(second.id, second.actor, {"Zoé": first.child})
    screens = [Screen(home, tuple(book(slot, activity, home) for slot in slots)) for home in (first, second)]
    heard = press_together(town.url, screens)
    for number in range(ROUNDS):
        assert sorted(answers[number][0] for answers in heard) == ["booked", "expected_elsewhere"]
    assert town.faults() == []


def test_places_freed_while_others_are_booking_go_to_the_list_and_no_further(town: LittleTown):
    """A holder cancels, a waiting child is promoted, newcomers press « Valider »: one place, one child."""
    activity = town.activity()
    slots = town.slots(activity, ROUNDS, capacity=1)
    portal = town.portal()
    holder, waiter = (Parent(portal, town.home(name)) for name in ("Occupant", "Attente"))
    holder.books(activity, *slots)
    waiter.waits(activity, *slots)
    newcomers = [town.home(f"Nouveau {number}") for number in range(3)]
    gives_up = Screen(
        holder.home,
        tuple(
            Ask(f"cancel-{slot}", holder.home.child, activity, (Pick(slot, PickAction.CANCEL, 300),))
            for slot in slots
        ),
    )
    screens = [Screen(home, tuple(book(slot, activity, home) for slot in slots)) for home in newcomers]
    heard = press_together(town.url, [gives_up, *screens])
    assert heard[0] == [["cancelled"]] * ROUNDS
    assert heard[1:] == [[["day_full"]] * ROUNDS] * 3
    for slot in slots:
        assert (waiter.home.id, "booked") in town.statuses(slot)
    assert town.faults() == []
