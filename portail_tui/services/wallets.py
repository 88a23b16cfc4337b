"""The piggy bank: its statement."""

from __future__ import annotations

from sqlalchemy import Connection

from portail_tui.domain.deadlines import local_day
from portail_tui.domain.refusals import Refused
from portail_tui.domain.rulebook import Town
from portail_tui.domain.views import Actor, WalletLine, WalletView
from portail_tui.services.access import Admitted, show_to
from portail_tui.services.office import Office
from portail_tui.store.queries import ledger
from portail_tui.store.tables.columns import from_stored

MOST_LINES = 200
USUAL_TOP_UPS = (20_00, 50_00, 100_00)
"""Amounts offered as buttons, in cents, where the town's bounds allow them."""


def show_wallet(office: Office, *, actor: Actor, family_id: int) -> WalletView | Refused:
    """The balance, the newest movements, and how money is brought."""

    def show(connection: Connection, admitted: Admitted) -> WalletView:
        town, family = admitted.rulebook.town, admitted.family
        return WalletView(
            active=family.is_active,
            balance_cents=family.balance_cents,
            floor_cents=town.floor_cents,
            lines=_statement(connection, admitted),
            amounts_cents=_amounts(town),
            least_cents=town.top_up_least_cents,
            most_cents=town.top_up_most_cents,
            card_is_stand_in=office.cards is not None and office.cards.is_stand_in,
            pays_by_card=office.cards is not None,
            means_at_desk=town.contact.means_at_desk,
            rules=town.rules,
            contact=town.contact,
        )

    return show_to(office, actor, family_id, "wallet", show)


def _statement(connection: Connection, admitted: Admitted) -> tuple[WalletLine, ...]:
    """Newest first; the balance after each is found going back from today's."""
    regie_id, balance = admitted.rulebook.town.regie_id, admitted.family.balance_cents
    lines = []
    for row in ledger.statement_of(connection, admitted.family_id, regie_id, MOST_LINES):
        lines.append(WalletLine(local_day(from_stored(row.made_at)), row.label, row.cents, balance))
        balance -= row.cents
    return tuple(lines)


def _amounts(town: Town) -> tuple[int, ...]:
    inside = range(town.top_up_least_cents, town.top_up_most_cents + 1)
    return tuple(cents for cents in USUAL_TOP_UPS if cents in inside)
