"""The wallet (« tirelire »): its state, its statement on screen and as a spreadsheet."""

from __future__ import annotations

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.money.ledger import Cause
from portail_tui.domain.money.wallet import (
    StatementFilter,
    TopUpOffer,
    WalletLine,
    WalletView,
    kind_of,
    standing_of,
    top_up_offers,
)
from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.shared.csv_tables import Cell, Cents, to_csv
from portail_tui.domain.shared.generated_files import GeneratedFileKind, MadeFile
from portail_tui.domain.shared.refusals import Refused
from portail_tui.services.core.access import NOT_ALLOWED, Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.money.spending_forecast import needed_until
from portail_tui.store.queries.families import members
from portail_tui.store.queries.money import ledger
from portail_tui.texts.money import wallet as words
from portail_tui.texts.shared.formats import numeric

MOST_LINES = 1_000
"""Bound on the lines on screen: two school years of a family that books every day."""
MOST_EXPORTED = 100_000
"""Bound on the exported lines, far above what a family moves while its children grow up."""
USUAL_TOP_UPS = (20_00, 50_00, 100_00)
"""Amounts offered as buttons, in cents, where the town's bounds allow them."""


def show_wallet(context: ServiceContext, *, actor: Actor, family_id: int) -> WalletView | Refused:
    """The balance, the newest movements, and how money is brought; six statements at most."""

    def show(connection: Connection, admitted: Admitted) -> WalletView:
        town, family = admitted.rulebook.town, admitted.family
        lines = _statement(connection, admitted, MOST_LINES + 1)
        return WalletView(
            active=family.is_active,
            balance_cents=family.balance_cents,
            floor_cents=town.floor_cents,
            standing=standing_of(
                family.balance_cents, floor_cents=town.floor_cents, low_cents=town.low_balance_cents
            ),
            today=admitted.today,
            lines=lines[:MOST_LINES],
            is_cut=len(lines) > MOST_LINES,
            offers=_offers(connection, admitted),
            least_cents=town.top_up_least_cents,
            most_cents=town.top_up_most_cents,
            card_is_stand_in=context.cards is not None and context.cards.is_stand_in,
            pays_by_card=context.cards is not None,
            asks_top_up=any(one.is_prepaid for one in admitted.rulebook.activities.values()),
            means_at_desk=town.contact.means_at_desk,
            rules=town.rules,
            contact=town.contact,
        )

    return show_to(context, actor, family_id, "wallet", show)


def export_wallet(
    context: ServiceContext, *, actor: Actor, family_id: int, wanted: StatementFilter
) -> MadeFile | Refused:
    """The statement's movements that are ``wanted``, newest first, as a CSV file. Refused: NOT_ALLOWED for a
    child that is not the family's."""

    def show(connection: Connection, admitted: Admitted) -> MadeFile | Refused:
        if wanted.child_id is not None and wanted.child_id not in {
            child.id for child in members.children(connection, family_id)
        }:
            return NOT_ALLOWED
        lines = [line for line in _statement(connection, admitted, MOST_EXPORTED) if wanted.keeps(line)]
        title = f"Relevé de la tirelire au {numeric(admitted.today)}"
        return MadeFile(title, GeneratedFileKind.CSV, to_csv(words.TITLES, map(_cells, lines)))

    return show_to(context, actor, family_id, "wallet_export", show)


def _cells(line: WalletLine) -> tuple[Cell, ...]:
    amounts = (Cents(line.cents), Cents(line.balance_cents))
    return (line.on, line.label, line.child_name, line.activity_name, *amounts)


def _statement(connection: Connection, admitted: Admitted, most: int) -> tuple[WalletLine, ...]:
    """Newest first; each balance is computed backwards from today's."""
    regie_id, balance = admitted.rulebook.town.regie_id, admitted.family.balance_cents
    activities = admitted.rulebook.activities
    lines = []
    for row in ledger.statement_of(connection, admitted.family_id, regie_id, most):
        activity = None if row.activity_id is None else activities.get(row.activity_id)
        lines.append(
            WalletLine(
                on=local_day(row.made_at),
                label=row.label,
                cents=row.cents,
                balance_cents=balance,
                kind=kind_of(Cause(row.cause)),
                child_id=row.child_id,
                child_name=row.first_name or "",
                activity_id=activity.id if activity else None,
                activity_name=activity.name if activity else "",
            )
        )
        balance -= row.cents
    return tuple(lines)


def _offers(connection: Connection, admitted: Admitted) -> tuple[TopUpOffer, ...]:
    town = admitted.rulebook.town
    needed_cents, until = needed_until(connection, admitted)
    return top_up_offers(
        balance_cents=admitted.family.balance_cents,
        floor_cents=town.floor_cents,
        needed_cents=needed_cents,
        until=until,
        usual=USUAL_TOP_UPS,
        least_cents=town.top_up_least_cents,
        most_cents=town.top_up_most_cents,
    )
