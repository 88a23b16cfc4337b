"""A title that unrolls what it holds, by a key or a touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Label

ROLLED = "▸"
UNROLLED = "▾"


class UnrollTitle(Horizontal, can_focus=True):
    """The title itself: what it is at the left, something short at the right."""

    BINDINGS = [
        Binding("enter,space", "unroll", "Dérouler"),
        Binding("down", "app.focus_next", "Suivant", show=False),
        Binding("up", "app.focus_previous", "Précédent", show=False),
    ]

    class Toggled(Message):
        """The title was chosen."""

    def __init__(self, title: str, aside: str) -> None:
        super().__init__()
        self._title, self._aside = title, aside

    def compose(self) -> ComposeResult:
        yield Label(ROLLED, classes="unroll--sign", markup=False)
        yield Label(self._title, classes="unroll--title", markup=False)
        yield Label(self._aside, classes="unroll--aside", markup=False)

    def show(self, *, unrolled: bool) -> None:
        """Turn the sign before the title."""
        self.query_one(".unroll--sign", Label).update(UNROLLED if unrolled else ROLLED)

    def action_unroll(self) -> None:
        self.post_message(self.Toggled())

    def on_click(self) -> None:
        self.focus()
        self.action_unroll()


class Unroll(Vertical):
    """Rolled up at first; what it holds is made when it is unrolled for the first time."""

    DEFAULT_CSS = """
    Unroll {
        height: auto;
        & > UnrollTitle {
            height: 1;
            &:hover { background: $panel; }
            &:focus { background: $accent; color: $on-accent; text-style: bold; }
            & .unroll--sign { width: 2; }
            & .unroll--title { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
            & .unroll--aside { width: auto; padding: 0 1; }
        }
        & > .unroll--held { height: auto; padding: 0 0 0 2; }
    }
    """

    unrolled: reactive[bool] = reactive(False, init=False)

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
        self._title = UnrollTitle(title, aside)
        self._held = held
        self._is_made = False

    def compose(self) -> ComposeResult:
        yield self._title
        yield Vertical(classes="unroll--held")

    def on_mount(self) -> None:
        self.query_one(".unroll--held").display = False

    def on_unroll_title_toggled(self, event: UnrollTitle.Toggled) -> None:
        event.stop()
        self.unrolled = not self.unrolled

    @property
    def has_title_focus(self) -> bool:
        return self._title.has_focus

    def focus_title(self) -> None:
        self._title.focus()

    async def watch_unrolled(self, unrolled: bool) -> None:
        await self.show(unrolled=unrolled)
        if unrolled:
            self.call_after_refresh(self.scroll_visible, animate=False, top=True)

    async def show(self, *, unrolled: bool) -> None:
        """Unroll it or roll it up, where it stands."""
        self.set_reactive(Unroll.unrolled, unrolled)
        held = self.query_one(".unroll--held", Vertical)
        if unrolled and not self._is_made:
            self._is_made = True
            await held.mount_all(self._held())
        held.display = unrolled
        self._title.show(unrolled=unrolled)
