"""Places free at the instant when many would have them: those who wait are served, in their order."""

from __future__ import annotations

from portail_tui.domain.bookings.views import Pick, PickAction
from tests.support.stores.booking_crowd import ATTEMPTS, Crowd, books, without_locks
from tests.support.towns.small_town import LittleTown, Parent

HOLDERS, WAITERS, NEWCOMERS, ROUNDS = 4, 6, 12, 10


def race(
    town: LittleTown, crowd: Crowd, rounds: int, *, without: tuple[str, str] = ("", "")
) -> tuple[list[int], list[int]]:
    """All holders of a full day leave it while newcomers book it; the days, and the homes that wait for them
    in order of arrival."""
    activity = town.activity()
    slots = town.slots(activity, rounds, capacity=HOLDERS)
    with town._together():
        homes = [town.home(f"Famille {number}") for number in range(HOLDERS + WAITERS + NEWCOMERS)]
    holders, waiters = homes[:HOLDERS], homes[HOLDERS : HOLDERS + WAITERS]
    portal = town.portal()
    for home in holders:
        Parent(portal, home).books(activity, *slots)
    for home in waiters:
        Parent(portal, home).waits(activity, *slots)
    cancel, book = PickAction.CANCEL, PickAction.BOOK
    screens = [
        [books(home, activity, Pick(slot_id=slot, action=cancel, shown_cents=300)) for slot in slots]
        for home in holders
    ]
    newcomers = homes[HOLDERS + WAITERS :]
    screens += [
        [books(home, activity, Pick(slot_id=slot, action=book, shown_cents=300)) for slot in slots]
        for home in newcomers
    ]
    crowd.press(town.url, screens, without=without)
    return slots, [home.id for home in waiters]


def test_places_freed_at_once_go_to_the_oldest_and_none_to_those_who_did_not_wait(
    town: LittleTown, crowd: Crowd
):
    slots, waiters = race(town, crowd, ROUNDS)
    for slot in slots:
        now = town.statuses(slot)
        assert [family for family, status in now if status == "booked"] == waiters[:HOLDERS]
        assert [family for family, status in now if status == "waiting"] == waiters[HOLDERS:]
    assert town.faults() == []


def test_control_without_locks_a_place_is_given_twice(town: LittleTown, crowd: Crowd):
    """The same race with nothing held: were the books whole then, the test above would prove nothing."""
    engine, rounds = ("sqlite", 2) if town.is_a_file else ("postgresql", 6)

    def given_twice() -> bool:
        race(town, crowd, rounds, without=without_locks(engine))
        return town.faults() != []

    assert any(given_twice() for _ in range(ATTEMPTS))
