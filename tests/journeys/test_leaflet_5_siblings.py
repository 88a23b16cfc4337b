"""Leaflet 5.3 and 5.4 for brothers and sisters: the same days, one validation, by keyboard or by finger."""

from __future__ import annotations

from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


async def test_5_the_same_days_for_three_children_by_keyboard_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.opens("Choisir une activité")
        await visitor.presses("tab", "tab", "enter")
        await visitor.sees("Lucie · Restaurant scolaire")
        await visitor.presses("pagedown", "up", "s")
        await visitor.sees("à réserver", "Aussi pour…")
        await visitor.presses("tab", "tab", "enter")
        await visitor.sees("Pour qui ?", "Lucie", "Malo", "Anaë", "réservations")
        await visitor.presses("tab", "space")
        await visitor.sees("Lucie : ", "Anaë : ")
        visitor.does_not_see("Malo : ")
        await visitor.presses("v")
        await visitor.sees("C'est enregistré", "Lucie et Anaë · Restaurant scolaire", "débités")
        await visitor.presses("enter")
        await visitor.sees("Lucie · Restaurant scolaire", "Choisissez vos jours orange")


async def test_5_a_regular_pattern_for_all_or_none_by_mouse_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Régulière")
        await visitor.touches("Valider")
        await visitor.touches("Jusqu'à la fin de l")
        await visitor.touches("Jusqu'aux vacances de Noël")
        await visitor.touches("Ven")
        await visitor.sees("jours · total")
        await visitor.touches("Aussi pour…")
        await visitor.sees("Pour qui ?", "réservations")
        await visitor.touches("Tous ou aucun")
        await visitor.sees("réservations")
        await visitor.touches("Valider")
        await visitor.sees("C'est enregistré", "Lucie, Malo et Anaë · Restaurant scolaire")
        await visitor.touches("Fermer")
        await visitor.sees("Ce qui sera réservé")
