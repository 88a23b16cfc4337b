"""The town's Markdown: read, and never obeyed."""

from textual.app import App, ComposeResult

from portail_tui.widgets.safe_markdown import Prose


class Page(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.opened: list[str] = []

    def compose(self) -> ComposeResult:
        yield Prose(self._text)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        self.opened.append(url)


async def read(text: str, *, touching: bool = True) -> tuple[str, Page]:
    """What is on screen, once it has been touched everywhere where that is asked."""
    page = Page(text)
    async with page.run_test(size=(70, 20)) as pilot:
        await pilot.pause()
        for row, strip in enumerate(page.screen._compositor.render_strips()):
            for column in range(2, len(strip.text.rstrip()) if touching else 0, 6):
                await pilot.click(offset=(column, row))
        await pilot.pause()
        strips = page.screen._compositor.render_strips()
        return " ".join(" ".join(strip.text for strip in strips).split()), page


async def test_headings_lists_tables_and_emphasis_are_laid_out():
    text, _ = await read(
        "# Menus\n\n- **Lundi** : riz\n\n| Jour | Plat |\n|---|---|\n| Mardi | Colin |", touching=False
    )
    assert "Menus" in text
    assert "Lundi : riz" in text
    assert "Colin" in text
    assert "**" not in text
    assert "|---|" not in text


async def test_a_link_is_its_words_and_its_address_and_opens_nothing():
    text, page = await read(
        "Voir [le site](https://exemple.fr/menus) ou <https://exemple.fr>, ![un plan](https://exemple.fr/plan.png)."
    )
    assert "le site (https://exemple.fr/menus) ou https://exemple.fr, un plan." in text
    assert page.opened == []


async def test_nothing_written_acts_on_the_terminal():
    text, _ = await read(
        "[bold red]gras[/] [@click=app.quit]partir[/] <b>html</b> <script>alert(1)</script>\n\n"
        "\x1b[31mrouge\x1b]8;;https://exemple.fr\x07 \u202eenvers \u200binvisible"
    )
    assert "[bold red]gras[/] [@click=app.quit]partir[/] <b>html</b> <script>alert(1)</script>" in text
    assert "[31mrouge]8;;https://exemple.fr envers invisible" in text
    assert not set("\x1b\x07\u202e\u200b") & set(text)


async def test_control_a_link_that_is_kept_would_be_opened():
    from textual.widgets import Markdown

    class Unsafe(Page):
        def compose(self) -> ComposeResult:
            yield Markdown("[ici](https://exemple.fr)")

    page = Unsafe("")
    async with page.run_test(size=(70, 20)) as pilot:
        await pilot.pause()
        for row in range(3):
            await pilot.click(offset=(3, row))
        await pilot.pause()
    assert page.opened
