"""The money of a booked day: what it takes from a prepaid activity's wallet, and what it gives back."""

from __future__ import annotations

from datetime import date

from portail_tui.domain.ledger import Cause, LedgerAccount, give_back, take, wallet_of
from portail_tui.domain.rulebook import Activity, Unit
from portail_tui.domain.tariffs import Price
from portail_tui.services.writing import Work
from portail_tui.store.queries.booking_changes import Charge
from portail_tui.store.queries.records import canonical
from portail_tui.texts import statement


def wallet_for(family_id: int, activity: Activity) -> LedgerAccount:
    """The wallet that an activity is paid from."""
    return wallet_of(family_id, activity.regie_id)


def charge_of(price: Price) -> Charge:
    """What is kept with the booking."""
    return Charge(price.cents, price.surcharge_cents, canonical(price.to_data()))


def label_of(activity: Activity, unit: Unit, day: date, child_name: str) -> str:
    """A day as the wallet's statement names it."""
    return statement.booked(activity.name, unit.label if len(activity.units) > 1 else "", day, child_name)


def charge_day(
    work: Work, activity: Activity, price: Price, *, family_id: int, booking_id: int, day: date, label: str
) -> None:
    """Take a day's price; its surcharge is a movement of its own. Nothing moves where it is invoiced."""
    parts = (
        (Cause.BOOKING, price.cents - price.surcharge_cents, label),
        (Cause.SURCHARGE, price.surcharge_cents, statement.surcharge(label)),
    )
    for cause, cents, words in parts:
        if activity.is_prepaid and cents:
            work.post(
                take(
                    cause,
                    family_id=family_id,
                    regie_id=activity.regie_id,
                    activity_id=activity.id,
                    booking_id=booking_id,
                    cents=cents,
                    label=words,
                    day=day,
                )
            )


def credit_day(
    work: Work, activity: Activity, cents: int, *, family_id: int, booking_id: int, day: date, label: str
) -> None:
    """Give back what a day was charged, surcharge included."""
    if activity.is_prepaid and cents:
        work.post(
            give_back(
                family_id=family_id,
                regie_id=activity.regie_id,
                activity_id=activity.id,
                booking_id=booking_id,
                cents=cents,
                label=statement.cancelled(label),
                day=day,
            )
        )
