"""Leaflet 5.4 where the town sells whole weeks: picked, let go, booked, by keyboard or by finger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portail_tui.app import PortailApp
from portail_tui.domain.rules.packages import Package
from portail_tui.domain.rules.tariffs import Fixed
from portail_tui.gateways.cards import StandIn
from portail_tui.services.accounts.hashing import hash_password
from tests.support.screens.screen_user import DemoCopy, Visitor
from tests.support.stores.both_engines import SqliteStores
from tests.support.towns.small_town import LittleTown

SMALLEST = (80, 24)
PASSWORD = "Une phrase de passe"


@pytest.fixture
def opened(sqlite_stores: SqliteStores, tmp_path: Path) -> tuple[PortailApp, str]:
    """The application and a family's log-in: its town's canteen sells the week from 7 December whole."""
    town = LittleTown.founded(sqlite_stores, tmp_path)
    town.tariff(0, Fixed(1_200), code="SEMAINE")
    canteen = town.activity(
        "Cantine", packages=[Package(code="S", label="La semaine", tariff_code="SEMAINE")]
    )
    town.slots(canteen, 5, first=date(2026, 12, 7))
    home = town.home(password_hash=hash_password(PASSWORD))
    return DemoCopy(town.path).app(demo=False, load=lambda: town.portal(StandIn())), home.actor.name


async def at_december(visitor: Visitor, email: str) -> None:
    await visitor.logs_in(email, PASSWORD)
    await visitor.opens("Choisir une activité")
    await visitor.presses("tab", "tab", "enter", "pagedown")
    await visitor.sees("Décembre 2026")


async def test_5_4_a_whole_week_by_keyboard_only(opened: tuple[PortailApp, str]):
    app, email = opened
    async with app.run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await at_december(visitor, email)
        while "Semaine entière" not in visitor.screen():
            await visitor.presses("up")
        await visitor.sees("Semaine entière, 5 séances : 12,00 €")
        await visitor.presses("f")
        await visitor.sees("Semaine entière choisie", "1 à réserver", "Total 12,00 €")
        await visitor.presses("space")
        await visitor.sees("Semaine entière, 5 séances : 12,00 €", "Choisissez vos jours orange")
        await visitor.presses("space", "f")
        await visitor.sees("Total 12,00 €")
        await visitor.presses("v")
        await visitor.sees("C'est enregistré", "12,00 € ont été débités")


async def test_5_4_a_whole_week_by_mouse_only(opened: tuple[PortailApp, str]):
    app, email = opened
    async with app.run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await at_december(visitor, email)
        await visitor.touches("○")
        await visitor.sees("Total 3,00 €")
        await visitor.touches("Semaine entière")
        await visitor.sees("Total 12,00 €", "la quitter")
        await visitor.touches("Valider")
        await visitor.sees("C'est enregistré", "12,00 € ont été débités")
