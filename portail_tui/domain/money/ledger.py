"""The double-entry ledger: movements of signed cents that sum to zero, each with its cause.

A positive entry is in favour of the account's holder: a family's top-up of 50 € is +5 000 on its wallet and
−5 000 on the means of payment's clearing account; a booking takes from the wallet and gives to the revenue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypedDict


class Cause(StrEnum):
    """Why money moved."""

    TOP_UP = "top_up"
    BOOKING = "booking"
    CANCELLATION = "cancellation"
    SURCHARGE = "surcharge"
    REFUND = "refund"
    CORRECTION = "correction"
    REPRICING = "repricing"
    INVOICE = "invoice"
    ATTENDANCE = "attendance"


class AccountKind(StrEnum):
    WALLET = "wallet"
    RECEIVABLE = "receivable"
    THIRD_PARTY = "third_party"
    REVENUE = "revenue"
    CLEARING = "clearing"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerAccount:
    """An account of the ledger. Most kinds carry exactly one of family, activity or means of payment."""

    kind: AccountKind
    regie_id: int
    family_id: int | None = None
    activity_id: int | None = None
    means: str | None = None
    """The means of payment, or the third party's name."""

    def __hash__(self) -> int:
        # without the kind: an enum's hash is computed in Python, and would cost more than all the rest
        return hash((self.regie_id, self.family_id, self.activity_id, self.means))

    @property
    def key(self) -> str:
        """The account's natural key, unique in the store."""
        holder = self.family_id or self.activity_id or self.means or ""
        return f"{self.kind.value}:{self.regie_id}:{holder}"


class Posting(NamedTuple):
    account: LedgerAccount
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One cause, two postings or more, within one régie; refuses to exist unless they sum to zero."""

    cause: Cause
    label: str
    """Text of the line on the family's statement."""
    postings: tuple[Posting, ...]
    family_id: int | None = None
    booking_id: int | None = None
    on_day: date | None = None
    """The day served, where there is one."""

    def __post_init__(self) -> None:
        total, regie_id = 0, self.postings[0].account.regie_id
        for posting in self.postings:
            total += posting.cents
            if posting.account.regie_id != regie_id:
                raise ValueError("a movement stays within one régie")
        if total:
            raise ValueError("a movement's postings sum to zero")


@lru_cache(maxsize=1024)
def wallet_of(family_id: int, regie_id: int) -> LedgerAccount:
    return LedgerAccount(kind=AccountKind.WALLET, regie_id=regie_id, family_id=family_id)


@lru_cache(maxsize=1024)
def revenue_of(activity_id: int, regie_id: int) -> LedgerAccount:
    return LedgerAccount(kind=AccountKind.REVENUE, regie_id=regie_id, activity_id=activity_id)


class _Day(TypedDict):
    family_id: int
    regie_id: int
    activity_id: int
    booking_id: int
    day: date


def take(
    cause: Cause,
    *,
    family_id: int,
    regie_id: int,
    activity_id: int,
    booking_id: int,
    cents: int,
    label: str,
    day: date,
    payer: LedgerAccount | None = None,
) -> Movement:
    """A booking, or its surcharge: ``cents`` go from the family's wallet (or the account of another payer) to
    the activity's revenue."""
    return Movement(
        cause=cause,
        label=label,
        postings=(
            Posting(payer or wallet_of(family_id, regie_id), -cents),
            Posting(revenue_of(activity_id, regie_id), cents),
        ),
        family_id=family_id,
        booking_id=booking_id,
        on_day=day,
    )


def charge(
    *,
    family_id: int,
    regie_id: int,
    activity_id: int,
    booking_id: int,
    cents: int,
    surcharge_cents: int,
    label: str,
    surcharge_label: str,
    day: date,
) -> tuple[Movement, ...]:
    """A booked day of a prepaid activity, at ``cents`` of which ``surcharge_cents`` for late booking: the
    surcharge is a movement of its own. What costs nothing moves nothing."""
    ids: _Day = {
        "family_id": family_id,
        "regie_id": regie_id,
        "activity_id": activity_id,
        "booking_id": booking_id,
        "day": day,
    }
    ordinary = cents - surcharge_cents
    charged = (take(Cause.BOOKING, cents=ordinary, label=label, **ids),) if ordinary else ()
    if not surcharge_cents:
        return charged
    return (*charged, take(Cause.SURCHARGE, cents=surcharge_cents, label=surcharge_label, **ids))


