"""What goes wrong is told in French, and nothing that was chosen or typed is lost."""

import sqlite3
from pathlib import Path

import pytest

from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.store.engines import retry
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


async def picks_a_day(visitor: Visitor) -> None:
    await visitor.logs_in()
    await visitor.touches("Restaurant scolaire")
    await visitor.touches("Valider")
    await visitor.presses("pagedown")
    await visitor.touches("○")
    await visitor.sees("1 à réserver")


async def test_a_locked_store_keeps_the_picks_and_trying_again_books_once(
    demo: DemoCopy, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(retry, "BUSY_SECONDS", 0.02)
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await picks_a_day(visitor)
        other = sqlite3.connect(demo.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await visitor.presses("v")
        await visitor.sees("Rien n'a été enregistré, vos choix sont toujours à l'écran.", "Réessayer")
        await visitor.touches("Réessayer")
        await visitor.sees("Rien n'a été enregistré")
        other.rollback()
        other.close()
        before = _bookings(demo.path)
        await visitor.touches("Réessayer")
        await visitor.sees("C'est enregistré")
        assert _bookings(demo.path) == before + 1


async def test_giving_up_keeps_the_picks_on_screen(demo: DemoCopy, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(retry, "BUSY_SECONDS", 0.02)
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await picks_a_day(visitor)
        other = sqlite3.connect(demo.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await visitor.presses("v")
        await visitor.touches("Revenir")
        await visitor.sees("1 à réserver")
        other.rollback()
        other.close()
        await visitor.presses("v")
        await visitor.sees("C'est enregistré")


async def test_a_store_that_vanishes_is_told_at_once(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await picks_a_day(visitor)
        away = demo.path.rename(demo.path.with_suffix(".away"))
        await visitor.presses("v")
        await visitor.sees("Les données du portail sont introuvables.", "Réessayer")
        away.rename(demo.path)
        await visitor.touches("Réessayer")
        await visitor.sees("C'est enregistré")


async def test_a_day_filled_meanwhile_is_refused_and_nothing_is_debited(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await picks_a_day(visitor)
        with sqlite3.connect(demo.path) as other:
            other.execute("UPDATE slot SET capacity = taken")
        before = _bookings(demo.path)
        await visitor.presses("v")
        await visitor.sees("Rien n'a été enregistré", "La dernière place vient d'être prise.")
        assert _bookings(demo.path) == before


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (StoreFault.TOO_NEW, "Ces données viennent d'une version plus récente du portail."),
        (StoreFault.CORRUPT, "Les données sont illisibles. Prévenez la mairie"),
        (StoreFault.READ_ONLY, "Les données ne peuvent pas être modifiées pour l'instant."),
    ],
)
async def test_a_store_that_cannot_be_opened_is_told_on_the_log_in_screen(
    demo: DemoCopy, fault: StoreFault, words: str
):
    def load() -> None:
        raise StoreTrouble(fault)

    async with demo.app(load=load).run_test(size=(120, 40)) as pilot:  # type: ignore[arg-type]
        await Visitor(pilot).sees(words)


async def test_an_unexpected_error_is_told_with_a_reference_and_the_picks_stay(
    demo: DemoCopy, monkeypatch: pytest.MonkeyPatch
):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await picks_a_day(visitor)
        portal = await visitor.app.portal()
        monkeypatch.setattr(portal, "book_days", lambda **request: 1 / 0)
        await visitor.presses("v")
        await visitor.sees("Une erreur est survenue (référence", "Prévenez la mairie.")
        visitor.does_not_see("division", "Traceback")
        await visitor.touches("Revenir")
        await visitor.sees("1 à réserver")


async def test_a_name_with_markup_or_escapes_is_shown_as_text(demo: DemoCopy):
    with sqlite3.connect(demo.path) as other:
        other.execute("UPDATE child SET first_name = '[red]Bob[/] $primary'")
        other.execute("UPDATE news_item SET title = '[@click=app.quit]Ici[/]'")
    async with demo.app().run_test(size=(120, 40)) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.sees("[red]Bob[/]")
        await visitor.presses("f2")
        await visitor.touches("Fiches enfants")
        await visitor.sees("[red]Bob[/] $primary")
        await visitor.presses("f2")
        await visitor.touches("Vérifiez vos inscriptions")
        await visitor.sees("[red]Bob[/] $primary")
        await visitor.presses("f2")
        await visitor.touches("Choisir une activité")
        await visitor.sees("[red]Bob[/] $primary")


def _bookings(path: Path) -> int:
    with sqlite3.connect(path) as connection:
        return int(connection.execute("SELECT count(*) FROM booking").fetchone()[0])


async def test_what_was_typed_at_the_log_in_outlives_every_dialog(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.settle()
        await visitor.types("zoe")
        await visitor.touches("Mot de passe oublié")
        await visitor.touches("Fermer")
        await visitor.sees("zoe")


async def test_a_page_that_cannot_be_read_tells_it_once_and_lets_go(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        away = demo.path.rename(demo.path.with_suffix(".away"))
        await visitor.presses("f2")
        await visitor.touches("Solde et relevé")
        await visitor.sees("Les données du portail sont introuvables.")
        away.rename(demo.path)
        await visitor.touches("Revenir")
        await visitor.sees("MA FAMILLE", "Restaurant scolaire")
