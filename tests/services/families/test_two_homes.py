"""Two homes share a child: each sees its own days, money and papers, and nothing of the other's."""

from __future__ import annotations

import pytest

from portail_tui.domain.bookings.day_state import Choice, DayState
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from tests.support.machine.answers import answered
from tests.support.towns.small_town import LittleTown, Parent, outcomes


@pytest.fixture
def homes(town: LittleTown, portal: Portal) -> tuple[Parent, Parent, int]:
    """Zoé's two homes, and Zoé."""
    first, second = town.home("Martin"), town.home("Durand", children=())
    zoe = first.child
    town.share(zoe, second)
    return Parent(portal, first), Parent(portal, second), zoe


Homes = tuple[Parent, Parent, int]
NOTHING_MORE = Refused(Reason.EXPECTED_ELSEWHERE)


def test_a_day_the_other_home_booked_looks_free_and_cannot_be_booked(town: LittleTown, homes: Homes):
    first, second, zoe = homes
    canteen = town.activity()
    slot = town.slot(canteen, capacity=5)
    first.books(canteen, slot, child=zoe)
    cell = second.cell(canteen, child=zoe)
    assert (cell.state, cell.choice, cell.price_cents) == (DayState.AVAILABLE, Choice.SELECTED, 300)
    answer = second.books(canteen, slot, child=zoe)
    assert answer.lines[0].refusal == NOTHING_MORE
    assert town.balance(second.home) == 10_000
    assert not town.faults()


def test_the_other_homes_overlapping_activity_is_not_named(town: LittleTown, homes: Homes):
    first, second, zoe = homes
    canteen = town.activity("Cantine")
    chess = town.activity("Échecs", units=[("MIDI", "Midi", 720, 780)])
    first.books(canteen, town.slot(canteen), child=zoe)
    assert second.books(chess, town.slot(chess), child=zoe).lines[0].refusal == NOTHING_MORE


def test_the_other_homes_waiting_entry_is_not_told_either(town: LittleTown, portal: Portal, homes: Homes):
    first, second, zoe = homes
    canteen = town.activity()
    slot = town.slot(canteen, capacity=0)
    assert outcomes(first.waits(canteen, slot, child=zoe)) == ["waiting"]
    assert second.cell(canteen, child=zoe).state is DayState.FULL
    assert second.waits(canteen, slot, child=zoe).lines[0].refusal == NOTHING_MORE


def test_a_booking_that_arrives_between_reading_and_writing_is_refused_readably(
    town: LittleTown, homes: Homes
):
    """The locks make it impossible; were they to fail, the store's own index still stands, and is told as a
    refusal: the trigger books for the other home just before the portal does."""
    first, second, zoe = homes
    canteen = town.activity()
    slot = town.slot(canteen)
    books = (
        "INSERT INTO booking (slot_id, child_id, family_id, status, cents, surcharge_cents, quantity, "
        "tariff, reason, operation_id, created_at, changed_at) VALUES (NEW.slot_id, NEW.child_id, "
        f"{first.home.id}, 'booked', 0, 0, 1, '{{}}', '', 'x', 0, 0);"
    )
    before, only = "CREATE TRIGGER other_home BEFORE INSERT ON booking", f"NEW.family_id = {second.home.id}"
    if town.is_a_file:
        town.run(f"{before} WHEN {only} BEGIN {books} END")
    else:
        town.run(
            f"CREATE FUNCTION books() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {books} RETURN NEW; END $$"
        )
        town.run(f"{before} FOR EACH ROW WHEN ({only}) EXECUTE FUNCTION books()")
    assert second.books(canteen, slot, child=zoe) == NOTHING_MORE
    assert town.value("SELECT count(*) FROM booking") == 0
    assert town.balance(second.home) == 10_000


