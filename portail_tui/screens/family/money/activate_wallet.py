"""Activating the family's account, in three steps: details, rules, first top-up."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Checkbox, ContentSwitcher, Footer, Label, Static

from portail_tui.domain.families.views import FamilyView
from portail_tui.domain.money.views import Activated
from portail_tui.domain.money.wallet import WalletView
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.screens.family.money.paying_screen import PayingScreen
from portail_tui.texts.money import wallet as words
from portail_tui.texts.shared.formats import NBSP
from portail_tui.widgets.safe_markdown import Prose

STEPS = ("Vos coordonnées", "Le règlement", "Votre premier versement")


class ActivationScreen(PayingScreen):
    """Leaves to the wallet, the account active and the first money in it."""

    CSS_PATH = "activate_wallet.tcss"
    EXPLAINED: ClassVar[str] = (
        "Votre compte famille s'active en trois étapes. D'abord, vérifiez vos coordonnées. "
        "Ensuite, lisez le règlement et cochez la case pour l'accepter. "
        "Enfin, mettez de l'argent dans votre tirelire : elle paiera vos réservations. "
        "Vous pouvez aussi le faire plus tard."
    )

    def __init__(self, wallet: WalletView) -> None:
        super().__init__()
        self._wallet = wallet
        self._step = 0

    def compose(self) -> ComposeResult:
        yield self.title_bar("Activer mon compte")
        yield Static("", id="steps")
        with ContentSwitcher(id="step", initial="step-0"):
            with VerticalScroll(id="step-0"):
                yield Static("", id="details", markup=False)
            with VerticalScroll(id="step-1"):
                yield Prose(self._wallet.rules)
            with VerticalScroll(id="step-2"):
                yield Static(self._last_words(), id="last-words", markup=False)
                if self._wallet.asks_top_up and self._wallet.pays_by_card:
                    with Horizontal(id="first-amounts"):
                        for one in self._wallet.offers:
                            yield Button(words.offer(one), name=str(one.cents), classes="offer")
        with Horizontal(id="activation-foot"):
            yield Checkbox("J'accepte le règlement", id="accept", compact=True)
            yield Label("", id="activation-space")
            yield Button("Précédent", id="previous")
            yield Button("Suivant", id="next", variant="primary")
        yield Footer(show_command_palette=False, compact=True)

    def _last_words(self) -> str:
        opening = "Votre compte famille est actif. Vous pouvez réserver.\n\n"
        if not self._wallet.asks_top_up:
            return f"{opening}Il n'y a rien à verser : vos activités sont facturées en fin de mois."
        if self._wallet.pays_by_card:
            return (
                f"{opening}Déposez maintenant de l'argent dans votre tirelire : elle paie vos réservations. "
                "Choisissez un montant, ou ouvrez votre tirelire pour en écrire un autre."
            )
        means = ", ".join(self._wallet.means_at_desk)
        return (
            f"{opening}Pour mettre de l'argent dans votre tirelire, la mairie encaisse à l'accueil : {means}."
        )

    def on_mount(self) -> None:
        self._show()
        self.load()

    @work(group="load", exclusive=True)
    async def load(self) -> None:
        actor, family_id = self.session.actor, self.family_id
        family = await self.ask_or_leave(lambda portal: portal.family(actor=actor, family_id=family_id))
        if family is None:
            return
        self.query_one("#details", Static).update(_details(family))

    def _show(self) -> None:
        """Show the current step and its actions."""
        marks = [
            (
                f" {number + 1}{NBSP}{title} ",
                "bold $on-primary on $primary" if number == self._step else "$foreground-muted",
            )
            for number, title in enumerate(STEPS)
        ]
        self.query_one("#steps", Static).update(Content.assemble(*marks))
        self.query_one("#step", ContentSwitcher).current = f"step-{self._step}"
        self.query_one("#accept").display = self._step == 1
        self.query_one("#previous").display = self._step == 1
        button = self.query_one("#next", Button)
        button.label = ("C'est exact", "Activer mon compte", "Ouvrir ma tirelire")[self._step]
        first_amount = next(iter(self.query("#first-amounts Button")), button)
        (button, self.query_one("#accept"), first_amount)[self._step].focus()

    @on(Button.Pressed, "#previous")
    def previous(self) -> None:
        self._step = 0
        self._show()

    @on(Button.Pressed, "#next")
    def next(self) -> None:
        if self._step == 0:
            self._step = 1
            self._show()
        elif self._step == 1:
            self.activate()
        else:
            self.action_back()

    @on(Button.Pressed, "#first-amounts Button")
    @work(group="write")
    async def top_up(self, event: Button.Pressed) -> None:
        """The first money, then what is left to do: nothing."""
        cents = int(event.button.name or 0)
        done = await self.pay(cents, is_stand_in=self._wallet.card_is_stand_in)
        if done is not None:
            self.query_one("#last-words", Static).update(f"Votre compte famille est actif. {done}")
            self.query_one("#first-amounts").display = False
            self.query_one("#next").focus()

    @work(group="write")
    async def activate(self) -> None:
        accepted = self.query_one("#accept", Checkbox).value
        if not accepted:
            await self.tell(Refused(Reason.RULES_NOT_ACCEPTED))
            return
        actor, family_id = self.session.actor, self.family_id
        answer = await self.write(
            lambda portal, operation: portal.activate_account(
                operation_id=operation.id, actor=actor, family_id=family_id, rules_accepted=accepted
            ),
        )
        if isinstance(answer, Activated):
            self._step = 2
            self._show()
        elif isinstance(answer, Refused):
            await self.tell(answer)


def _details(family: FamilyView) -> str:
    """The family's details for checking; the town hall corrects mistakes."""
    adults = [f"  {one.name}   {one.phone}   {one.email}" for one in family.guardians]
    children = [f"  {one.first_name} {one.last_name}, {one.school} {one.grade}" for one in family.children]
    return "\n".join(
        [
            f"Famille {family.name}, numéro {family.number}",
            *(f"  {line}" for line in family.address),
            "",
            "Responsables",
            *adults,
            "",
            "Enfants",
            *children,
            "",
            "Une erreur ? Signalez-la à la mairie : elle la corrige, et votre compte s'active quand même.",
        ]
    )
