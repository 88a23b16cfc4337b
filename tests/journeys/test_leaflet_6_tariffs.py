"""The leaflet's section 6: consulting the tariffs of activities, by keyboard alone and by touch alone."""

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


async def test_6_tariffs_by_keyboard(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.sees("Factures")
        await visitor.presses("down", "down", "enter", "down", "enter")  # « Factures » then « Tarifs »
        await visitor.sees("Votre quotient 912,50", "▸ Périscolaire (matin, midi, soir) · PERI")
        await visitor.presses("enter")
        await visitor.sees("▾ Périscolaire", "▸ Restaurant scolaire", "3,05 €")
        await visitor.presses("down", "space")
        await visitor.sees(
            "→ Quotient de 860 à moins de 1150   3,05 €  ← votre tarif",
            "Votre prix : 3,05 € le midi pour Lucie, Malo et Anaë",
            "Hors délai : 2,50 € de plus, soit 5,55 €.",
        )
        await visitor.presses("s")
        await visitor.types("pas un nombre")
        await visitor.presses("enter")
        await visitor.sees("Le quotient s'écrit par exemple « 622,50 ».", "pas un nombre")
        await visitor.presses("ctrl+u", "tab")
        await visitor.types("30000")
        await visitor.presses("tab")
        await visitor.types("2,5")
        await visitor.presses("enter")
        await visitor.sees("Simulation : ce ne sont pas vos prix.", "1000,00", "Prix simulé : 3,05 €")
        await visitor.presses("escape")
        await visitor.sees("MA FAMILLE")


async def test_6_the_maximum_is_told_with_its_reason_and_its_way_out_by_touch(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.EXPIRED_QUOTIENT)
        await visitor.touches("Factures")
        await visitor.touches("Tarifs")
        await visitor.sees("Tarif maximum : votre quotient n'est plus valable.")
        await visitor.touches("Extrascolaire (mercredis")
        await visitor.touches("Mercredis récréatifs")
        await visitor.sees("0,36 % du quotient", "au moins 2,60 €, au plus 4,50 €", "4,50 €")
        await visitor.touches("Envoyer mon avis d'imposition")
        await visitor.sees("› Envoyer un document", "Attestation CAF ou avis d'imposition")
        await visitor.touches("Retour")
        await visitor.touches("Simuler un quotient")
        await visitor.sees("ou bien votre revenu fiscal de référence")
        await visitor.types("900")
        await visitor.touches("Simuler", nth=-2)
        await visitor.sees("Prix simulé : 3,24 € la journée")
        await visitor.touches("Revenir à mes tarifs")
        await visitor.sees("Tarif maximum", "Votre prix : 4,50 €")
