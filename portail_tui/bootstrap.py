"""The one place where the rooms are put together: a store's URL, a clock and the gateways make a ``Portal``.

Imported only in the thread that opens the store, while the log-in screen is already up.
"""

from __future__ import annotations

import os

from sqlalchemy.exc import NoResultFound

from portail_tui.domain.clock import Clock
from portail_tui.domain.refusals import StoreFault, StoreTrouble
from portail_tui.gateways.cards import CardPayments
from portail_tui.portal import Portal
from portail_tui.services.office import Office
from portail_tui.services.town_hall import TownHall
from portail_tui.store.engine import Store, open_store, sqlite_path
from portail_tui.store.schema import SchemaState, schema_state, upgrade


def open_portal(
    url: str, clock: Clock, *, cards: CardPayments | None = None, bring_up_to_date: bool = False
) -> Portal:
    """The portal on the store named by ``url``.

    ``cards``: who takes payments by card; None, and the town's means at the desk are named instead.
    ``bring_up_to_date``: whether the tables of an older version may be changed first.
    Raises StoreTrouble: MISSING, CORRUPT, READ_ONLY, TOO_NEW, TOO_OLD, EMPTY, BUSY or UNREACHABLE.
    """
    store = open_store(url, clock)
    try:
        _check(store, url, bring_up_to_date=bring_up_to_date)
        office = Office(store, cards)
        with store.reading() as connection:
            office.rulebooks.read(connection)  # the first page finds it ready
    except NoResultFound:
        store.close()
        raise StoreTrouble(StoreFault.EMPTY) from None
    except StoreTrouble:
        store.close()
        raise
    return TownHall(office)


def _check(store: Store, url: str, *, bring_up_to_date: bool) -> None:
    match schema_state(store):
        case SchemaState.EMPTY:
            raise StoreTrouble(StoreFault.EMPTY)
        case SchemaState.OLDER if not bring_up_to_date:
            raise StoreTrouble(StoreFault.TOO_OLD)
        case SchemaState.OLDER:
            upgrade(store)
    path = sqlite_path(url)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        # told now rather than at the first booking; the log and the journal live beside the file
        raise StoreTrouble(StoreFault.READ_ONLY)
