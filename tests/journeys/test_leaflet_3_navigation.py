"""The leaflet's section 3: the menu that unfolds, news that opens; by keyboard alone and by touch alone."""

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


async def test_3_navigating_by_keyboard(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.sees("Ma tirelire", "▸ MA FAMILLE", "▸ La mairie", "Document à fournir")
        await visitor.presses("enter")
        await visitor.sees("▾ MA FAMILLE", "Mon profil", "Fiches enfants")
        await visitor.presses("down", "enter")
        await visitor.sees("› Mon profil")
        await visitor.presses("escape", "down", "enter")
        await visitor.sees("› Fiches enfants")
        await visitor.presses("escape", "n")
        await visitor.sees("Actualités", "Menus de la semaine")
        await visitor.presses("enter")
        await visitor.sees("› Actualité", "Grève : pas d'accueil ni de restauration", "Publiée le")
        await visitor.presses("escape", "f2", "end", "enter")
        await visitor.sees(
            "› Mentions légales", "▾ Mentions légales", "Le directeur de la publication est le maire"
        )
        await visitor.presses("escape")
        await visitor.sees("MA FAMILLE")


async def test_3_navigating_by_touch(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.touches("MA FAMILLE")
        await visitor.touches("Fiches enfants")
        await visitor.sees("› Fiches enfants")
        await visitor.touches("Accueil")
        await visitor.touches("Alimenter")
        await visitor.sees("› Ma tirelire")
        await visitor.touches("Accueil")
        await visitor.scrolls_to("Menus de la semaine")
        await visitor.touches("Menus de la semaine")
        await visitor.sees("› Actualité", "Hachis de canard")
        await visitor.touches("Accueil")
        await visitor.scrolls_to("Données personnelles")
        await visitor.touches("Données personnelles")
        await visitor.sees("▾ Données personnelles", "pour l'inscription des enfants")


async def test_3_a_first_visit_has_three_hints_once(demo: DemoCopy):
    for size, first in ((SMALLEST, True), (SMALLEST, False)):
        async with demo.app().run_test(size=size) as pilot:
            visitor = Visitor(pilot)
            await visitor.logs_in(logins.TOO_YOUNG)
            await visitor.sees("MA FAMILLE")
            if first:
                await visitor.sees(
                    "Bienvenue", "1. Dépliez le menu", "2. Ce que vous devez", "3. F1 explique"
                )
                await visitor.touches("J'ai compris")
                await visitor.settle()
            visitor.does_not_see("Bienvenue")
