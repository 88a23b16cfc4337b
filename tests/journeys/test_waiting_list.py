"""A full day, by touch: « Prévenez-moi d'abord », and the place that is held told on the home page."""

import sqlite3
from contextlib import closing

from portail_tui.demo import logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


def run(demo: DemoCopy, sql: str) -> None:
    with closing(sqlite3.connect(demo.path)) as town, town:
        town.execute(sql)


async def waits_for_a_full_day(visitor: Visitor, button: str) -> None:
    await visitor.logs_in(logins.FAMILY)
    await visitor.touches("Restaurant scolaire")
    await visitor.touches("Valider")
    await visitor.sees("Novembre 2026")
    await visitor.presses("pagedown")
    await visitor.sees("Décembre 2026")
    await visitor.touches("Complet")
    await visitor.sees("en liste d'attente")
    await visitor.touches("Valider")
    await visitor.sees("Si une place se libère", "Prévenez-moi d'abord")
    await visitor.touches(button)
    await visitor.sees("C'est enregistré", "Sur la liste d'attente")


async def test_prevenez_moi_d_abord(demo: DemoCopy):
    run(demo, "UPDATE slot SET capacity = taken WHERE day >= '2026-12-01'")
    run(demo, "UPDATE activity SET has_waiting_list = 1")
    run(demo, "UPDATE store_meta SET value = value + 1 WHERE key = 'rulebook_revision'")
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await waits_for_a_full_day(visitor, "Prévenez-moi d'abord")
        await visitor.touches("Fermer")
        with closing(sqlite3.connect(demo.path)) as town:
            rows = town.execute("SELECT asks_first, status FROM booking ORDER BY id DESC LIMIT 1").fetchall()
        assert rows == [(1, "waiting")]

        # a place frees while nobody looks: what the next visit finds
        run(
            demo,
            "UPDATE booking SET status = 'offered', offered_until = 1795690800000000 WHERE id = "
            "(SELECT max(id) FROM booking)",
        )
        await visitor.touches("Accueil")
        await visitor.sees("Une place vous est gardée pour", "Restaurant scolaire")
        await visitor.touches("Une place vous est gardée")
        await visitor.sees("Décembre 2026", "Gardée", "Une place vous est gardée", "Gardée jusqu'au")
        await visitor.touches("Gardée")
        await visitor.sees("1 à réserver")
        await visitor.touches("Valider")
        await visitor.sees("C'est enregistré", "Réservé, 3,05 €")


async def test_nothing_is_sent_where_the_question_is_closed(demo: DemoCopy):
    run(demo, "UPDATE slot SET capacity = taken WHERE day >= '2026-12-01'")
    run(demo, "UPDATE activity SET has_waiting_list = 1")
    run(demo, "UPDATE store_meta SET value = value + 1 WHERE key = 'rulebook_revision'")
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.FAMILY)
        await visitor.touches("Restaurant scolaire")
        await visitor.touches("Valider")
        await visitor.presses("pagedown")
        await visitor.touches("Complet")
        await visitor.touches("Valider")
        await visitor.sees("Si une place se libère")
        await visitor.presses("escape")
        await visitor.sees("1 en liste d'attente", "Décembre 2026")
