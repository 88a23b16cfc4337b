"""An agent accepts a quotient, and the days already paid follow it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.rules.tariffs import Brackets, Fixed, PercentSurcharge, TariffGrid
from portail_tui.domain.rules.tariffs.special_cases import Case, Conditions
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.decisions import QuotientAccepted
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from portail_tui.texts.mails.money import QuotientApplied
from tests.support.towns.small_town import LittleTown, Parent, at, outcomes
from tests.support.towns.town_activities import DAY, DAY_BEFORE_NOON

DEAR, CHEAP = 500, 200
BY_QUOTIENT = Brackets((0, 60_000), (CHEAP, DEAR))
SENT_ON = date(2026, 11, 20)
NEXT_MONTH = date(2026, 12, 1)


@pytest.fixture
def agent(town: LittleTown) -> Actor:
    return town.account(Role.AGENT, "agent@petit-bourg.example")


def sends(town: LittleTown, parent: Parent, hundredths: int = 40_000, **more: Any) -> int:
    """The family sends its attestation."""
    sent = {"status": "sent", "proof_sent_on": SENT_ON, **more}
    return town.quotient(parent.home, hundredths, from_on=SENT_ON, **sent)


def accepts(portal: Portal, agent: Actor, quotient: int, *, operation: str = "accept", **more: Any) -> Any:
    return portal.accept_quotient(operation_id=operation, actor=agent, quotient_id=quotient, **more)


def charged(town: LittleTown, slot: int) -> list[int]:
    return [
        cents for (cents,) in town.rows("SELECT cents FROM booking WHERE slot_id = :s ORDER BY id", s=slot)
    ]


def test_the_first_of_a_school_year_counts_from_the_day_it_was_sent(
    town: LittleTown, portal: Portal, agent: Actor
):
    canteen = town.activity(price=BY_QUOTIENT)
    before, first, later = (town.slot(canteen, day) for day in (DAY - timedelta(4), DAY, DAY + timedelta(1)))
    parent = Parent(portal, town.home(balance=2_000))
    # last year's quotient is no longer one of this year's
    town.quotient(parent.home, 90_000, from_on=date(2025, 9, 1), to_on=date(2026, 11, 30))
    parent.books(canteen, before, first, later, cents=DEAR)
    quotient = sends(town, parent)
    assert accepts(portal, agent, quotient) == QuotientAccepted(SENT_ON, 3, -900, 1_400)
    assert [charged(town, slot) for slot in (before, first, later)] == [[CHEAP]] * 3
    assert town.balance(parent.home) == 1_400
    lines = portal.wallet(actor=parent.actor, family_id=parent.home.id).lines  # type: ignore[union-attr]
    assert (lines[1].label, lines[1].cents) == ("Nouveau quotient : Cantine, mardi 1er décembre (Zoé)", 300)
    assert parent.cell(canteen).price_cents == CHEAP
    assert town.value("SELECT count(*) FROM ledger_movement WHERE cause = 'repricing'") == 3
    told = town.mails("quotient_accepted")[0][1]
    assert told == QuotientApplied(
        from_on=date(2026, 11, 20), bookings=3, debited_cents=-900, balance_cents=1_400
    )
    assert town.audited() == ["book_days", "quotient_accepted"]
    assert not town.faults()


def test_a_later_one_counts_from_the_first_of_the_month_after(town: LittleTown, portal: Portal, agent: Actor):
    canteen = town.activity(price=BY_QUOTIENT)
    november, december = town.slot(canteen, NEXT_MONTH - timedelta(days=4)), town.slot(canteen, NEXT_MONTH)
    parent = Parent(portal, town.home())
    town.quotient(parent.home, 90_000, proof_sent_on=date(2026, 9, 3))
    parent.books(canteen, november, december, cents=DEAR)
    assert accepts(portal, agent, sends(town, parent)) == QuotientAccepted(NEXT_MONTH, 1, -300, 9_300)
    assert (charged(town, november), charged(town, december)) == ([DEAR], [CHEAP])


def test_it_goes_back_to_another_day_only_with_a_reason_that_is_kept(
    town: LittleTown, portal: Portal, agent: Actor
):
    canteen = town.activity(price=BY_QUOTIENT)
    served = town.slot(canteen, date(2026, 11, 10))
    parent = Parent(portal, town.home())
    town.clock.instant = at(date(2026, 11, 2), 9)
    parent.books(canteen, served, cents=DEAR)
    town.clock.instant = at(date(2026, 11, 24), 9)
    quotient, september = sends(town, parent), date(2026, 9, 1)
    assert accepts(portal, agent, quotient, from_on=september) == Refused(Reason.REASON_MISSING)
    answer = accepts(portal, agent, quotient, from_on=september, reason="Perdue par la mairie")
    assert answer == QuotientAccepted(september, 1, -300, 9_800)
    assert charged(town, served) == [CHEAP]
    detail = json.loads(town.value("SELECT detail FROM audit_event WHERE action = 'quotient_accepted'"))
    assert (detail["by_rule"], detail["reason"]) == ("2026-11-20", "Perdue par la mairie")


def test_a_dearer_one_may_leave_a_balance_to_settle_and_cancels_nothing(
    town: LittleTown, portal: Portal, agent: Actor
):
    canteen = town.activity(price=BY_QUOTIENT)
    slots = town.slots(canteen, 3)
    parent = Parent(portal, town.home(balance=600))
    town.quotient(parent.home, 30_000, to_on=date(2027, 8, 31))
    parent.books(canteen, *slots, cents=CHEAP)
    answer = accepts(portal, agent, sends(town, parent, 90_000))
    assert answer == QuotientAccepted(NEXT_MONTH, 3, 900, -900)
    assert town.balance(parent.home) == -900
    assert parent.cell(canteen).state is DayState.BOOKED_CANCELLABLE
    todos = portal.home(actor=parent.actor, family_id=parent.home.id).todos  # type: ignore[union-attr]
    assert "balance_to_settle" in [one.kind.value for one in todos]
    assert parent.cancels(canteen, *slots, cents=DEAR).balance_cents == 600  # what it is now is given back
    assert not town.faults()


def test_only_what_is_paid_and_stands_is_priced_again(town: LittleTown, portal: Portal, agent: Actor):
    paid = town.activity("Cantine", price=BY_QUOTIENT)
    asked = town.activity("Club", price=BY_QUOTIENT, validation=True)
    invoiced = town.activity("Étude", price=BY_QUOTIENT, prepaid=False)
    fixed = town.activity("Sortie", price=Fixed(DEAR))
    parent, other = Parent(portal, town.home("Un")), Parent(portal, town.home("Deux"))
    days = [DAY + timedelta(days=number) for number in range(6)]
    slots = {
        name: town.slot(activity, day, capacity=capacity)
        for (name, activity, capacity), day in zip(
            (
                ("booked", paid, 5),
                ("cancelled", paid, 5),
                ("waiting", paid, 0),
                ("pending", asked, 5),
                ("invoiced", invoiced, 5),
                ("fixed", fixed, 5),
            ),
            days,
            strict=True,
        )
    }
    for name, activity in (
        ("booked", paid),
        ("cancelled", paid),
        ("pending", asked),
        ("invoiced", invoiced),
        ("fixed", fixed),
    ):
        parent.books(activity, slots[name], cents=DEAR)
    other.books(paid, slots["booked"], cents=DEAR)
    parent.waits(paid, slots["waiting"])
    parent.cancels(paid, slots["cancelled"], cents=DEAR)
    answer = accepts(portal, agent, sends(town, parent))
    assert (answer.bookings, answer.debited_cents) == (2, -600)
    assert {name: charged(town, slot) for name, slot in slots.items()} == {
        "booked": [CHEAP, DEAR],  # another family's is its own
        "cancelled": [DEAR],
        "waiting": [0],
        "pending": [CHEAP],
        "invoiced": [DEAR],
        "fixed": [DEAR],
    }
    assert not town.faults()


def test_a_late_day_keeps_its_surcharge_reckoned_on_the_new_price(
    town: LittleTown, portal: Portal, agent: Actor
):
    canteen = town.activity(price=BY_QUOTIENT, late=DAY_BEFORE_NOON, surcharge=PercentSurcharge(Decimal(50)))
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    town.clock.instant = at(DAY - timedelta(days=1), 9)
    parent.books(canteen, slot, cents=750)
    assert accepts(portal, agent, sends(town, parent)).debited_cents == -450
    assert town.rows("SELECT cents, surcharge_cents FROM booking") == [(300, 100)]
    assert not town.faults()


def test_the_rank_is_the_one_it_was_booked_with(town: LittleTown, portal: Portal, agent: Actor):
    second_child = Case(Conditions(rank_least=2), Fixed(100))
    grid = TariffGrid(code="T", from_on=DAY, decision="", form=BY_QUOTIENT, cases=(second_child,))
    canteen = town.activity(price=grid)
    slot = town.slot(canteen)
    home = town.home(children=())
    elder = town.child(home.id, "Ana", "Martin", date(2017, 3, 1))
    younger = town.child(home.id, "Bo", "Martin", date(2019, 3, 1))
    parent = Parent(portal, home)
    assert parent.books(canteen, slot, child=younger, cents=DEAR).debited_cents == DEAR
    parent.books(canteen, slot, child=elder, cents=DEAR)  # the younger would be the second now
    accepts(portal, agent, sends(town, parent))
    assert charged(town, slot) == [CHEAP, CHEAP]


def test_a_third_partys_share_follows(town: LittleTown, portal: Portal, agent: Actor):
    """It helps families below 500: this one is, now."""
    canteen = town.activity(price=BY_QUOTIENT)
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    aid = {"tiers": "CCAS", "montant": "0.50", "quotient_moins_de": "500"}
    town._rows(t.family_aid, family_id=parent.home.id, from_on=date(2026, 9, 1), form=json.dumps(aid))
    parent.books(canteen, slot, cents=DEAR)
    assert accepts(portal, agent, sends(town, parent)).debited_cents == 150 - DEAR
    assert town.rows("SELECT cents, third_party_cents FROM booking") == [(150, 50)]
    keys = "SELECT a.key, sum(e.cents) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id "
    assert town.rows(f"{keys} WHERE a.kind = 'third_party' GROUP BY a.key") == [("third_party:1:CCAS", -50)]
    assert not town.faults()
    assert parent.cancels(canteen, slot, cents=150).balance_cents == 10_000
    assert not town.faults()


def test_the_days_of_a_package_share_its_new_price(town: LittleTown, portal: Portal, agent: Actor):
    camp = town.activity("Centre", price=Fixed(9_000))
    town.tariff(camp, Brackets((0, 60_000), (2_000, 5_000)), code="FORFAIT")
    package = [{"code": "SEM", "libelle": "La semaine", "tarif": "FORFAIT"}]
    town.run("UPDATE activity SET packages = :p WHERE id = :a", p=json.dumps(package), a=camp)
    town.changed_rules()
    monday = date(2026, 12, 7)
    slots = town.slots(camp, 3, first=monday)
    parent = Parent(portal, town.home())
    booked = parent.picks(
        camp, Pick(slot_id=slots[0], action=PickAction.BOOK, shown_cents=5_000, package=f"SEM@{monday}")
    )
    assert booked.debited_cents == 5_000
    assert [charged(town, slot)[0] for slot in slots] == [1_668, 1_666, 1_666]
    assert accepts(portal, agent, sends(town, parent)) == QuotientAccepted(SENT_ON, 3, -3_000, 8_000)
    assert [charged(town, slot)[0] for slot in slots] == [668, 666, 666]
    assert not town.faults()


def test_where_the_town_does_not_want_it_what_is_paid_stands(town: LittleTown, portal: Portal, agent: Actor):
    town.run("UPDATE town SET reprices_prepaid = :no", no=False)
    town.changed_rules()
    canteen = town.activity(price=BY_QUOTIENT)
    slot, coming = town.slots(canteen, 2)
    parent = Parent(portal, town.home())
    parent.books(canteen, slot, cents=DEAR)
    assert accepts(portal, agent, sends(town, parent)) == QuotientAccepted(SENT_ON, 0, 0, 9_500)
    assert charged(town, slot) == [DEAR]
    assert parent.books(canteen, coming, cents=CHEAP).debited_cents == CHEAP


def test_it_is_accepted_once(town: LittleTown, portal: Portal, agent: Actor):
    canteen = town.activity(price=BY_QUOTIENT)
    parent = Parent(portal, town.home())
    parent.books(canteen, town.slot(canteen), cents=DEAR)
    quotient = sends(town, parent)
    first = accepts(portal, agent, quotient)
    assert accepts(portal, agent, quotient) == first
    assert accepts(portal, agent, quotient, operation="b") == Refused(Reason.ALREADY_TREATED)
    assert accepts(portal, agent, 999_999, operation="c") == Refused(Reason.ALREADY_TREATED)
    assert town.balance(parent.home) == 9_800


def test_one_that_ends_before_it_would_count_is_refused(town: LittleTown, portal: Portal, agent: Actor):
    parent = Parent(portal, town.home())
    town.quotient(parent.home, 90_000)
    quotient = sends(town, parent, to_on=date(2026, 11, 30))
    assert accepts(portal, agent, quotient) == Refused(Reason.QUOTIENT_OVER)
    assert town.value("SELECT status FROM family_quotient WHERE id = :q", q=quotient) == "sent"


def test_once_it_is_accepted_nothing_costs_what_it_did_before(town: LittleTown, portal: Portal, agent: Actor):
    canteen = town.activity(price=BY_QUOTIENT)
    slot = town.slot(canteen)
    parent = Parent(portal, town.home())
    accepts(portal, agent, sends(town, parent))
    assert outcomes(parent.books(canteen, slot, cents=CHEAP - 1)) == ["price_changed"]
    assert parent.books(canteen, slot, cents=CHEAP).debited_cents == CHEAP
