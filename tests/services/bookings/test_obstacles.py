"""What stands between a child and a day: a paper, an activation, an hour already taken, its age."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portail_tui.domain.bookings.day_state import DayState, NotOffered
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from tests.support.towns.small_town import LittleTown, Parent, outcomes
from tests.support.towns.town_activities import DAY, MATIN, MIDI, SOIR


def test_an_inactive_family_keeps_its_choices_unsaved(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home(active=False))
    month = parent.month(canteen)
    assert month.blocked == Refused(Reason.ACCOUNT_INACTIVE)
    assert parent.cell(canteen).state is DayState.AVAILABLE
    assert parent.books(canteen, slot) == Refused(Reason.ACCOUNT_INACTIVE)
    assert town.statuses(slot) == []


@pytest.mark.parametrize(
    ("status", "validated", "lets_in"),
    [
        (None, True, False),
        ("sent", True, False),
        ("refused", True, False),
        ("accepted", True, True),
        ("sent", False, True),
    ],
)
def test_a_required_document_stands_in_the_way_until_the_town_has_it(
    town: LittleTown, portal: Portal, status: str | None, validated: bool, lets_in: bool
):
    form = town.document_type("Fiche sanitaire", validated=validated)
    canteen = town.activity(documents=[form])
    slot = town.slot(canteen)
    home = town.home()
    if status:
        town.document(home, form, child=home.child, status=status)
    parent = Parent(portal, home)
    missing = Refused(
        Reason.DOCUMENT_MISSING,
        {"documents": "Fiche sanitaire", "type_id": form, "child_id": home.child},
    )
    assert parent.month(canteen).blocked == (None if lets_in else missing)
    assert parent.cell(canteen).state is DayState.AVAILABLE
    answer = parent.books(canteen, slot)
    if lets_in:
        assert outcomes(answer) == ["booked"]
    else:
        assert answer == missing
        assert town.statuses(slot) == []


def test_an_enrolment_that_must_be_accepted_first_stands_in_the_way(town: LittleTown, portal: Portal):
    sport = town.activity("Sport", enrolment_first=True)
    slot = town.slot(sport)
    home = town.home()
    parent = Parent(portal, home)
    first = Refused(Reason.ENROLMENT_FIRST)
    assert parent.books(sport, slot) == first
    town.run(
        "INSERT INTO enrolment (family_id, child_id, activity_id, school_year_id, status, created_at) "
        "VALUES (:f, :c, :a, 1, 'accepted', 0)",
        f=home.id,
        c=home.child,
        a=sport,
    )
    assert outcomes(parent.books(sport, slot)) == ["booked"]


def test_a_child_is_never_in_two_places_at_the_same_hour(town: LittleTown, portal: Portal):
    canteen = town.activity("Cantine")
    club = town.activity("Échecs", units=[("MIDI", "Midi", 12 * 60, 13 * 60)])
    lunch, chess = town.slot(canteen), town.slot(club)
    parent = Parent(portal, town.home())
    parent.books(canteen, lunch)
    refused = parent.books(club, chess).lines[0].refusal
    assert refused == Refused(Reason.OVERLAPS, {"activity": "Cantine"})
    parent.cancels(canteen, lunch)
    assert outcomes(parent.books(club, chess)) == ["booked"]


def test_two_overlapping_units_picked_together_are_not_both_booked(town: LittleTown, portal: Portal):
    day_camp = ("JOURNEE", "Journée", 8 * 60, 18 * 60)
    camp = town.activity("Centre", units=[day_camp, MIDI])
    whole, lunch = town.slot(camp, unit=0), town.slot(camp, unit=1)
    parent = Parent(portal, town.home())
    assert outcomes(parent.books(camp, whole, lunch)) == ["booked", "overlaps"]


def test_the_hours_of_a_cancelled_day_are_free_for_another_in_the_same_request(
    town: LittleTown, portal: Portal
):
    camp = town.activity("Centre", units=[("JOURNEE", "Journée", 8 * 60, 18 * 60), MIDI])
    whole, lunch = town.slot(camp, unit=0), town.slot(camp, unit=1)
    parent = Parent(portal, town.home())
    parent.books(camp, whole)
    assert outcomes(parent.books(camp, lunch)) == ["overlaps"]
    swap = (
        Pick(slot_id=lunch, action=PickAction.BOOK, shown_cents=300),
        Pick(slot_id=whole, action=PickAction.CANCEL, shown_cents=300),
    )
    assert outcomes(parent.picks(camp, *swap)) == ["cancelled", "booked"]


def test_units_that_follow_each_other_are_both_booked(town: LittleTown, portal: Portal):
    care = town.activity("Accueil", units=[MATIN, SOIR])
    morning, evening = town.slot(care, unit=0), town.slot(care, unit=1)
    parent = Parent(portal, town.home())
    assert outcomes(parent.books(care, morning, evening)) == ["booked", "booked"]
    labels = town.rows("SELECT label FROM ledger_movement WHERE on_day IS NOT NULL ORDER BY id")
    assert [label for (label,) in labels] == [
        "Accueil, matin, mardi 1er décembre (Zoé)",
        "Accueil, soir, mardi 1er décembre (Zoé)",
    ]


def test_a_day_of_another_activity_is_refused_whole(town: LittleTown, portal: Portal):
    canteen, sport = town.activity(), town.activity("Sport")
    mine, foreign = town.slot(canteen), town.slot(sport)
    parent = Parent(portal, town.home())
    assert parent.books(canteen, mine, foreign).reason is Reason.NOT_OFFERED
    assert parent.books(canteen, 999_999).reason is Reason.NOT_OFFERED
    assert town.value("SELECT count(*) FROM booking") == 0


def test_a_day_that_the_town_cancelled_is_not_offered_and_not_cancelled_twice(
    town: LittleTown, portal: Portal
):
    canteen = town.activity()
    slot = town.slot(canteen, is_cancelled=True, cancel_reason="Grève")
    parent = Parent(portal, town.home())
    refused = Refused(Reason.NOT_OFFERED, {"why": NotOffered.TOWN_CANCELLED.value})
    for answer in (parent.books(canteen, slot), parent.cancels(canteen, slot)):
        assert answer.lines[0].refusal == refused
    assert parent.cell(canteen).note == "Grève"


def test_a_child_too_young_that_day_is_not_offered_it(town: LittleTown, portal: Portal):
    club = town.activity("Club", ages=(8, None))
    before, after = town.slot(club), town.slot(club, DAY + timedelta(days=1))
    parent = Parent(portal, town.home(born=(DAY + timedelta(days=1)).replace(year=2018)))
    answer = parent.books(club, before, after)
    assert outcomes(answer) == ["not_offered", "booked"]
    assert answer.lines[0].refusal.details == {"why": "not_eligible"}
