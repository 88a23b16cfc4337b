"""Leaflet 5.1: the child's days at all its activities are read in one page, by keyboard or by finger."""

from __future__ import annotations

from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


async def test_the_month_of_the_family_leads_to_a_calendar_by_keyboard_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.opens("Le mois de la famille")
        await visitor.sees("Novembre 2026", "Lucie · ", "Malo · ", "Lucie · Restaurant scolaire")
        await visitor.presses("pagedown")
        await visitor.sees("Décembre 2026", "Mardi 1er décembre")
        await visitor.presses("down", "right", "right")
        await visitor.sees("Lucie · Accueil périscolaire · matin", "Jeudi 3 décembre")
        await visitor.presses("enter")
        await visitor.sees("Lucie · Accueil périscolaire", "Jeudi 3 décembre", "Valider")
        await visitor.presses("escape")
        await visitor.sees("Le mois de la famille", "Décembre 2026", "Jeudi 3 décembre")


async def test_one_childs_calendar_over_all_its_activities_by_mouse_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Son calendrier")
        await visitor.sees("Le mois de Lucie", "Lucie · ")
        visitor.does_not_see("Malo")
        await visitor.touches("›", nth=-1)
        await visitor.sees("Décembre 2026")
        await visitor.touches("?")
        await visitor.sees("Lucie · École multisports", "Inscription soumise à validation par un agent")
        await visitor.touches("Retour")
        await visitor.sees("Le mois de Lucie")
        await visitor.touches("Lucie", nth=1)
        await visitor.touches("Tous les enfants")
        await visitor.sees("Le mois de la famille", "Malo · ")


async def test_bookings_are_verified_by_child_and_period_and_printed_by_keyboard_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.opens("Vérifiez vos inscriptions")
        await visitor.sees("jours réservés", "débités", "Anaë")
        await visitor.presses("shift+tab", "shift+tab", "shift+tab", "enter", "down", "enter")
        await visitor.sees("Lucie")
        visitor.does_not_see("Anaë", "Malo")
        await visitor.presses("tab", "tab", "enter", "end", "enter")
        await visitor.sees("Décembre 2026", "Lucie")
        await visitor.presses("i")
        await visitor.sees("Inscriptions du 01/12/2026 au 31/12/2026", "Document à imprimer (PDF)")
        await visitor.presses("escape", "tab", "enter")
        await visitor.sees("Lucie · ", "Valider")


async def test_bookings_are_verified_by_activity_and_printed_by_mouse_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.touches("Menu")
        await visitor.touches("Vérifiez vos inscriptions")
        await visitor.touches("Toutes les activités")
        await visitor.touches("École multisports")
        await visitor.sees("À valider")
        visitor.does_not_see("École de natation")
        await visitor.touches("Imprimer")
        await visitor.sees("Document à imprimer (PDF)")
        await visitor.touches("Fermer")
        await visitor.sees("Vérifiez vos inscriptions")
