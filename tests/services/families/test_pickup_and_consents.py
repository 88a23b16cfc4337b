"""Who may collect a child, what is agreed to for it: each household's own, dated, taken back at any time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portail_tui.domain.families.people import ConsentCode, NewPerson, phone_of
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.texts.families.people import FIELDS
from portail_tui.texts.refusals import refusal
from tests.support.machine.clocks import FrozenClock
from tests.support.towns.small_town import Home, LittleTown


def names(portal: Portal, home: Home, child: int) -> list[str]:
    answer = portal.collectors(actor=home.actor, family_id=home.id, child_id=child)
    assert not isinstance(answer, Refused)
    return [one.name for one in answer.people]


def add(portal: Portal, home: Home, child: int | None, name: str, **more: Any) -> Any:
    person = NewPerson(
        child_id=child, name=name, phone=more.pop("phone", "0612345678"), relation="Mamie", **more
    )
    return portal.add_collector(
        operation_id=f"{name}-{child}", actor=home.actor, family_id=home.id, person=person
    )


def agrees(portal: Portal, home: Home, *given: ConsentCode, operation: str = "c", **more: Any) -> Any:
    asked = {"actor": home.actor, "family_id": home.id, "child_id": home.child, "given": given}
    return portal.save_consents(operation_id=operation, **{**asked, **more})


def test_somebody_is_named_for_one_child_or_for_all_and_taken_off_the_list(town: LittleTown, portal: Portal):
    home = town.home(children=("Zoé", "Tom"))
    zoe, tom = home.children.values()
    one = add(portal, home, zoe, "Odile Martin")
    add(portal, home, None, "Luc Petit")
    add(portal, home, zoe, "Jean Rien", is_forbidden=True, phone="")
    assert names(portal, home, zoe) == ["Jean Rien", "Odile Martin", "Luc Petit"]
    assert names(portal, home, tom) == ["Luc Petit"]
    asked = {"actor": home.actor, "family_id": home.id, "person_id": one}
    assert portal.remove_collector(operation_id="r", **asked) == one
    assert names(portal, home, zoe) == ["Jean Rien", "Luc Petit"]
    assert portal.remove_collector(operation_id="s", **asked) == Refused(Reason.ALREADY_TREATED)
    assert town.audited() == [
        "person_authorised",
        "person_authorised",
        "person_forbidden",
        "person_removed",
    ]


@pytest.mark.parametrize(
    ("name", "phone", "field"), [("", "0612345678", "name"), ("Odile", "", "phone"), ("Odile", "06", "phone")]
)
def test_who_collects_has_a_name_and_a_telephone(
    town: LittleTown, portal: Portal, name: str, phone: str, field: str
):
    home = town.home()
    refused = add(portal, home, home.child, name, phone=phone)
    assert (refused.reason, refused.details["field"]) == (Reason.FIELD_INVALID, field)
    assert refusal(refused).startswith("Rien n'a été enregistré. «")
    assert f"«\N{NO-BREAK SPACE}{FIELDS[field]}\N{NO-BREAK SPACE}»" in refusal(refused)
    assert names(portal, home, home.child) == []


def test_two_homes_of_a_child_have_a_list_and_consents_each(town: LittleTown, portal: Portal):
    one, other = town.home("Marchal"), town.home("Bouchet", children=("Ana",))
    town.share(one.child, other)
    person = add(portal, one, one.child, "Odile Martin")
    agrees(portal, one, ConsentCode.PHOTO)
    assert names(portal, other, one.child) == []
    theirs = portal.consents(actor=other.actor, family_id=other.id, child_id=one.child)
    assert not isinstance(theirs, Refused)
    assert theirs.is_shared and not any(line.given_on for line in theirs.lines)
    denied = portal.remove_collector(
        operation_id="r", actor=other.actor, family_id=other.id, person_id=person
    )
    assert denied == Refused(Reason.NOT_ALLOWED)
    assert names(portal, one, one.child) == ["Odile Martin"]


def test_a_consent_is_dated_and_taken_back_at_any_time(town: LittleTown):
    home = town.home()
    portal = town.portal()
    both = (ConsentCode.PHOTO, ConsentCode.OUTINGS)
    assert set(agrees(portal, home, *both)) == set(both)
    clock = town.clock
    assert isinstance(clock, FrozenClock)
    clock.advance(days=3)
    assert agrees(portal, home, ConsentCode.OUTINGS, operation="d") == (ConsentCode.PHOTO,)
    assert agrees(portal, home, ConsentCode.OUTINGS, operation="e") == ()
    shown = portal.consents(actor=home.actor, family_id=home.id, child_id=home.child)
    assert not isinstance(shown, Refused)
    photo, outings, alone = shown.lines
    assert photo.given_on is None and photo.withdrawn_on is not None
    assert outings.given_on is not None and photo.withdrawn_on - outings.given_on == timedelta(days=3)
    assert (alone.given_on, alone.withdrawn_on) == (None, None)
    assert town.audited() == ["consents_changed", "consents_changed"]


def test_an_adult_without_parental_authority_decides_nothing(town: LittleTown, portal: Portal):
    home = town.home()
    town.run("UPDATE guardian SET has_authority = :no WHERE family_id = :id", no=False, id=home.id)
    assert add(portal, home, home.child, "Odile Martin") == Refused(Reason.NOT_ALLOWED)
    assert agrees(portal, home, ConsentCode.PHOTO) == Refused(Reason.NOT_ALLOWED)
    assert agrees(portal, home, ConsentCode.NEWS, child_id=None) == Refused(Reason.NOT_ALLOWED)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("0033 (0)612345678", "06 12 34 56 78"),
        ("+32 470 12 34 56", "+32470123456"),
        ("", ""),
        ("12", None),
        ("06 12 34 56", None),
        ("appelez-moi", None),
    ],
)
def test_a_telephone_is_read_however_it_was_typed(typed: str, kept: str | None):
    assert phone_of(typed) == kept