def test_each_home_cancels_its_own_days_only(town: LittleTown, homes: Homes):
    first, second, zoe = homes
    canteen = town.activity()
    slot = town.slot(canteen)
    first.books(canteen, slot, child=zoe)
    assert outcomes(second.cancels(canteen, slot, child=zoe)) == ["not_booked"]
    assert first.cell(canteen, child=zoe).state is DayState.BOOKED_CANCELLABLE


def test_days_wallets_and_lists_are_each_homes_own(town: LittleTown, portal: Portal, homes: Homes):
    first, second, zoe = homes
    canteen = town.activity()
    first.books(canteen, town.slot(canteen), child=zoe)
    assert len(answered(portal.bookings(actor=first.actor, family_id=first.home.id)).lines) == 1
    assert answered(portal.bookings(actor=second.actor, family_id=second.home.id)).lines == ()
    assert len(answered(portal.wallet(actor=second.actor, family_id=second.home.id)).lines) == 1
    seen = answered(portal.home(actor=second.actor, family_id=second.home.id))
    assert seen.coming == ()
    card = answered(portal.family(actor=second.actor, family_id=second.home.id)).children[0]
    assert (card.first_name, card.activities) == ("Zoé", ())
    assert card.shared_custody == "Garde alternée : semaines impaires chez vous"


def test_a_document_accepted_from_one_home_counts_for_both_and_tells_nothing(
    town: LittleTown, portal: Portal, homes: Homes
):
    first, second, zoe = homes
    form = town.document_type("Fiche sanitaire")
    canteen = town.activity(documents=[form])
    slot = town.slot(canteen)

    def papers(parent: Parent) -> list[tuple[str, str]]:
        [card] = answered(portal.family(actor=parent.actor, family_id=parent.home.id)).children
        return [(line.state, line.reason) for line in card.documents]

    town.document(first.home, form, child=zoe, status="refused", reason="illisible")
    assert papers(first) == [("refusée", "illisible")]
    assert papers(second) == [("manquante", "")]
    assert second.books(canteen, slot, child=zoe).reason is Reason.DOCUMENT_MISSING
    town.document(first.home, form, child=zoe, status="accepted")
    assert papers(first) == [("acceptée", "")]
    assert papers(second) == [("reçue", "")]
    assert outcomes(second.books(canteen, slot, child=zoe)) == ["booked"]


def test_a_household_paper_of_one_home_is_not_the_others(town: LittleTown, homes: Homes):
    first, second, zoe = homes
    address = town.document_type("Justificatif de domicile", for_child=False)
    canteen = town.activity(documents=[address])
    slot = town.slot(canteen)
    town.document(first.home, address)
    assert second.books(canteen, slot, child=zoe).reason is Reason.DOCUMENT_MISSING
    assert outcomes(first.books(canteen, slot, child=zoe)) == ["booked"]


def test_each_home_pays_by_its_own_quotient(town: LittleTown, homes: Homes):
    from portail_tui.domain.rules.tariffs import Brackets

    first, second, zoe = homes
    canteen = town.activity(price=Brackets((0, 100_000), (150, 450)))
    town.slot(canteen)
    town.quotient(first.home, 50_000)
    town.quotient(second.home, 150_000)
    assert first.cell(canteen, child=zoe).price_cents == 150
    assert second.cell(canteen, child=zoe).price_cents == 450


def test_the_place_freed_by_one_home_may_go_to_the_other(town: LittleTown, portal: Portal, homes: Homes):
    """It waited for another child's place; the shared child is then expected from that home."""
    first, second, zoe = homes
    canteen = town.activity()
    slot = town.slot(canteen, capacity=1)
    holder = Parent(portal, town.home("Occupant"))
    holder.books(canteen, slot)
    second.waits(canteen, slot, child=zoe)
    holder.cancels(canteen, slot)
    assert second.cell(canteen, child=zoe).state is DayState.BOOKED_CANCELLABLE
    assert first.cell(canteen, child=zoe).state is DayState.FULL
    assert first.waits(canteen, slot, child=zoe).lines[0].refusal == NOTHING_MORE
