"""« Régulière », by keyboard alone and by mouse alone: a weekly pattern, told day by day, then saved."""

import re

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


def total(visitor: Visitor) -> tuple[int, int]:
    """How many days, and what they cost in cents."""
    found = re.search(r"(\d+) jours · total (\d+),(\d\d) €", visitor.screen())
    assert found, visitor.screen()
    return int(found[1]), int(found[2] + found[3])


async def test_5_3_every_week_by_keyboard_alone(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.FAMILY)
        await visitor.presses("f2")
        await visitor.sees("Choisir une activité")
        await visitor.presses("down", "down", "down", "down", "enter")
        await visitor.sees("Restaurant scolaire", "Régulière")
        await visitor.presses("tab", "tab", "tab", "down", "space", "tab", "tab", "enter")
        await visitor.sees("Les jours de la semaine", "Cochez les jours")
        await visitor.presses("tab", "space")
        await visitor.sees("✓ Mardi 15 décembre, midi : 3,05 €", "jours · total")
        days, cents = total(visitor)
        assert cents == days * 305
        await visitor.presses("v")
        await visitor.sees(
            "C'est enregistré", "Réservé, 3,05 €", f"{cents // 100},{cents % 100:02d} € ont été débités"
        )


async def test_5_3_every_week_by_mouse_alone(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.FAMILY)
        await visitor.touches("Accueil périscolaire")
        await visitor.touches("Régulière")
        await visitor.touches("Valider")
        await visitor.sees("Les jours de la semaine")
        await visitor.touches("Une semaine sur deux")
        await visitor.sees("Matin, semaines paires", "Soir, semaines impaires")
        await visitor.touches("Mar")
        await visitor.sees("jours · total")
        days, _ = total(visitor)
        await visitor.touches("Valider")
        await visitor.sees("C'est enregistré")
        await visitor.touches("Vérifiez vos inscriptions")
        await visitor.sees("Vérifiez vos inscriptions", "Accueil périscolaire, matin")
        assert days > 3
