"""The one way to lock what a write decides about, in the order of docs/locking.md."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from portail_tui.domain.money.ledger import LedgerAccount, wallet_of
from portail_tui.services.core.write import Work
from portail_tui.store.queries.core import locks


class Waiter(NamedTuple):
    """Somebody who waits for a place."""

    child_id: int
    wallet: LedgerAccount


def family_wallets(work: Work) -> set[LedgerAccount]:
    """The family's wallets at every régie. Who books, cancels or promotes for it locks one of them."""
    rulebook = work.admitted.rulebook
    regies = {one.regie_id for one in rulebook.activities.values()} | {rulebook.town.regie_id}
    return {wallet_of(work.admitted.family_id, regie_id) for regie_id in regies}


def hold(
    work: Work,
    *,
    children: Collection[int] = (),
    slots: Collection[int] = (),
    wallets: Iterable[LedgerAccount] = (),
    waiters: Callable[[], Collection[Waiter]] | None = None,
) -> bool:
    """Lock children, slots and wallets, each by id, until the write ends; then check access again and reload
    the family. False where access was lost meanwhile.

    ``waiters``: who waits for places that this write may free, read once the slots are locked, since only
    then can nobody join the list any more. Their wallets are locked too, and their children: those known
    before are to be in ``children``. One that joined in between and that another write holds undoes this
    write, which is then tried again.
    """
    connection = work.connection
    locks.hold_children(connection, children)
    locks.hold_slots(connection, slots)
    found = waiters() if waiters is not None else ()
    locks.hold_late_children(connection, {one.child_id for one in found} - set(children))
    locks.hold_wallets(connection, {*wallets, *(one.wallet for one in found)})
    return work.check_access_again()
