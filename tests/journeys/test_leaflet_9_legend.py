"""The leaflet's section 9: the legend, always in reach; by keyboard alone and by touch alone."""

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)
LEAFLET = (
    "Enfant inscrit, possibilité d'annuler au besoin",
    "Enfant inscrit, annulation impossible",
    "Vous pouvez réserver",
    "Oups ! Hors délais, l'inscription sera majorée",
    "Inscription annulée, pas de majoration",
    "Inscriptions complètes",
    "Inscription sur la liste d'attente de l'activité",
    "Inscription soumise à validation par un agent de la collectivité",
)


async def test_9_the_legend_by_keyboard(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.presses("down", "enter", "down", "enter")  # « Réserver » then « Choisir une activité »
        await visitor.sees("Restaurant scolaire", "Occasionnelle")
        await visitor.presses("tab", "tab", "enter")
        await visitor.sees("Novembre 2026")
        await visitor.presses("l")
        await visitor.sees(*LEAFLET)
        await visitor.presses("escape")
        await visitor.sees("Novembre 2026")


async def test_9_the_legend_by_touch_beside_the_calendar(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.FAMILY)
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Valider")
        await visitor.sees("Novembre 2026")
        await visitor.touches("Légende")
        await visitor.sees(*LEAFLET)
        await visitor.touches("Fermer")
        await visitor.sees("Novembre 2026")
