"""An agent with a queue of people waiting: find the family, act for it, find the next one."""

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


async def test_an_agent_books_for_a_family_under_a_banner(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.AGENT)
        await visitor.sees("Chercher une famille")
        await visitor.types("kervella")
        await visitor.sees("1 famille", "famille@exemple.fr")
        await visitor.presses("enter")
        await visitor.sees("Vous agissez pour la famille Lefèvre-Kervella", "Ma tirelire")
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Valider")
        await visitor.sees("Vous agissez pour la famille")
        await visitor.presses("pagedown")
        await visitor.touches("○")
        await visitor.presses("v")
        await visitor.sees("C'est enregistré")
        await visitor.presses("escape", "f2")
        await visitor.touches("Chercher une famille")
        await visitor.types("lefevre")
        await visitor.sees("familles", "Lefèvre")


async def test_accents_and_capitals_do_not_matter(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.ADMIN)
        await visitor.types("LEFEVRE")
        await visitor.sees("Lefèvre-Kervella")


async def test_logging_out_leaves_nothing_of_the_family_on_screen(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.sees("Solène Kervella")
        await visitor.presses("f2")
        await visitor.touches("Se déconnecter")
        await visitor.sees("Se connecter à son compte")
        visitor.does_not_see("Kervella", "Tirelire", "•")
        assert visitor.app.session is None
        assert len(visitor.app.screen_stack) == 1


async def test_an_old_demonstration_offers_to_be_made_anew(demo: DemoCopy):
    async with demo.app(age_days=8).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.touches("Elle a 8 jours. La refaire à neuf")
        await visitor.sees("La commune de démonstration est prête.")
        await visitor.logs_in()
        await visitor.sees("Ma tirelire")


async def test_a_recent_demonstration_does_not(demo: DemoCopy):
    async with demo.app(age_days=7).run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.sees("Commune de démonstration")
        visitor.does_not_see("refaire à neuf")
