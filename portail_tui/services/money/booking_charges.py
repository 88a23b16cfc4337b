"""What a booked day takes from the wallet of a prepaid activity, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portail_tui.domain.money.ledger import LedgerAccount, charge, give_back, owe, wallet_of
from portail_tui.domain.rules.rulebook import Activity
from portail_tui.domain.rules.tariffs import Price, Shares
from portail_tui.services.core.write import Work
from portail_tui.store.queries.bookings.booking_changes import Charge
from portail_tui.store.queries.bookings.frozen_prices import PRICE
from portail_tui.texts.money import statement_labels


def wallet_for(family_id: int, activity: Activity) -> LedgerAccount:
    """The wallet that an activity is paid from."""
    return wallet_of(family_id, activity.regie_id)


def charge_of(price: Price, *, is_late: bool = False) -> Charge:
    """Price of a booking, as stored with it."""
    return Charge(
        cents=price.cents,
        surcharge_cents=price.surcharge_cents,
        third_party_cents=price.third_party_cents,
        quantity=price.quantity,
        is_late=is_late,
        tariff=PRICE.to_json(price),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A booked day, as the ledger needs it."""

    activity: Activity
    family_id: int
    booking_id: int
    day: date
    label: str

    @property
    def ids(self) -> dict[str, Any]:
        return {
            "family_id": self.family_id,
            "regie_id": self.activity.regie_id,
            "activity_id": self.activity.id,
            "booking_id": self.booking_id,
            "day": self.day,
        }


def charge_day(work: Work, day: Day, price: Price) -> None:
    """Take a day's price; its surcharge is a movement of its own, and so is what a third party owes of it.
    Nothing moves where the activity is invoiced."""
    if not day.activity.is_prepaid:
        return
    for movement in charge(
        cents=price.cents,
        surcharge_cents=price.surcharge_cents,
        label=day.label,
        surcharge_label=statement_labels.surcharge(day.label),
        **day.ids,
    ):
        work.post(movement)
    _owe(work, day, price.shares, 1)


def credit_day(work: Work, day: Day, cents: int, shares: Shares = ()) -> None:
    """Give back what a day was charged, surcharge included; third parties no longer owe their shares."""
    if not day.activity.is_prepaid:
        return
    if cents:
        work.post(give_back(cents=cents, label=statement_labels.cancelled(day.label), **day.ids))
    _owe(work, day, shares, -1)


def _owe(work: Work, day: Day, shares: Shares, sign: int) -> None:
    for name, cents in shares:
        work.post(
            owe(payer_name=name, cents=sign * cents, label=statement_labels.share(day.label, name), **day.ids)
        )
