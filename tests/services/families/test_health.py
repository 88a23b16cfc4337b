"""A child's health: encrypted, read by who needs to know, each reading written down, no value elsewhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from portail_tui.bootstrap import open_context
from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.families.health import Diet, Health, HealthCard, HealthSaved, checked
from portail_tui.domain.ops.data_keys import WrappingKey
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.portal import Portal
from portail_tui.services.ops.data_keys import turn_key
from portail_tui.services.portal import open_to_screens
from portail_tui.texts.refusals import refusal
from tests.support.towns.small_town import Home, LittleTown

HEALTH = Health(
    diet=Diet.NO_PORK,
    allergies="Arachides",
    has_pai=True,
    pai="Stylo d'adrénaline dans le cartable",
    doctor="Dr Le Goff",
    doctor_phone="02 98 00 00 00",
)


@pytest.fixture
def keyed(town: LittleTown) -> LittleTown:
    town.makes_its_key()
    return town


def read(portal: Portal, home: Home, **more: Any) -> Any:
    return portal.health(**{"actor": home.actor, "family_id": home.id, "child_id": home.child, **more})


def save(portal: Portal, home: Home, health: Health = HEALTH, **more: Any) -> Any:
    asked = {"operation_id": "s", "actor": home.actor, "family_id": home.id, "child_id": home.child}
    return portal.save_health(**{**asked, "health": health, "version": 0, **more})


def test_what_a_parent_writes_is_read_again(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home()
    assert read(portal, home) == HealthCard(
        child_id=home.child, child_name="Zoé", health=Health(), version=0, changed_on=None
    )
    assert save(portal, home) == HealthSaved(1)
    card = read(portal, home)
    assert (card.health, card.version) == (HEALTH, 1)
    assert save(portal, home, Health(), operation_id="t", version=1) == HealthSaved(2)
    assert read(portal, home).health == Health()


def test_no_value_lies_in_the_clear_nor_can_be_guessed(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home()
    save(portal, home)
    read(portal, home)
    kept = keyed.everything()
    for value in ("Arachides", "adrénaline", "Le Goff", "no_pork", "02 98"):
        assert value not in kept
    # the same request under another key has another digest: nobody guesses a diet by trying the few there are
    other = keyed.value("SELECT digest FROM operation WHERE id = 's'")
    turn_key(open_context(keyed.url, keyed.clock, keys=keyed.keys, clock_decides=True))
    keyed.run("DELETE FROM operation WHERE id = 's'")
    keyed.run("DELETE FROM child_health")
    save(keyed.portal(), home)
    assert keyed.value("SELECT digest FROM operation WHERE id = 's'") != other
    assert "Arachides" not in repr(HEALTH) and "no_pork" not in repr(HEALTH)


def test_neither_a_key_nor_what_holds_it_shows_itself(keyed: LittleTown):
    key = WrappingKey.read(keyed.keys.file.read_text())
    context = keyed.context()
    save(open_to_screens(context), keyed.home())
    shown = f"{key!r} {context.vault!r} {context!r}"
    assert "kkk" not in shown and key.written()[-20:] not in shown and "_opened" not in shown


def test_sent_twice_it_is_written_once_and_another_value_is_another_request(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home()
    assert save(portal, home) == save(portal, home) == HealthSaved(1)
    assert save(portal, home, Health(allergies="Œuf")) == Refused(Reason.OPERATION_REUSED)
    assert read(portal, home).health == HEALTH


def test_each_reading_is_written_down_without_what_was_read(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home()
    save(portal, home)
    read(portal, home)
    lines = keyed.rows("SELECT account_id, family_id, action, detail FROM audit_event ORDER BY id")[1:]
    assert [line[2] for line in lines] == ["health_changed", "health_read"]
    assert lines[1][:2] == (home.actor.account_id, home.id)
    assert lines[1][3] == f'{{"child":{home.child}}}'


def test_an_agent_reads_with_a_reason_that_is_noted(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home()
    agent = keyed.account(Role.AGENT, "agent@exemple.fr")
    save(portal, home)
    for reason in ("", "  \x1b "):
        assert read(portal, home, actor=agent, reason=reason) == Refused(Reason.HEALTH_REASON_MISSING)
    assert read(portal, home, actor=agent, reason="Sortie du 3 décembre").health == HEALTH
    assert "Sortie du 3 décembre" in str(keyed.rows("SELECT detail FROM audit_event"))


def test_an_agent_does_not_read_that_of_its_own_family(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home()
    agent = keyed.account(Role.AGENT, "moi@mairie.fr")
    keyed.run("UPDATE guardian SET email = 'Moi@mairie.fr' WHERE family_id = :id", id=home.id)
    assert read(portal, home, actor=agent, reason="Curiosité") == Refused(Reason.NOT_ALLOWED)
    assert save(portal, home, actor=agent) == Refused(Reason.NOT_ALLOWED)


def test_an_adult_without_parental_authority_reads_nothing(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home()
    save(portal, home)
    keyed.run("UPDATE guardian SET has_authority = :no WHERE family_id = :id", no=False, id=home.id)
    assert read(portal, home) == Refused(Reason.NOT_ALLOWED)
    assert save(portal, home, operation_id="t", version=1) == Refused(Reason.NOT_ALLOWED)
    assert keyed.audited()[-2:] == ["denied", "denied"]


def test_both_homes_of_a_child_read_it_and_neither_learns_what_the_other_did(keyed: LittleTown):
    portal, one, other = keyed.portal(), keyed.home("Marchal"), keyed.home("Bouchet", children=("Ana",))
    keyed.share(one.child, other)
    save(portal, one)
    theirs = read(portal, other, child_id=one.child)
    assert (theirs.health, theirs.version) == (HEALTH, 1)
    assert keyed.rows("SELECT action FROM audit_event WHERE family_id = :id", id=other.id) == [
        ("health_read",)
    ]
    # each has its own lines alone, and what one changes under the other's eyes is not lost
    assert save(portal, other, Health(), child_id=one.child, operation_id="t", version=0) == Refused(
        Reason.CHANGED_MEANWHILE
    )
    assert save(portal, other, Health(), child_id=one.child, operation_id="t", version=1) == HealthSaved(2)


def test_of_two_homes_that_write_at_the_same_instant_one_is_told_that_the_other_did(keyed: LittleTown):
    one, other = keyed.home("Marchal"), keyed.home("Bouchet", children=("Ana",))
    keyed.share(one.child, other)
    rounds, barrier = 6, Barrier(2)

    def writes(home: Home) -> list[Any]:
        portal, answers = keyed.portal(), []
        for version in range(rounds):
            barrier.wait(30)
            health = Health(allergies=f"{home.id} {version}")
            name = f"{home.id}-{version}"
            answers.append(save(portal, home, health, child_id=one.child, operation_id=name, version=version))
        return answers

    with ThreadPoolExecutor(2) as pool:
        heard = list(zip(*pool.map(writes, (one, other)), strict=True))
    for version, answers in enumerate(heard, 1):
        assert HealthSaved(version) in answers and Refused(Reason.CHANGED_MEANWHILE) in answers
    assert keyed.rows("SELECT version FROM child_health") == [(rounds,)]


def test_without_the_key_the_page_says_so_and_nothing_is_lost(town: LittleTown):
    portal, home = town.portal(), town.home()
    missing = read(portal, home)
    assert missing == Refused(Reason.KEY_MISSING, {"why": "none_made"})
    assert "le reste du portail fonctionne" in refusal(missing)
    assert save(portal, home).reason is Reason.KEY_MISSING
    key = town.makes_its_key()
    save(town.portal(), home)
    town.keys.file.unlink()
    assert read(town.portal(), home) == Refused(Reason.KEY_MISSING, {"why": "not_here"})
    assert not isinstance(town.portal().family(actor=home.actor, family_id=home.id), Refused)
    town.keys.file.write_text(key.written())
    town.keys.file.chmod(0o600)
    assert read(town.portal(), home).health == HEALTH


@pytest.mark.parametrize(
    ("health", "field", "why"),
    [
        (Health(allergies="a" * 401), "allergies", "too_long"),
        (Health(has_pai=True), "pai", "missing"),
        (Health(doctor_phone="0298"), "doctor_phone", "phone"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(health: Health, field: str, why: str):

    refused = checked(health)
    assert refused == Refused(Reason.FIELD_INVALID, {"field": field, "why": why})
    assert refusal(refused).startswith("Rien n'a été enregistré.")
