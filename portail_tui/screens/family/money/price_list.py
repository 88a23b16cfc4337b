"""« Tarifs »: foldable titles by type of activity, each tariff with its grid and the family's own price."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Footer, Label, Static

from portail_tui.domain.money.price_list import ActivityTariff, GridLine, TariffPart, TariffsView, TariffTitle
from portail_tui.domain.rules.what_if import Supposed
from portail_tui.screens.base.page import PageScreen
from portail_tui.texts.money import price_list as words
from portail_tui.texts.shared.formats import NBSP
from portail_tui.widgets.unfolding_section import UnfoldingSection

OWN = "votre tarif"
SIMULATED = "simulation"


class TariffsScreen(PageScreen):
    """The family's own prices, or those for a supposed quotient."""

    EXPLAINED = (
        "Les tarifs votés par la commune, et ce que vous payez, vous. "
        "Choisissez un titre pour dérouler ses activités, puis une activité pour voir sa grille : "
        "la ligne marquée d'une flèche est la vôtre, et votre prix est écrit dessous. "
        "« Simuler » montre les prix pour un autre quotient ou un autre revenu ; rien n'est enregistré. "
        "Si la mairie n'a pas votre quotient, vous payez le tarif maximum : la page dit que faire."
    )
    CSS_PATH = "price_list.tcss"
    BINDINGS = [Binding("s", "simulate", "Simuler")]

    _view: TariffsView | None = None
    _supposed: Supposed | None = None

    def compose(self) -> ComposeResult:
        yield self.title_bar("Tarifs")
        with Vertical(id="tariffs-top"):
            yield Static("", id="tariffs-situation", markup=False)
            with Horizontal(id="tariffs-steps"):
                yield Button("Simuler un quotient", id="simulate", classes="line")
                yield Button("Revenir à mes tarifs", id="mine", classes="line", variant="primary")
                yield Button("Envoyer mon avis d'imposition", id="send", classes="line", variant="primary")
                yield Button("Contacter la mairie", id="mend", classes="line")
        yield Label("Choisissez un titre pour dérouler ses activités.", id="tariffs-how", classes="muted")
        yield VerticalScroll(id="tariffs", can_focus=False)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        for name in ("#mine", "#send", "#mend"):
            self.query_one(name).display = False

    def visited(self) -> None:
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id, supposed = self.session.actor, self.family_id, self._supposed
        view = await self.ask_or_leave(
            lambda portal: portal.tariffs(actor=actor, family_id=family_id, supposed=supposed)
        )
        if view is None:
            return
        self.show_balance(view.balance_cents)
        if view != self._view:
            await self._draw(view)

    async def _draw(self, view: TariffsView) -> None:
        first, self._view = self._view is None, view
        self.query_one("#tariffs-situation", Static).update(words.situation(view))
        self.query_one("#tariffs-situation").set_class(view.supposed is not None, "-simulated")
        self.query_one("#mine").display = view.supposed is not None
        is_own = view.supposed is None
        is_dear = view.why_maximum is not None or view.pays_outside
        self.query_one("#send").display = is_own and view.proof_type_id is not None
        self.query_one("#mend").display = is_own and is_dear and view.proof_type_id is None
        titles = self.query_one("#tariffs")
        unfolded = {one.name for one in titles.query(UnfoldingSection) if one.unfolded}
        focused = next((one.name for one in titles.query(UnfoldingSection) if one.has_title_focus), None)
        await titles.remove_children()
        mark = OWN if view.supposed is None else SIMULATED
        await titles.mount_all(_title(title, mark) for title in view.titles)
        for title in titles.query(UnfoldingSection):  # what was unfolded stays so with the new prices
            if title.name in unfolded:
                await title.show(unfolded=True)
                for activity in title.query(UnfoldingSection):
                    if activity.name in unfolded:
                        await activity.show(unfolded=True)
        for title in titles.query(UnfoldingSection):
            if title.name == focused or (first and focused is None):
                title.focus_title()
                break

    def action_simulate(self) -> None:
        self.simulate()

    @on(Button.Pressed, "#simulate")
    def simulate_pressed(self) -> None:
        self.simulate()

    @work(group="simulate")
    async def simulate(self) -> None:
        from portail_tui.screens.dialogs.price_simulation import SimulationDialog

        if self._view is None:
            return
        supposed = await self.app.push_screen_wait(SimulationDialog(self._view.divided_by, self._supposed))
        if supposed is not None:
            self._supposed = supposed
            self.load()

    @on(Button.Pressed, "#mine")
    def mine(self) -> None:
        self._supposed = None
        self.query(UnfoldingSection).first().focus_title()
        self.load()

    @on(Button.Pressed, "#send")
    def send(self) -> None:
        from portail_tui.screens.family.documents.send_document import SendDocumentScreen

        if self._view is not None:
            self.app.push_screen(SendDocumentScreen(None, self._view.proof_type_id))

    @on(Button.Pressed, "#mend")
    def mend(self) -> None:
        from portail_tui.screens.dialogs.contact import ContactDialog

        if self._view is not None:
            self.app.push_screen(ContactDialog(reason=words.situation(self._view)))


