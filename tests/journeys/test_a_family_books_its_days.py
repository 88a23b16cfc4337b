"""The main story, by keyboard alone and by mouse alone: log in, pick, validate, find it again."""

import re
from itertools import pairwise

import pytest

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


def balance(visitor: Visitor) -> int:
    """The balance in the title bar, in cents."""
    found = re.search(r"Tirelire (−?)([\d ]+),(\d\d) €", visitor.screen())
    assert found, visitor.screen()
    return int(f"{found[1].replace('−', '-')}{found[2].replace(' ', '')}{found[3]}")


def total(visitor: Visitor) -> tuple[int, int]:
    """The total and the balance after, in cents, from the line above « Valider »."""
    found = re.search(r"(?:Total|Rendu) (\d+),(\d\d) € · solde après (\d+),(\d\d) €", visitor.screen())
    assert found, visitor.screen()
    return int(found[1] + found[2]), int(found[3] + found[4])


def detail(visitor: Visitor) -> str:
    """The lines below the grid: the day under the cursor."""
    lines = visitor.screen().splitlines()
    days = [
        f"{line} {below}"
        for line, below in pairwise(lines)
        if re.search(r"(Lun|Mar|Mer|Jeu|Ven|Sam|Dim)[a-z]*\.? \d", line)
    ]
    return days[-1].strip(" ○✓■?≡!×–●◌")


async def types_the_log_in(visitor: Visitor) -> None:
    await visitor.sees("Se connecter à son compte")
    await visitor.settle()
    await visitor.types(logins.FAMILY)
    await visitor.pilot.press("tab")
    await visitor.types(logins.PASSWORD)
    await visitor.presses("enter")
    await visitor.sees("Ma tirelire", "MA FAMILLE")


async def walks_to(visitor: Visitor, words: str) -> None:
    """Arrow keys, day by day, until the line below the grid says ``words``."""
    for _ in range(31):
        if words in detail(visitor):
            return
        await visitor.presses("right")
    raise AssertionError(f"no day of the month says « {words} »:\n{visitor.screen()}")


async def test_5_days_are_booked_by_keyboard_alone(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await types_the_log_in(visitor)
        before = balance(visitor)

        await visitor.presses("f2")
        await visitor.sees("Choisir une activité")
        await visitor.presses("down", "down", "down", "down", "enter")
        await visitor.sees("Restaurant scolaire", "Occasionnelle")
        await visitor.presses("tab", "tab", "enter")
        await visitor.sees("Novembre 2026", "Choisissez vos jours orange", "Valider", "Légende")

        await visitor.presses("pagedown", "home", "up", "up", "up", "home")
        await walks_to(visitor, "Vous pouvez réserver")
        day = detail(visitor)
        await visitor.presses("space")
        await visitor.sees("Choisi", "1 à réserver")
        cents, after = total(visitor)
        assert before - cents == after

        await visitor.presses("v")
        await visitor.sees("C'est enregistré", "Réservé")
        await visitor.presses("enter")
        await visitor.sees("Choisissez vos jours orange")
        assert balance(visitor) == after
        await walks_to(visitor, "Enfant inscrit")
        assert detail(visitor)[:12] == day[:12]

        await visitor.presses("escape", "escape")
        assert balance(visitor) == after

    async with demo.app().run_test(size=SMALLEST) as pilot:  # the next visit
        visitor = Visitor(pilot)
        await types_the_log_in(visitor)
        assert balance(visitor) == after


async def test_5_days_are_booked_by_mouse_alone(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.touches(logins.FAMILY)
        await visitor.touches("Se connecter", nth=-1)
        await visitor.sees("Ma tirelire", "MA FAMILLE")
        before = balance(visitor)

        await visitor.touches("Restaurant scolaire")
        await visitor.sees("L'enfant", "Le type d'activité", "Occasionnelle")
        await visitor.touches("Valider")
        await visitor.sees("Novembre 2026")
        await visitor.touches("›", nth=-1)
        await visitor.sees("Décembre 2026")
        await visitor.touches("○", nth=0)
        await visitor.touches("○", nth=0)
        await visitor.sees("2 à réserver")
        cents, after = total(visitor)
        assert before - cents == after

        await visitor.touches("Légende", nth=-1)
        await visitor.sees("Vous pouvez réserver", "Oups ! Hors délais, l'inscription sera majorée")
        await visitor.touches("Fermer")
        await visitor.touches("Valider", nth=-1)
        await visitor.sees("C'est enregistré")
        await visitor.touches("Vérifiez vos inscriptions")
        await visitor.sees("L'enfant", "La période", "Inscrit")
        await visitor.touches("Accueil")
        assert balance(visitor) == after


async def test_a_day_booked_then_left_in_the_same_calendar_gives_its_money_back(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        before = balance(visitor)
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Valider")
        await visitor.presses("pagedown")
        await visitor.touches("○")
        await visitor.presses("v")
        await visitor.sees("C'est enregistré")
        await visitor.presses("escape")
        assert balance(visitor) < before

        await visitor.presses("space")
        await visitor.sees("1 à annuler", "Rendu")
        await visitor.presses("v")
        await visitor.sees("C'est enregistré", "vous sont rendus")
        await visitor.presses("escape")
        await visitor.sees("Annulé")
        assert balance(visitor) == before


async def test_picks_of_one_month_are_kept_on_the_next(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Valider")
        await visitor.presses("pagedown")
        await visitor.touches("○")
        await visitor.presses("pagedown")
        await visitor.touches("○")
        await visitor.sees("2 à réserver")
        await visitor.presses("pageup")
        await visitor.sees("Choisi", "2 à réserver")
        await visitor.presses("escape")
        await visitor.sees("Quitter sans valider ?")
        await visitor.presses("enter")
        await visitor.sees("2 à réserver")


@pytest.mark.parametrize("size", [(60, 20), SMALLEST, (120, 40), (200, 60)], ids=str)
async def test_every_action_of_the_calendar_is_on_screen_at_once(demo: DemoCopy, size: tuple[int, int]):
    async with demo.app().run_test(size=size) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.presses("f2")
        await visitor.touches("Choisir une activité")
        await visitor.touches("Valider")
        await visitor.sees("Lucie", "Restaurant scolaire", "Novembre 2026", "Solde", "Valider")
        shown = visitor.screen()
        assert all(re.search(rf"\b{day}\b", shown) for day in range(1, 31))
        assert "Légende" in shown or "Vous pouvez réserver" in shown
