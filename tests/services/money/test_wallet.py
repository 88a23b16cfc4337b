"""The piggy bank: its movements by child and activity, its file, and what its days ask for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portail_tui.domain.money.wallet import MovementKind, StatementFilter, TopUpOffer, WalletStanding, Why
from portail_tui.domain.shared.generated_files import GeneratedFileKind
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from tests.support.machine.answers import answered
from tests.support.machine.clocks import PLAY_DAY
from tests.support.stores.statement_counts import counting
from tests.support.towns.small_town import LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, YEAR

TODAY = PLAY_DAY.date()


def wallet(portal: Portal, parent: Parent) -> Any:
    return portal.wallet(actor=parent.actor, family_id=parent.home.id)


def test_each_movement_tells_its_child_its_activity_and_its_kind(town: LittleTown, portal: Portal):
    canteen = town.activity()
    first, second = town.slots(canteen, 2)
    home = town.home(children=["Zoé", "Léo"], balance=1_000)
    parent = Parent(portal, home)
    parent.books(canteen, first)
    parent.books(canteen, second, child=home.children["Léo"])
    parent.cancels(canteen, first)
    view = wallet(portal, parent)
    assert [(line.kind, line.child_name, line.activity_name, line.balance_cents) for line in view.lines] == [
        (MovementKind.CANCELLATION, "Zoé", "Cantine", 700),
        (MovementKind.BOOKING, "Léo", "Cantine", 400),
        (MovementKind.BOOKING, "Zoé", "Cantine", 700),
        (MovementKind.TOP_UP, "", "", 1_000),
    ]
    assert view.standing is WalletStanding.LOW and view.asks_top_up and not view.is_cut


def test_the_file_holds_what_is_wanted_with_the_balances_that_were(town: LittleTown, portal: Portal):
    canteen = town.activity("=Cantine")
    first, second = town.slots(canteen, 2)
    home = town.home(children=["Zoé", "Léo"], balance=1_000)
    parent = Parent(portal, home)
    parent.books(canteen, first)
    parent.books(canteen, second, child=home.children["Léo"])
    file = answered(
        portal.wallet_export(
            actor=home.actor, family_id=home.id, wanted=StatementFilter(child_id=home.children["Léo"])
        )
    )
    assert (file.name, file.kind) == ("Relevé de la tirelire au 24-11-2026.csv", GeneratedFileKind.CSV)
    assert file.content.decode("utf-8-sig").splitlines() == [
        "Jour;Motif;Enfant;Activité;Montant (€);Solde après (€)",
        "24/11/2026;'=Cantine, mercredi 2 décembre (Léo);Léo;'=Cantine;-3,00;4,00",
    ]


def test_another_familys_child_is_denied(town: LittleTown, portal: Portal):
    home, other = town.home(), town.home("Durand")
    wanted = StatementFilter(child_id=other.child)
    denied = portal.wallet_export(actor=home.actor, family_id=home.id, wanted=wanted)
    assert denied == Refused(Reason.NOT_ALLOWED)
    assert town.audited() == ["denied"]


def test_the_days_usually_booked_are_offered_to_be_paid_for_until_the_holidays(
    town: LittleTown, portal: Portal
):
    canteen = town.activity(price=285)
    home = town.home(balance=2 * 285)
    parent = Parent(portal, home)
    tuesdays = [TODAY + timedelta(weeks=number) for number in (-2, -1, 1, 2, 3)]
    slots = [town.slot(canteen, day) for day in tuesdays]
    town.slot(canteen, tuesdays[-1] + timedelta(days=1))  # a Wednesday: not its habit
    town._rows(
        t.school_holiday,
        school_year_id=YEAR,
        name="Vacances de Noël",
        kind="short",
        first_on=date(2026, 12, 19),
        last_on=date(2027, 1, 3),
    )
    town.changed_rules()
    town.clock.instant = at(TODAY - timedelta(weeks=4), 9)
    parent.books(canteen, *slots[:2], cents=285)
    town.clock.instant = PLAY_DAY
    asked = TopUpOffer(3 * 285, Why.UNTIL, date(2026, 12, 18))
    assert wallet(portal, parent).offers[0] == asked
    town.bring(home.id, 3 * 285)
    assert [one.why for one in wallet(portal, parent).offers] == [Why.USUAL] * 3
    assert wallet(portal, parent).balance_cents == 3 * 285


def test_a_place_that_is_waited_for_is_offered_to_be_paid_for(town: LittleTown, portal: Portal):
    canteen = town.activity(price=700)
    town.home("Durand")
    full = town.slot(canteen, capacity=0)
    parent = Parent(portal, town.home(balance=100))
    first = town.slot(canteen, DAY + timedelta(days=1), capacity=1)
    town.bring(parent.home.id, 700)
    parent.books(canteen, first, cents=700)  # what makes it an enrolled child
    parent.waits(canteen, full)
    assert wallet(portal, parent).offers[0].cents == 600
    assert wallet(portal, parent).offers[0].why is Why.UNTIL


def test_what_is_invoiced_asks_nothing_of_the_wallet(town: LittleTown, portal: Portal):
    study = town.activity(prepaid=False)
    parent = Parent(portal, town.home(balance=0))
    parent.books(study, town.slot(study))
    parent.waits(study, town.slot(study, DAY + timedelta(days=1), capacity=0))
    view = wallet(portal, parent)
    assert [one.why for one in view.offers] == [Why.USUAL] * 3
    assert not view.asks_top_up


@pytest.mark.parametrize("many", [1, 5])
def test_it_opens_with_the_same_few_statements(town: LittleTown, portal: Portal, many: int):
    home = town.home(children=[f"Enfant {number}" for number in range(many)], balance=50_000)
    parent = Parent(portal, home)
    for number in range(many):
        canteen = town.activity(f"Cantine {number}", units=[("M", "Midi", 600 + number, 601 + number)])
        slots = town.slots(canteen, 5)
        for child in home.children.values():
            parent.books(canteen, *slots, child=child)
    wallet(portal, parent)
    with counting() as statements:
        wallet(portal, parent)
    assert len(statements) == 5
