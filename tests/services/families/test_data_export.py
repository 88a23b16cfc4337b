"""« Télécharger mes données »: every table is given or left out with its reason; nothing of another home."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table
from sqlmodel import SQLModel

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import Pick, PickAction
from portail_tui.domain.families.health import Health
from portail_tui.domain.families.people import ConsentCode, NewPerson
from portail_tui.domain.families.profile import Address
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.portal import Portal
from portail_tui.store.queries.families.data_export import NOT_OWN, OWN
from portail_tui.texts.families import data_export as words
from tests.support.towns.small_town import Home, LittleTown
from tests.support.towns.town_activities import DAY


def reaches_a_family(table: Table, seen: frozenset[str] = frozenset()) -> bool:
    """Whether some foreign key leads from the table to a family, a child or an account."""
    people = {"family", "child", "account"}
    targets = {key.column.table for key in table.foreign_keys} - {table}
    return table.name in people or any(
        target.name not in seen and reaches_a_family(target, seen | {table.name}) for target in targets
    )


def test_every_table_is_given_or_left_out_with_its_reason():
    tables = set(SQLModel.metadata.sorted_tables)
    assert set(OWN) | set(NOT_OWN) == tables, "say of a new table whether it holds a household's data"
    assert not set(OWN) & set(NOT_OWN)
    assert {table.name for table in tables if reaches_a_family(table)} <= {table.name for table in OWN}
    # two have no key to a family, and are a household's all the same
    assert {table.name for table in OWN if not reaches_a_family(table)} == {"outbox_mail", "login_throttle"}
    files = {"document_file", "invoice_paper"}
    assert {table.name for table in OWN} == set(words.FILES) | files


def download(portal: Portal, home: Home, actor: Actor | None = None) -> dict[str, bytes]:
    made = portal.own_data(actor=actor or home.actor, family_id=home.id)
    assert isinstance(made, MadeFile) and made.kind is GeneratedFileKind.ZIP
    with zipfile.ZipFile(io.BytesIO(made.content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def lines(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(files[f"donnees/{name}.json"])
    return found


@pytest.fixture
def keyed(town: LittleTown) -> LittleTown:
    town.makes_its_key()
    return town


def lives(town: LittleTown, portal: Portal, home: Home, child: int, word: str) -> None:
    """A bit of everything that a household leaves behind, each with its ``word``."""
    canteen = town.value("SELECT min(id) FROM activity")
    slot = town.slot(canteen, DAY if word == "Alpha" else DAY + timedelta(days=2))
    asked: dict[str, Any] = {"actor": home.actor, "family_id": home.id}
    portal.book_days(
        operation_id=f"{word}1",
        **asked,
        child_id=child,
        activity_id=canteen,
        picks=(Pick(slot_id=slot, action=PickAction.BOOK, shown_cents=300),),
    )
    person = NewPerson(child_id=child, name=f"Mamie {word}", phone="0612345678", relation="")
    portal.add_collector(operation_id=f"{word}2", **asked, person=person)
    portal.save_consents(operation_id=f"{word}3", **asked, child_id=child, given=(ConsentCode.PHOTO,))
    portal.declare_address(operation_id=f"{word}4", **asked, address=Address(f"Rue {word}", "29000", "Brest"))
    portal.ask_erasure(operation_id=f"{word}5", **asked, words=f"Mot {word}")
    town.sent_file(home, town.document_type(f"PIECE-{word}"))
    portal.log_in(email=home.actor.name, password="pas le bon", origin="test")


def test_a_household_gets_all_of_its_own_and_nothing_of_the_other_home(keyed: LittleTown):
    portal, one, other = keyed.portal(), keyed.home("Marchal"), keyed.home("Bouchet", children=("Ana",))
    keyed.share(one.child, other)
    keyed.activity()
    lives(keyed, portal, one, one.child, "Alpha")
    lives(keyed, portal, other, one.child, "Omega")
    portal.save_health(
        operation_id="h",
        actor=other.actor,
        family_id=other.id,
        child_id=one.child,
        health=Health(allergies="Arachides"),
        version=0,
    )
    files = download(portal, one)
    whole = "\n".join(content.decode(errors="replace") for content in files.values())
    assert "Omega" not in whole and "bouchet" not in whole.casefold()
    assert one.actor.name in whole and words.README in files
    assert [line["name"] for line in lines(files, "personnes-autorisees")] == ["Mamie Alpha"]
    (booking,) = lines(files, "reservations")
    assert (booking["activity"], booking["unit"], booking["day"]) == ("Cantine", "Midi", DAY.isoformat())
    (health,) = lines(files, "sante")  # the child's own, whoever wrote it
    assert health["allergies"] == "Arachides"
    empty = {name for name in words.FILES.values() if not lines(files, name)}
    assert empty <= {
        "adresses-d-envoi",
        "categories",
        "aides",
        "quotients",
        "inscriptions",
        "factures",
        "lignes-de-facture",
        "paiements-de-facture",
        "mots-de-passe-provisoires",
        "changement-d-adresse-e-mail",
    }
    assert any(name.startswith("documents/") for name in files)


def test_no_secret_is_given_and_the_copy_is_written_down_with_each_childs_health(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home(password_hash="$argon2id$secret")
    keyed.activity()
    lives(keyed, portal, home, home.child, "Alpha")
    asked: dict[str, Any] = {"actor": home.actor, "family_id": home.id, "child_id": home.child}
    portal.save_health(operation_id="h", **asked, health=Health(allergies="Arachides"), version=0)
    whole = "\n".join(content.decode(errors="replace") for content in download(portal, home).values())
    digest = keyed.value("SELECT digest FROM operation WHERE id = 'h'")
    assert "argon2" not in whole and digest not in whole
    assert keyed.audited()[-2:] == ["health_read", "own_data_copied"]


def test_health_is_not_given_to_staff_nor_without_authority_nor_without_the_key(keyed: LittleTown):
    portal, home = keyed.portal(), keyed.home()
    asked: dict[str, Any] = {"actor": home.actor, "family_id": home.id, "child_id": home.child}
    portal.save_health(operation_id="h", **asked, health=Health(allergies="Arachides"), version=0)
    agent = keyed.account(Role.AGENT, "agent@exemple.fr")
    assert lines(download(portal, home, agent), "sante") == [words.NO_HEALTH]
    keyed.keys.file.rename(keyed.keys.file.with_name("ailleurs"))
    assert lines(download(keyed.portal(), home), "sante") == [words.KEY_MISSING]
    keyed.run("UPDATE guardian SET has_authority = :no", no=False)
    assert lines(download(portal, home), "sante") == [words.NO_HEALTH]
    assert "health_read" not in keyed.audited()
