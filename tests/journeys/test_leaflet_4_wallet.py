"""Leaflet 4: « Activer son compte famille & alimenter son porte-monnaie », by keyboard or by finger."""

from __future__ import annotations

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


async def test_4_the_account_is_activated_in_three_steps_and_money_brought_by_keyboard_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.INACTIVE)
        await visitor.opens("Solde et relevé")
        await visitor.sees("Votre compte famille n'est pas encore activé.")
        await visitor.presses("enter")
        await visitor.sees("1 Vos coordonnées", "2 Le règlement", "3 Votre premier versement", "Responsables")
        await visitor.presses("enter")
        await visitor.sees("Règlement des services aux familles")
        await visitor.presses("space", "tab", "tab", "enter")
        await visitor.sees("Votre compte famille est actif.", "20 €")
        await visitor.presses("enter")
        await visitor.sees("ce paiement est simulé")
        await visitor.presses("enter")
        await visitor.sees("20,00 € sont dans votre tirelire.")
        await visitor.presses("enter")
        await visitor.sees("20,00 € dans votre tirelire", "Versement de démonstration", "Exporter")


async def test_4_the_piggy_bank_is_filled_and_its_statement_read_by_mouse_only(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.IN_DEBT)
        await visitor.touches("Tirelire")
        await visitor.sees("Solde à régulariser : il manque")
        await visitor.touches("Régulariser")
        await visitor.touches("Payer")
        await visitor.sees("sont dans votre tirelire.", "0,00 €", "Solde bas")
        await visitor.touches("Tous", nth=1)
        await visitor.touches("Versements")
        await visitor.sees("Versement de démonstration")
        visitor.does_not_see("Chèque rejeté")
        await visitor.touches("Exporter")
        await visitor.sees("Relevé de la tirelire au 24/11/2026", "Tableau pour tableur (CSV)")
        await visitor.touches("Fermer")
        await visitor.sees("Ma tirelire")