def owe(
    *,
    payer_name: str,
    family_id: int,
    regie_id: int,
    activity_id: int,
    booking_id: int,
    cents: int,
    label: str,
    day: date,
) -> Movement:
    """A third party's share of a booking: it owes ``cents`` to the activity's revenue (or, negative, no
    longer does). Nothing moves in the family's wallet."""
    return take(
        Cause.BOOKING if cents > 0 else Cause.CANCELLATION,
        family_id=family_id,
        regie_id=regie_id,
        activity_id=activity_id,
        booking_id=booking_id,
        cents=cents,
        label=label,
        day=day,
        payer=LedgerAccount(kind=AccountKind.THIRD_PARTY, regie_id=regie_id, means=payer_name),
    )


def give_back(
    *, family_id: int, regie_id: int, activity_id: int, booking_id: int, cents: int, label: str, day: date
) -> Movement:
    """A cancelled booking: what it was charged, surcharge included, comes back to the wallet."""
    return take(
        Cause.CANCELLATION,
        family_id=family_id,
        regie_id=regie_id,
        activity_id=activity_id,
        booking_id=booking_id,
        cents=-cents,
        label=label,
        day=day,
    )


def top_up(*, family_id: int, regie_id: int, means: str, cents: int, label: str) -> Movement:
    """Money brought by a means of payment onto the wallet."""
    clearing = LedgerAccount(kind=AccountKind.CLEARING, regie_id=regie_id, means=means)
    return _into_wallet(Cause.TOP_UP, family_id, clearing, cents, label)


def refund(*, family_id: int, regie_id: int, means: str, cents: int, label: str) -> Movement:
    """Money of the wallet paid back to the family by a means of payment."""
    clearing = LedgerAccount(kind=AccountKind.CLEARING, regie_id=regie_id, means=means)
    return _into_wallet(Cause.REFUND, family_id, clearing, -cents, label)


def correct(*, family_id: int, regie_id: int, cents: int, label: str) -> Movement:
    """A correction without any payment: the town gives ``cents`` (> 0) or takes them back (< 0)."""
    write_off = LedgerAccount(kind=AccountKind.WRITE_OFF, regie_id=regie_id)
    return _into_wallet(Cause.CORRECTION, family_id, write_off, cents, label)


def _into_wallet(cause: Cause, family_id: int, source: LedgerAccount, cents: int, label: str) -> Movement:
    """``cents`` from an account of the same régie into the family's wallet; out of it where negative."""
    return Movement(
        cause=cause,
        label=label,
        postings=(Posting(wallet_of(family_id, source.regie_id), cents), Posting(source, -cents)),
        family_id=family_id,
    )


def reprice(
    *,
    family_id: int,
    regie_id: int,
    activity_id: int,
    booking_id: int,
    cents: int,
    shares: tuple[tuple[str, int], ...],
    label: str,
    day: date,
) -> Movement:
    """A booking's price is another now: what the family owes more (or, negative, less), and so each third
    party, by its name."""
    postings = [
        (wallet_of(family_id, regie_id), -cents),
        *(
            (LedgerAccount(kind=AccountKind.THIRD_PARTY, regie_id=regie_id, means=name), -more)
            for name, more in shares
        ),
        (revenue_of(activity_id, regie_id), cents + sum(more for _, more in shares)),
    ]
    return Movement(
        cause=Cause.REPRICING,
        label=label,
        postings=tuple(Posting(account, moved) for account, moved in postings if moved),
        family_id=family_id,
        booking_id=booking_id,
        on_day=day,
    )
