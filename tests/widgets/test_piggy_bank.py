"""The piggy bank on the home page."""

from textual.app import App, ComposeResult
from textual.widgets import Label

from portail_tui.themes import CLAIR
from portail_tui.widgets.piggy_bank import PiggyBank


class Page(App[None]):
    def get_css_variables(self) -> dict[str, str]:
        return {**super().get_css_variables(), **CLAIR.variables}

    def compose(self) -> ComposeResult:
        yield PiggyBank()


async def test_an_empty_wallet_is_told_too_with_what_to_do():
    app = Page()
    async with app.run_test() as pilot:
        piggy = app.query_one(PiggyBank)
        piggy.balance_cents, piggy.active = 0, True
        await pilot.pause()
        words = [str(app.query_one(name, Label).content) for name in ("#piggy-balance", "#piggy-step")]
    assert words == ["0,00\N{NO-BREAK SPACE}€", "Alimenter"]
