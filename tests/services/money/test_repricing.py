"""The règlement changes, and the days already paid follow it, for all families at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from portail_tui.domain.rules.tariffs import Brackets, Fixed
from portail_tui.portal import Portal
from portail_tui.services.money import repricing
from portail_tui.services.money.repricing import reprice_after_rules
from portail_tui.store.queries.bookings.frozen_prices import PRICE
from portail_tui.store.queries.rules import rulebook
from portail_tui.texts.mails.money import TariffChanged
from tests.support.machine.examples import examples
from tests.support.stores.both_engines import Stores
from tests.support.stores.statement_counts import counting
from tests.support.towns.price_change import TODAY, change
from tests.support.towns.small_town import LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON

NOTHING = (0, 0, 0)


def costs(town: LittleTown, activity: int, cents: int, from_on: date = DAY) -> Callable[[], None]:
    """The council votes a price, from a day on."""
    return lambda: town.tariff(activity, Fixed(cents), from_on)


def charged(town: LittleTown) -> list[int]:
    return [cents for (cents,) in town.rows("SELECT cents FROM booking ORDER BY id")]


def test_days_of_the_new_grid_follow_it_and_no_other(town: LittleTown, portal: Portal):
    canteen, club = town.activity(price=300), town.activity("Club", price=300)
    before, first, later = (town.slot(canteen, DAY + timedelta(days=number)) for number in (-1, 0, 1))
    elsewhere = town.slot(club, DAY + timedelta(days=2))
    parents = [Parent(portal, town.home(name, balance=1_500)) for name in ("Un", "Deux")]
    for parent in parents:
        parent.books(canteen, before, first, later)
        parent.books(club, elsewhere)
    assert change(town, costs(town, canteen, 450)) == (4, 2, 600)
    assert charged(town) == [300, 450, 450, 300] * 2
    assert [town.balance(parent.home) for parent in parents] == [0, 0]
    lines = portal.wallet(actor=parents[0].actor, family_id=parents[0].home.id).lines  # type: ignore[union-attr]
    assert (lines[0].label, lines[0].cents) == ("Nouveau tarif : Cantine, mercredi 2 décembre (Zoé)", -150)
    assert [mail for _, mail in town.mails("tariff_changed")] == [
        TariffChanged(bookings=2, debited_cents=300)
    ] * 2
    audited = town.rows("SELECT account_id, role, family_id FROM audit_event WHERE action = 'repriced'")
    assert audited == [(None, "command", parent.home.id) for parent in parents]
    price = PRICE.from_json(town.value("SELECT tariff FROM booking WHERE cents = 450 ORDER BY id LIMIT 1"))
    assert price.grid_from == DAY
    assert not town.faults()


def test_done_again_it_moves_nothing(town: LittleTown, portal: Portal):
    canteen = town.activity(price=300)
    Parent(portal, town.home()).books(canteen, *town.slots(canteen, 3))
    assert change(town, costs(town, canteen, 200)) == (3, 1, -300)
    once = charged(town), town.value("SELECT count(*) FROM ledger_entry")
    assert change(town, lambda: None, operation="again") == NOTHING
    assert (charged(town), town.value("SELECT count(*) FROM ledger_entry")) == once


def test_a_day_already_served_keeps_its_price(town: LittleTown, portal: Portal):
    canteen = town.activity(price=300)
    served = town.slot(canteen, date(2026, 11, 10))
    parent = Parent(portal, town.home())
    town.clock.instant = at(date(2026, 11, 2), 9)
    parent.books(canteen, served)
    town.clock.instant = at(TODAY, 10)
    assert change(town, costs(town, canteen, 450, date(2026, 9, 2))) == NOTHING
    assert charged(town) == [300]


def test_what_the_new_rules_do_not_change_is_left_as_it_was_charged(town: LittleTown, portal: Portal):
    """Its quotient has changed since, and no agent has had it followed: a new grid for the summer is no
    reason to."""
    canteen = town.activity(price=Brackets((0, 60_000), (200, 500)))
    parent = Parent(portal, town.home())
    parent.books(canteen, town.slot(canteen), cents=500)
    town.quotient(parent.home, 30_000)
    assert change(town, costs(town, canteen, 100, date(2027, 6, 1))) == NOTHING
    assert charged(town) == [500]


def test_where_the_town_does_not_want_it_what_is_paid_stands(town: LittleTown, portal: Portal):
    canteen = town.activity(price=300)
    Parent(portal, town.home()).books(canteen, town.slot(canteen))
    town.run("UPDATE town SET reprices_prepaid = :no", no=False)
    assert change(town, costs(town, canteen, 450)) == NOTHING
    assert charged(town) == [300]


def test_a_tariff_that_is_gone_changes_nothing(town: LittleTown, portal: Portal):
    canteen = town.activity(price=300)
    Parent(portal, town.home()).books(canteen, town.slot(canteen))
    assert change(town, lambda: town.run("DELETE FROM tariff_grid")) == NOTHING
    assert charged(town) == [300]


def test_it_takes_the_same_few_statements_for_many_families_as_for_one(stores: Stores, tmp_path: Any):
    counts = []
    for families in (1, 12):
        town = LittleTown.founded(stores, tmp_path / str(families))
        portal, canteen = town.portal(), town.activity(price=300)
        slots = town.slots(canteen, 4)
        for number in range(families):
            Parent(portal, town.home(f"Famille{number}")).books(canteen, *slots)
        with town.store.reading() as connection:
            old = rulebook.load(connection)
        town.tariff(canteen, Fixed(450), DAY)
        town.changed_rules()
        with town.store.alone() as connection:
            new = rulebook.load(connection)
            with counting() as statements:
                done = reprice_after_rules(
                    connection, old, new, operation_id="rules", first=TODAY, at=town.clock.now()
                )
        assert done[canteen].bookings == 4 * families
        # SQLite gives back the numbers of rows in order one by one only
        counts.append(sum("INTO ledger_movement" not in one for one in statements))
    assert counts[0] == counts[1]


def test_families_are_priced_some_at_a_time(
    town: LittleTown, portal: Portal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(repricing, "AT_ONCE", 2)
    canteen = town.activity(price=300)
    slot = town.slot(canteen)
    for number in range(5):
        Parent(portal, town.home(f"Famille{number}")).books(canteen, slot)
    assert change(town, costs(town, canteen, 450)) == (5, 5, 750)
    assert charged(town) == [450] * 5
    assert not town.faults()


@given(
    prices=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=4),
    late=st.integers(0, 2),
    quotients=st.lists(st.one_of(st.none(), st.integers(0, 120_000)), min_size=1, max_size=3),
    new_prices=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=4, max_size=4),
)
@examples(8, *HealthCheck)
def test_whatever_changes_each_booking_is_paid_what_it_costs_and_once(
    stores: Stores,
    tmp_path_factory: pytest.TempPathFactory,
    prices: list[tuple[int, int]],
    late: int,
    quotients: list[int | None],
    new_prices: list[tuple[int, int]],
):
    """After it, each live booking's net revenue is its price; what moved is the sum of the differences; done
    twice, nothing more moves."""
    stores.give_back_all()
    town = LittleTown.founded(stores, tmp_path_factory.mktemp("town"))
    portal = town.portal()
    parents = [Parent(portal, town.home(f"Famille{number}")) for number in range(len(quotients))]
    for parent, quotient in zip(parents, quotients, strict=True):
        if quotient is not None:
            town.quotient(parent.home, quotient)
    activities = [town.activity(price=Brackets((0, 50_000), pair), late=DAY_BEFORE_NOON) for pair in prices]
    slots = [town.slot(activity, DAY + timedelta(days=n)) for n, activity in enumerate(activities)]
    for number, (activity, slot) in enumerate(zip(activities, slots, strict=True)):
        if number == late:
            town.clock.instant = at(DAY + timedelta(days=number - 1), 9)
        for parent in parents:
            parent.books(activity, slot, cents=2_000)
    before = {parent.home.id: town.balance(parent.home) for parent in parents}
    was = charged(town)

    def votes() -> None:
        for activity, pair in zip(activities, new_prices, strict=False):
            town.tariff(activity, Brackets((0, 50_000), pair), DAY)

    bookings, _, debited = change(town, votes)
    now = charged(town)
    assert town.faults() == []
    assert debited == sum(now) - sum(was)
    assert bookings == sum(old != new for old, new in zip(was, now, strict=True))
    moved = sum(before[parent.home.id] - town.balance(parent.home) for parent in parents)
    assert moved == debited
    for parent in parents:  # what a new booking would cost now is what they cost
        for (cents, surcharge, status), pair in zip(
            town.rows(
                "SELECT cents, surcharge_cents, status FROM booking WHERE family_id = :f ORDER BY id",
                f=parent.home.id,
            ),
            new_prices,
            strict=False,
        ):
            assert status == "booked"
            assert cents - surcharge in pair
    assert change(town, lambda: None, operation="again") == NOTHING
    assert charged(town) == now
