"""What is asked again after its answer was lost is done once, on each engine."""

from __future__ import annotations

import ast
import inspect
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.screen import Screen
from textual.widgets import Input

import portail_tui.screens
from portail_tui.app import PortailApp
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.gateways.cards import StandIn
from portail_tui.gateways.file_sources import MachineFileSources
from portail_tui.portal import Portal, SessionStart
from portail_tui.screens.base.operations import Operations
from portail_tui.screens.base.session import Session
from portail_tui.screens.family.bookings.calendar import CalendarScreen
from portail_tui.screens.family.documents.send_document import SendDocumentScreen
from portail_tui.screens.family.household.erasure import ErasureScreen
from portail_tui.screens.family.money.wallet import WalletScreen
from tests.support.machine.sample_files import pdf
from tests.support.screens.screen_user import Visitor
from tests.support.stores.both_engines import Stores
from tests.support.stores.service_contexts import context_behind
from tests.support.towns.small_town import Home, LittleTown
from tests.support.towns.town_activities import DAY


@pytest.fixture
def town(stores: Stores, tmp_path: Path) -> LittleTown:
    return LittleTown.founded(stores, tmp_path)


class Town:
    """The application on a little town, whose store can lose the answer of a write that it has kept."""

    def __init__(self, town: LittleTown, home: Home) -> None:
        self.town, self.home = town, home
        self.portal = town.portal(StandIn())

    @asynccontextmanager
    async def shown(self, screen: Screen[Any]) -> AsyncIterator[Visitor]:
        numbers = itertools.count(1)
        start = SessionStart(
            load=lambda: self.portal,
            clock=self.town.clock,
            new_id=lambda: f"operation-{next(numbers)}",
            file_sources=MachineFileSources(has_disk=True, scanner=None),
        )
        async with PortailApp(start).run_test(size=(120, 40)) as pilot:
            visitor = Visitor(pilot)
            await visitor.settle()
            visitor.app.log_in(Session(self.home.actor, self.home.id, "Martin"))
            await visitor.settle()
            await visitor.app.push_screen(screen)
            await visitor.settle()
            yield visitor

    def loses_an_answer(self) -> None:
        """The next write is kept, its tries are spent, and nobody learns of it."""
        store = context_behind(self.portal).store
        write = store.write

        def lose(do: Any, *, safe_twice: bool = False) -> Any:
            store.write = write  # type: ignore[method-assign]
            write(do, safe_twice=safe_twice)
            raise StoreTrouble(StoreFault.ANSWER_LOST)

        store.write = lose  # type: ignore[method-assign]


async def gives_up(visitor: Visitor) -> None:
    await visitor.sees("Réessayer")
    await visitor.touches("Revenir")


async def test_a_day_whose_answer_was_lost_is_booked_once(town: LittleTown):
    canteen = town.activity()
    town.slot(canteen)
    town.slot(canteen, day=DAY.replace(day=3))
    at = Town(town, town.home(balance=1000))
    async with at.shown(CalendarScreen(at.home.child, canteen, DAY)) as visitor:
        await visitor.touches("○")
        at.loses_an_answer()
        await visitor.presses("v")
        await gives_up(visitor)
        assert town.value("SELECT count(*) FROM booking") == 1
        await visitor.presses("v")
        await visitor.sees("C'est enregistré")
        assert (town.value("SELECT count(*) FROM booking"), town.balance(at.home)) == (1, 700)
        await visitor.presses("escape")
        await visitor.touches("○")
        await visitor.presses("v")
        await visitor.sees("C'est enregistré")
    assert (town.value("SELECT count(*) FROM booking"), town.balance(at.home)) == (2, 400)
    assert not town.faults()


async def test_money_whose_answer_was_lost_is_put_on_the_wallet_once(town: LittleTown):
    at = Town(town, town.home(balance=1000))
    async with at.shown(WalletScreen()) as visitor:
        at.loses_an_answer()
        await brings(visitor, "25")
        await gives_up(visitor)
        assert town.balance(at.home) == 3500
        await brings(visitor, "25")
        await visitor.sees("25,00 € sont dans votre tirelire.")
        assert town.balance(at.home) == 3500
        await brings(visitor, "25")  # answered: more money is meant
        await visitor.sees("60,00 €")
    assert town.balance(at.home) == 6000
    assert not town.faults()


async def brings(visitor: Visitor, euros: str) -> None:
    await types_in(visitor, "#amount", euros)
    await visitor.touches("Payer")


