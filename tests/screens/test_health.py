"""« Santé », on a real town: what is typed is kept, refused without loss, or said to be unavailable."""

from __future__ import annotations

from textual.widgets import Input

from portail_tui.demo import health, logins
from tests.support.screens.screen_user import DemoCopy, Visitor

SMALLEST = (80, 24)


async def opens_health(visitor: Visitor, nth: int = 0) -> None:
    await visitor.logs_in()
    await visitor.presses("f2")
    await visitor.touches("Fiches enfants")
    await visitor.touches("Santé", nth=nth)
    await visitor.sees("Menu à la cantine", "Chaque lecture est notée")


async def test_what_was_typed_is_asked_about_before_it_is_lost_and_saved_by_one_button(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await opens_health(visitor)
        await visitor.presses("tab", "end")
        await visitor.types(" et kiwi")
        await visitor.presses("escape")
        await visitor.sees("Quitter cette page ?")
        await visitor.touches("Rester")
        await visitor.sees("fruits à coque et kiwi")
        await visitor.touches("Enregistrer")
        await visitor.sees("C'est enregistré.")
        await visitor.presses("escape")
        await visitor.touches("Santé")
        await visitor.sees("fruits à coque et kiwi")


async def test_a_refusal_keeps_what_was_typed_and_goes_to_the_field(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await opens_health(visitor, nth=1)
        visitor.app.screen.query_one("#doctor_phone", Input).value = "02 98"
        await visitor.touches("Enregistrer")
        await visitor.sees("Rien n'a été enregistré.", "« Téléphone du médecin »", "06 12 34 56 78")
        await visitor.presses("escape")
        focused = visitor.app.focused
        assert isinstance(focused, Input) and (focused.id, focused.value) == ("doctor_phone", "02 98")


async def test_without_the_key_the_page_says_so_and_the_rest_works(demo: DemoCopy):
    health.places(demo.path).file.unlink()
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in()
        await visitor.presses("f2")
        await visitor.touches("Fiches enfants")
        await visitor.touches("Santé")
        await visitor.sees("ne sont pas disponibles", "le reste du portail fonctionne")
        await visitor.presses("escape")
        await visitor.sees("Fiches enfants", "Date de naissance")


async def test_an_agent_says_why_before_anything_is_shown(demo: DemoCopy):
    async with demo.app().run_test(size=SMALLEST) as pilot:
        visitor = Visitor(pilot)
        await visitor.logs_in(logins.AGENT)
        await visitor.types("kervella")
        await visitor.sees("1 famille")
        await visitor.presses("enter", "f2")
        await visitor.touches("Fiches enfants")
        visitor.does_not_see("Arachides")
        await visitor.touches("Voir la fiche santé")
        await visitor.presses("enter")
        await visitor.sees("Écrivez d'abord votre motif.")
        await visitor.types("panier")
        await visitor.presses("enter")
        await visitor.sees("Arachides")
