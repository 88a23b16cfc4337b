"""What two homes, a waiting list and a log-in screen do at the same instant."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from portail_tui.domain.bookings.views import Pick, PickAction
from tests.concurrency.conftest import SCREENS
from tests.support.stores.booking_crowd import ATTEMPTS, Ask, Crowd, books, without_locks
from tests.support.towns.small_town import Home, LittleTown, Parent

ROUNDS = 20
CHESS = [("MIDI", "Midi", 12 * 60, 13 * 60)]


def two_homes(town: LittleTown, name: str = "Zoé") -> tuple[Home, Home]:
    first, second = town.home("Martin", children=[name]), town.home("Durand", children=())
    town.share(first.child, second)
    return first, Home(second.id, second.actor, {name: first.child})


def rush(
    town: LittleTown, crowd: Crowd, *, children: int = SCREENS // 2, without: tuple[str, str] = ("", "")
) -> list[list[str]]:
    """Both homes of some children book them elsewhere at the same hours; what was heard of each child."""
    canteen, chess = town.activity("Cantine"), town.activity("Échecs", units=CHESS)
    lunches, games = town.slots(canteen, 4), town.slots(chess, 4)
    with town._together():
        pairs = [two_homes(town, f"Enfant {number}") for number in range(children)]
    screens = []
    for first, second in pairs:
        screens.append(
            [
                books(first, canteen, Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300))
                for slot in lunches
            ]
        )
        screens.append(
            [
                books(second, chess, Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300))
                for slot in games
            ]
        )
    heard = crowd.press(town.url, screens, without=without)
    return [
        sorted(word for one in (mine, theirs) if one for word in one.words)
        for at_home, at_the_others in zip(heard[::2], heard[1::2], strict=True)
        for mine, theirs in zip(at_home, at_the_others, strict=True)
    ]


def test_a_child_booked_by_two_homes_at_overlapping_hours_is_expected_once(town: LittleTown, crowd: Crowd):
    for words in rush(town, crowd):
        assert words == ["booked", "expected_elsewhere"]
    assert town.faults() == []


def test_control_without_the_childrens_lock_a_child_is_expected_twice(town: LittleTown, crowd: Crowd):
    """The slots are held as ever: they are not the same, and do not keep two bookings of a child apart."""
    # where each statement commits by itself, a few are enough and many are slow
    engine, children = ("sqlite", 3) if town.is_a_file else ("postgresql", SCREENS // 2)
    assert any(
        ["booked", "booked"] in rush(town, crowd, children=children, without=without_locks(engine, "child"))
        for _ in range(ATTEMPTS)
    )


def test_two_homes_of_a_child_book_the_same_day_at_once_and_one_is_told_nothing_more(
    town: LittleTown, crowd: Crowd
):
    activity = town.activity()
    slots = town.slots(activity, ROUNDS)
    homes = two_homes(town)
    heard = crowd.press(
        town.url,
        [
            [
                books(home, activity, Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300))
                for slot in slots
            ]
            for home in homes
        ],
    )
    for mine, theirs in zip(*heard, strict=True):
        assert sorted(mine.words + theirs.words) == ["booked", "expected_elsewhere"]
    assert town.faults() == []


def test_places_freed_while_others_are_booking_go_to_the_list_and_no_further(town: LittleTown, crowd: Crowd):
    """Holders cancel, waiting children are promoted, newcomers press « Valider »: one place, one child."""
    activity = town.activity()
    slots = town.slots(activity, ROUNDS, capacity=2)
    portal = town.portal()
    holders = [Parent(portal, town.home(name)) for name in ("Un", "Deux")]
    waiters = [Parent(portal, town.home(name)) for name in ("Attente 1", "Attente 2")]
    for holder in holders:
        holder.books(activity, *slots)
    for waiter in waiters:
        waiter.waits(activity, *slots)
    newcomers = [town.home(f"Nouveau {number}") for number in range(10)]
    heard = crowd.press(
        town.url,
        [
            *(
                [
                    books(
                        holder.home, activity, Pick(slot_id=slot, action=PickAction.CANCEL, shown_cents=300)
                    )
                    for slot in slots
                ]
                for holder in holders
            ),
            *(
                [
                    books(home, activity, Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300))
                    for slot in slots
                ]
                for home in newcomers
            ),
        ],
    )
    words = [{one.words for one in screen if one} for screen in heard]
    assert words == [{("cancelled",)}] * 2 + [{("day_full",)}] * 10
    for slot in slots:
        booked = [family for family, status in town.statuses(slot) if status == "booked"]
        assert sorted(booked) == [waiter.home.id for waiter in waiters]
    assert town.faults() == []


def test_a_list_joined_while_its_place_frees_leaves_no_place_empty_beside_a_waiting_child(
    town: LittleTown, crowd: Crowd
):
    """Whoever joins in the instant the holder leaves is given the place, or was told that it had freed."""
    activity = town.activity()
    slots = town.slots(activity, ROUNDS, capacity=1)
    holder = Parent(town.portal(), town.home("Occupant"))
    holder.books(activity, *slots)
    joiners = [town.home(f"Famille {number}") for number in range(8)]
    heard = crowd.press(
        town.url,
        [
            [
                books(holder.home, activity, Pick(slot_id=slot, action=PickAction.CANCEL, shown_cents=300))
                for slot in slots
            ],
            *(
                [
                    books(home, activity, Pick(slot_id=slot, action=PickAction.WAIT, shown_cents=0))
                    for slot in slots
                ]
                for home in joiners
            ),
        ],
    )
    assert {one.words for one in heard[0] if one} == {("cancelled",)}
    for number, slot in enumerate(slots):
        told = Counter(screen[number].words for screen in heard[1:])  # type: ignore[union-attr]
        assert set(told) <= {("waiting",), ("place_freed",)}
        states = Counter(status for _, status in town.statuses(slot))
        assert states["booked"] == (1 if told[("waiting",)] else 0)
        assert states["booked"] + states["waiting"] == told[("waiting",)]
    assert town.faults() == []


def test_promotions_of_many_lists_at_once_never_take_one_wallet_under_the_floor(
    town: LittleTown, crowd: Crowd
):
    """One child waits on many full days with the price of one; all the holders leave at the same instant."""
    activity = town.activity()
    slots = town.slots(activity, SCREENS, capacity=1)
    portal = town.portal()
    holders = [Parent(portal, town.home(f"Famille {number}")) for number in range(SCREENS)]
    for holder, slot in zip(holders, slots, strict=True):
        holder.books(activity, slot)
    poor = Parent(portal, town.home("Attente", balance=300))
    poor.waits(activity, *slots)
    heard = crowd.press(
        town.url,
        [
            [books(holder.home, activity, Pick(slot_id=slot, action=PickAction.CANCEL, shown_cents=300))]
            for holder, slot in zip(holders, slots, strict=True)
        ],
    )
    assert {one.words for screen in heard for one in screen if one} == {("cancelled",)}
    mine = [status for slot in slots for family, status in town.statuses(slot) if family == poor.home.id]
    assert Counter(mine) == {"booked": 1, "waiting": SCREENS - 1}
    assert town.balance(poor.home) == 0
    assert town.faults() == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_many_families_do_at_once_places_and_money_stay_whole(
    town: LittleTown, crowd: Crowd, seed: int
):
    """Requests over several days in any order, cancelling and joining: no deadlock reaches a screen."""
    draw = random.Random(seed)
    activity = town.activity()
    slots = town.slots(activity, 4, capacity=5)
    with town._together():
        homes = [
            town.home(f"Famille {number}", children=("A", "B"), balance=draw.choice((300, 900, 5000)))
            for number in range(SCREENS // 2)
        ]
    screens = [
        [
            books(
                home,
                activity,
                *(
                    Pick(slot_id=slot, action=draw.choice(list(PickAction)), shown_cents=300)
                    for slot in draw.sample(slots, draw.randint(1, 4))
                ),
                child=draw.choice(list(home.children.values())),
                operation=f"{home.id}-{number}",
            )
            for number in range(8)
        ]
        for home in homes
    ]
    heard = crowd.press(town.url, screens)
    assert not {word for screen in heard for one in screen if one for word in one.words} & {
        "busy",
        "unreachable",
    }
    assert min(town.balance(home) for home in homes) >= 0
    assert town.faults() == []


def test_wrong_passwords_tried_at_the_same_instant_are_all_counted(town: LittleTown, crowd: Crowd):
    """Five tries are free: of thirty-two at once, five are heard."""
    ask = Ask("log_in", {"email": "inconnu@exemple.fr", "password": "faux", "origin": "borne"})
    heard = crowd.press(town.url, [[ask]] * SCREENS)
    assert Counter(screen[0].words for screen in heard) == {  # type: ignore[union-attr]
        ("bad_credentials",): 5,
        ("try_later",): SCREENS - 5,
    }