def _title(title: TariffTitle, mark: str) -> UnfoldingSection:
    return UnfoldingSection(
        f"{title.label} · {title.code}",
        lambda: [_activity(one, mark) for one in title.activities],
        name=title.code,
        classes="tariff-type",
    )


def _activity(one: ActivityTariff, mark: str) -> UnfoldingSection:
    held = partial(_sheet, one, mark)
    return UnfoldingSection(one.name, held, name=str(one.activity_id), aside=words.short_prices(one.parts))


def _sheet(one: ActivityTariff, mark: str) -> Iterator[Static]:
    yield Static(one.summary, classes="muted", markup=False)
    if not one.parts:
        yield Static("Aucun tarif n'est encore voté pour cette activité.", markup=False)
    for part in one.parts:
        yield Static(_part(one, part, mark), classes="tariff-part")


def _part(one: ActivityTariff, part: TariffPart, mark: str) -> Content:
    """The grid, the own prices below it, then what changes them."""
    is_alone = len(one.parts) == 1 and part.minutes is None and not part.package
    title = [] if is_alone else [Content.styled(words.part_title(part), "bold")]
    lines = [*title, *_grid(part.lines, mark)]
    lines += [
        Content.assemble((f"Votre prix{NBSP}: " if mark == OWN else f"Prix simulé{NBSP}: ", "bold"), text)
        for text in (words.own_price(part, own) for own in part.prices)
    ]
    for own in part.prices:
        whom = f" ({', '.join(own.children)})" if len(part.prices) > 1 else ""
        lines += [
            Content.styled(f"  {step}{whom}", "$foreground-muted") for step in words.how_found(own.ordinary)
        ]
    said = [words.reduction_words(reduction) for reduction in part.reductions]
    said += [words.aid_words(aid) for aid in part.aids]
    if one.surcharge is not None:
        said.append(words.late_words(one.surcharge, part.prices))
    lines += map(Content, said)
    lines.append(Content.styled(words.decision_words(part), "$foreground-muted"))
    return Content("\n").join(lines)


def _grid(lines: tuple[GridLine, ...], mark: str) -> Iterator[Content]:
    written = [(line, *words.line_words(line)) for line in lines]
    label_width = max(
        (len(label) + 2 * line.is_of_case for line, label, price in written if price), default=0
    )
    price_width = max((len(price) for _, _, price in written), default=0)
    for line, label, price in written:
        indented = f"{'  ' * line.is_of_case}{label}"
        text = f"{indented:<{label_width}}  {price:>{price_width}}" if price else indented
        if line.is_own:
            yield Content.styled(f"→ {text}  ← {mark} ", "bold $on-primary on $primary")
        else:
            yield Content(f"  {text}")
