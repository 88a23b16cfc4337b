"""The council changes the règlement, and the days already paid follow it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portail_tui.services.money.repricing import reprice_after_rules
from portail_tui.store.queries.rules import rulebook
from tests.support.towns.small_town import LittleTown

TODAY = date(2026, 11, 24)


def change(
    town: LittleTown, how: Callable[[], None], *, operation: str = "rules:2", first: date = TODAY
) -> tuple[int, int, int]:
    """The règlement is changed by ``how``, and the days already paid follow: how many bookings, of how many
    families, and how much out of their wallets."""
    with town.store.reading() as connection:
        old = rulebook.load(connection)
    how()
    town.changed_rules()
    with town.store.alone() as connection:
        new = rulebook.load(connection)
        followed = reprice_after_rules(
            connection, old, new, operation_id=operation, first=first, at=town.clock.now()
        ).values()
    return (
        sum(one.bookings for one in followed),
        len({family for one in followed for family in one.families}),
        sum(one.debited_cents for one in followed),
    )
