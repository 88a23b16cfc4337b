"""`portail demo`, as installed, in a real terminal: tmux, keys and touches, today's date."""

import os
import sys
from pathlib import Path

import pytest

from portail_tui.demo import logins
from tests.support.machine.terminal import Terminal, need_tmux

PORTAIL = Path(sys.executable).with_name("portail")
MONTHS_AHEAD = 6
"""How far to look for a day that can be booked: over the summer, the next ones are in September."""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    need_tmux()
    return {**os.environ, "PORTAIL_DONNEES": str(tmp_path), "COLORTERM": "truecolor", "LANG": "C.UTF-8"}


def opened(environment: dict[str, str]) -> Terminal:
    return Terminal([str(PORTAIL), "demo"], environment)


def balance(terminal: Terminal) -> str:
    terminal.sees("Tirelire", "€")
    return terminal.screen().split("Tirelire ")[1].split("€")[0]


def test_a_booking_made_in_a_terminal_is_found_again_by_the_next_session(environment: dict[str, str]):
    with opened(environment) as terminal:
        terminal.sees("Se connecter à son compte", "Commune de démonstration")
        terminal.types(logins.FAMILY)
        terminal.presses("Tab")
        terminal.types(logins.PASSWORD)
        terminal.presses("Enter")
        terminal.sees("Ma tirelire", "MA FAMILLE")
        before = balance(terminal)
        terminal.presses("F2")
        terminal.touches("Choisir une activité")
        terminal.touches("Restaurant scolaire")  # a touch on an activity opens its calendar
        terminal.sees("Choisissez vos jours orange")
        for _ in range(MONTHS_AHEAD):
            shown = terminal.screen()
            terminal.presses("NPage")
            terminal.changes(shown)
            if terminal.shows("○"):
                break
        terminal.touches("○")
        terminal.sees("1 à réserver", "Total")
        terminal.presses("v")
        terminal.sees("C'est enregistré", "Réservé")
        terminal.presses("Enter")
        terminal.sees("Choisissez vos jours orange")
        after = balance(terminal)
        assert after != before
        terminal.presses("C-q")
        terminal.ends()

    with opened(environment) as terminal:
        terminal.sees("Se connecter à son compte")
        terminal.touches(logins.FAMILY)
        terminal.touches("Se connecter", last=True)
        terminal.sees("Ma tirelire")
        assert balance(terminal) == after


def test_accents_and_signs_typed_in_a_terminal_reach_the_fields(environment: dict[str, str]):
    with opened(environment) as terminal:
        terminal.sees("Se connecter à son compte")
        terminal.types("zoé.françois@exemple.fr")
        terminal.sees("zoé.françois@exemple.fr")
        terminal.presses("Tab")
        terminal.types("àçé€@#{[|ù")
        terminal.touches("Afficher le mot de passe")
        terminal.sees("àçé€@#{[|ù")
        terminal.presses("BTab")
        terminal.presses("Enter")
        terminal.sees("ne convient")
        terminal.sees("àçé€@#{[|ù")


def test_a_store_that_is_no_store_is_told_in_french(environment: dict[str, str], tmp_path: Path):
    picture = tmp_path / "photo.db"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" * 999)
    with Terminal([str(PORTAIL)], {**environment, "PORTAIL_BASE": f"sqlite:///{picture}"}) as terminal:
        terminal.sees("Les données sont illisibles. Prévenez la mairie")
        terminal.ends(status=3)
        assert not terminal.shows("Traceback")