async def test_a_document_whose_answer_was_lost_is_sent_once(town: LittleTown, tmp_path: Path):
    town.activity(documents=[town.document_type(label) for label in ("Attestation", "Fiche")])
    at = Town(town, town.home())
    async with at.shown(SendDocumentScreen()) as visitor:
        await chooses(visitor, tmp_path / "attestation.pdf")
        at.loses_an_answer()
        await visitor.presses("ctrl+s")
        await gives_up(visitor)
        await visitor.presses("ctrl+s")
        await visitor.sees("Accusé de réception", "attestation.pdf")
        assert documents(town) == ["attestation.pdf"]
        await visitor.presses("escape")
        await chooses(visitor, tmp_path / "autre.pdf")
        at.loses_an_answer()
        await visitor.presses("ctrl+s")
        await gives_up(visitor)
        await chooses(
            visitor, tmp_path / "encore une autre.pdf"
        )  # what was asked before is not asked any more
        await visitor.presses("ctrl+s")
        await visitor.sees("Accusé de réception", "encore une autre.pdf")
    assert documents(town) == ["attestation.pdf", "autre.pdf", "encore une autre.pdf"]


async def chooses(visitor: Visitor, file: Path) -> None:
    file.write_bytes(pdf())
    await types_in(visitor, "#path", str(file))
    await visitor.sees("PDF · 1 page", file.name)


async def types_in(visitor: Visitor, where: str, words: str) -> None:
    visitor.app.screen.query_one(where, Input).value = words
    visitor.app.screen.query_one(where).focus()
    await visitor.presses("enter")


def documents(town: LittleTown) -> list[str]:
    return [row[0] for row in town.rows("SELECT file_name FROM document ORDER BY id")]


async def test_a_form_whose_answer_was_lost_is_kept_once(town: LittleTown):
    at = Town(town, town.home())
    async with at.shown(ErasureScreen()) as visitor:
        at.loses_an_answer()
        await visitor.touches("Envoyer ma demande")
        await gives_up(visitor)
        await visitor.touches("Envoyer ma demande")
        await visitor.settle()
        assert not isinstance(visitor.app.screen, ErasureScreen)
    assert town.value("SELECT count(*) FROM erasure_request") == 1


# --- the identifiers themselves ---------------------------------------------------------------------

ASKED = st.tuples(st.sampled_from(("top_up", "book_days")), st.integers(0, 2))


def call_of(method: str, value: int) -> Callable[[Any, Any], Any]:
    return lambda portal, one: getattr(portal, method)(o=one.id, v=value)


@given(st.lists(st.tuples(ASKED, st.booleans())))
def test_an_identifier_is_that_of_what_is_asked_until_it_is_answered(asked: list[tuple[Any, bool]]):
    numbers = map(str, itertools.count())
    operations = Operations(lambda: next(numbers))
    before: tuple[object, str] | None = None
    drawn: set[str] = set()
    for (method, value), is_answered in asked:
        operation = operations.of(call_of(method, value))
        assert (operation.id in drawn) == (before is not None and before[0] == (method, value))
        assert before is None or before[0] != (method, value) or before[1] == operation.id
        assert operation.secret != operation.id
        drawn.add(operation.id)
        before = None if is_answered else ((method, value), operation.id)
        if is_answered:
            operations.answered()


SCREENS = Path(portail_tui.screens.__path__[0])
WRITTEN = {
    f"portal.{name}"
    for name, method in inspect.getmembers(Portal, inspect.isfunction)
    if "operation_id" in inspect.signature(method).parameters
}


def calls_of_the_portal() -> Iterator[tuple[str, ast.Lambda, ast.Call]]:
    for path in SCREENS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Lambda) and isinstance(node.body, ast.Call):
                called = node.body.func
                if ast.unparse(called) in WRITTEN:
                    yield path.name, node, node.body


def test_every_write_of_a_screen_is_sent_under_the_operation_that_is_held():
    named = 0
    for name, given_to, call in calls_of_the_portal():
        passed = {word.arg: ast.unparse(word.value) for word in call.keywords}
        assert [one.arg for one in given_to.args.args] == ["portal", "operation"], name
        assert passed["operation_id"] == "operation.id", name
        named += 1
    sources = {path: path.read_text() for path in SCREENS.rglob("*.py")}
    assert named == sum(text.count(f"{one}(") for text in sources.values() for one in WRITTEN) > 15
    drawing = {path.name for path, text in sources.items() if "new_id" in text}
    assert drawing == {"operations.py", "portal_screen.py"}  # the latter for the reference of an error
