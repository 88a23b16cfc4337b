"""A title that unfolds what it holds, by a key or a touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Label

FOLDED = "▸"
UNFOLDED = "▾"


class SectionTitle(Horizontal, can_focus=True):
    """The title itself: what it is at the left, something short at the right."""

    BINDINGS = [
        Binding("enter,space", "unfold", "Dérouler"),
        Binding("down", "app.focus_next", "Suivant", show=False),
        Binding("up", "app.focus_previous", "Précédent", show=False),
    ]

    class Toggled(Message):
        """The title was chosen."""

    def __init__(self, title: str, aside: str) -> None:
        super().__init__()
        self._title, self._aside = title, aside

    def compose(self) -> ComposeResult:
        yield Label(FOLDED, classes="section--sign", markup=False)
        yield Label(self._title, classes="section--title", markup=False)
        yield Label(self._aside, classes="section--aside", markup=False)

    def show(self, *, unfolded: bool) -> None:
        """Turn the sign before the title."""
        self.query_one(".section--sign", Label).update(UNFOLDED if unfolded else FOLDED)

    def action_unfold(self) -> None:
        self.post_message(self.Toggled())

    def on_click(self) -> None:
        self.focus()
        self.action_unfold()


class UnfoldingSection(Vertical):
    """Folded at first; what it holds is made when it is unfolded for the first time."""

    DEFAULT_CSS = """
    UnfoldingSection {
        height: auto;
        & > SectionTitle {
            height: 1;
            &:hover { background: $panel; }
            &:focus { background: $accent; color: $on-accent; text-style: bold; }
            & .section--sign { width: 2; }
            & .section--title { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
            & .section--aside { width: auto; padding: 0 1; }
        }
        & > .section--held { height: auto; padding: 0 0 0 2; }
    }
    """

    unfolded: reactive[bool] = reactive(False, init=False)

    def __init__(
        self,
        title: str,
        held: Callable[[], Iterable[Widget]],
        *,
        name: str,
        aside: str = "",
        classes: str = "",
    ) -> None:
        super().__init__(name=name, classes=classes)
        self._title = SectionTitle(title, aside)
        self._held = held
        self._is_made = False

    def compose(self) -> ComposeResult:
        yield self._title
        yield Vertical(classes="section--held")

    def on_mount(self) -> None:
        self.query_one(".section--held").display = False

    def on_section_title_toggled(self, event: SectionTitle.Toggled) -> None:
        event.stop()
        self.unfolded = not self.unfolded

    @property
    def has_title_focus(self) -> bool:
        return self._title.has_focus

    def focus_title(self) -> None:
        self._title.focus()

    async def watch_unfolded(self, unfolded: bool) -> None:
        await self.show(unfolded=unfolded)
        if unfolded:
            self.call_after_refresh(self.scroll_visible, animate=False, top=True)

    async def show(self, *, unfolded: bool) -> None:
        """UnfoldingSection it or roll it up, where it stands."""
        self.set_reactive(UnfoldingSection.unfolded, unfolded)
        held = self.query_one(".section--held", Vertical)
        if unfolded and not self._is_made:
            self._is_made = True
            await held.mount_all(self._held())
        held.display = unfolded
        self._title.show(unfolded=unfolded)
