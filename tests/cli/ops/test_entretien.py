"""`portail entretien`: what a timer starts, and what it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from portail_tui import settings
from portail_tui.cli import exit_codes
from portail_tui.cli.main import main
from portail_tui.domain.rules.tariffs import Fixed
from portail_tui.services.ops.upkeep import KEY
from tests.support.machine.mail_server import post_office
from tests.support.stores.both_engines import Stores
from tests.support.towns.small_town import LittleTown, Parent, at

LONG_AGO = date(2021, 9, 1)
"""This machine's clock, or the server's, decides here: the town is asked about days long gone."""


@pytest.fixture
def town(stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleTown:
    town = LittleTown.founded(stores, tmp_path)
    monkeypatch.setenv(settings.BASE, town.url)
    return town


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*arguments: str) -> tuple[int, str]:
        code = main(["entretien", *arguments])
        return code, capsys.readouterr().out

    return run


def with_a_booking_nobody_treated(town: LittleTown) -> int:
    club = town.activity(validation=True)
    town.tariff(club, Fixed(300), date(2021, 1, 1))
    full, slot = town.slots(club, 2, first=LONG_AGO, capacity=1)
    town.run("UPDATE slot SET capacity = 0 WHERE id = :id", id=full)
    town.clock.instant = at(LONG_AGO, 9).replace(day=1, month=8)
    parent = Parent(town.portal(), town.home())
    parent.books(club, slot)
    parent.waits(club, full)
    return slot


def test_with_nothing_due_it_says_so(town: LittleTown, told: Callable[..., tuple[int, str]]):
    assert told() == (exit_codes.OK, "Rien à faire.\n")


def test_what_is_due_is_done_and_counted(town: LittleTown, told: Callable[..., tuple[int, str]]):
    slot = with_a_booking_nobody_treated(town)
    code, printed = told()
    assert code == exit_codes.OK
    assert printed.replace("\N{NO-BREAK SPACE}", " ").splitlines() == [
        "1 demande non traitée à temps : annulée et recréditée",
        "1 attente close au délai d'annulation",
        "4 courriels attendent : le fichier de la commune n'a pas de section [courriel]",
    ]
    assert [status for _, status in town.statuses(slot)] == ["cancelled"]
    assert told("--json") == (
        exit_codes.OK,
        json.dumps(
            {
                "deja_en_cours": False,
                "demandes_annulees": 0,
                "propositions_closes": 0,
                "attentes_closes": 0,
                "adresses_oubliees": 0,
                "remis": 0,
                "interrompu": False,
                "courriels_envoyes": 0,
                "courriels_en_attente": 4,
                "courriels_abandonnes": 0,
                "courriels_panne": None,
                "abandons": [],
            },
            indent=2,
        )
        + "\n",
    )


def test_while_another_runs_it_does_nothing_and_is_no_failure(
    town: LittleTown, told: Callable[..., tuple[int, str]]
):
    slot = with_a_booking_nobody_treated(town)
    far = 4_102_444_800_000_000  # 2100
    town.run("INSERT INTO lease (key, holder, until) VALUES (:key, 'autre', :far)", key=KEY, far=far)
    assert told() == (exit_codes.OK, "Un entretien est déjà en cours. Celui-ci n'a rien fait.\n")
    assert json.loads(told("--json")[1]) == {"deja_en_cours": True, "jusqu_a": "2100-01-01T01:00"}
    assert [status for _, status in town.statuses(slot)] == ["pending"]


def test_without_a_store_it_says_how_to_name_one(capsys: pytest.CaptureFixture[str]):
    assert main(["entretien"]) == exit_codes.MISUSED
    assert "Aucune commune n'est installée" in capsys.readouterr().err


def test_a_store_without_a_town_is_said(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv(settings.BASE, stores.fresh(tmp_path))
    assert main(["entretien"]) == exit_codes.STORE_TROUBLE
    assert "Aucune commune n'est encore enregistrée" in capsys.readouterr().err


def test_mails_leave_those_that_cannot_are_listed_and_a_mute_server_is_told(
    town: LittleTown, told: Callable[..., tuple[int, str]], capsys: pytest.CaptureFixture[str]
):
    with_a_booking_nobody_treated(town)
    with post_office() as post:
        town.sends_by(post.address())
    code = main(["entretien"])
    assert code == exit_codes.MAIL_TROUBLE
    printed = capsys.readouterr()
    assert "attendent" in printed.out
    assert "Le serveur de courriel ne répond pas." in printed.err
    with post_office() as post:
        town.sends_by(post.address())
        post.answers = ["550 5.1.1 Utilisateur inconnu"]
        code, out = told()
    assert code == exit_codes.OK
    lines = out.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert lines[:2] == ["3 courriels envoyés", "1 courriel abandonné :"]
    assert lines[2].endswith(": 550 5.1.1 Utilisateur inconnu")


def test_a_mail_to_try_the_server_leaves_at_once(
    town: LittleTown, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert main(["courriel", "essai", "moi@exemple.fr"]) == exit_codes.MISUSED
    with post_office() as post:
        town.sends_by(post.address())
        assert main(["courriel", "essai", "pas une adresse"]) == exit_codes.MISUSED
        assert main(["courriel", "essai", "moi@exemple.fr"]) == exit_codes.OK
        assert main(["courriel", "mot-de-passe"]) == exit_codes.MISUSED  # a server that asks for no user
    assert [letter["To"] for letter in post.letters] == ["moi@exemple.fr"]
    assert main(["courriel", "essai", "moi@exemple.fr"]) == exit_codes.MAIL_TROUBLE
    assert "ne répond pas" in capsys.readouterr().err
