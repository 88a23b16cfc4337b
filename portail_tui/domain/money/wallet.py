"""The piggy bank as a family sees it: its statement, how it stands, what may be put in. Cents, local days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portail_tui.domain.money.ledger import Cause
from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.domain.shared.refusals import Reason, Refused


class WalletStanding(StrEnum):
    FINE = "fine"
    LOW = "low"
    """Under what the town calls a low balance."""
    TO_SETTLE = "to_settle"
    """Under the town's floor: « Solde à régulariser »."""


def standing_of(balance_cents: int, *, floor_cents: int, low_cents: int) -> WalletStanding:
    """State of a wallet, from its balance, the town's floor and the town's low-balance threshold."""
    if balance_cents < floor_cents:
        return WalletStanding.TO_SETTLE
    return WalletStanding.LOW if balance_cents < low_cents else WalletStanding.FINE


def wallet_short(*, total_cents: int, balance_cents: int, floor_cents: int) -> Refused | None:
    """WALLET_SHORT where paying ``total_cents`` would take the wallet under the town's floor."""
    missing = floor_cents - (balance_cents - total_cents)
    if missing <= 0:
        return None
    details = {"missing_cents": missing, "balance_cents": balance_cents, "total_cents": total_cents}
    return Refused(Reason.WALLET_SHORT, details)


class MovementKind(StrEnum):
    """What a family calls a movement of its wallet."""

    TOP_UP = "top_up"
    BOOKING = "booking"
    """A booking, its surcharge, an attendance, or a new price of one."""
    CANCELLATION = "cancellation"
    OTHER = "other"


_KINDS: Mapping[Cause, MovementKind] = {
    Cause.TOP_UP: MovementKind.TOP_UP,
    Cause.BOOKING: MovementKind.BOOKING,
    Cause.SURCHARGE: MovementKind.BOOKING,
    Cause.REPRICING: MovementKind.BOOKING,
    Cause.ATTENDANCE: MovementKind.BOOKING,
    Cause.CANCELLATION: MovementKind.CANCELLATION,
}


def kind_of(cause: Cause) -> MovementKind:
    return _KINDS.get(cause, MovementKind.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletLine:
    """One movement of the wallet."""

    on: date
    label: str
    cents: int
    balance_cents: int
    """The wallet's balance after this movement."""
    kind: MovementKind
    child_id: int | None = None
    """With its name and its activity, where a booking is the cause."""
    child_name: str = ""
    activity_id: int | None = None
    activity_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFilter:
    """Filter on a statement; None filters nothing. Days are local, included."""

    first_on: date | None = None
    last_on: date | None = None
    child_id: int | None = None
    activity_id: int | None = None
    kind: MovementKind | None = None

    def keeps(self, line: WalletLine) -> bool:
        return (
            (self.first_on is None or self.first_on <= line.on)
            and (self.last_on is None or line.on <= self.last_on)
            and self.child_id in (None, line.child_id)
            and self.activity_id in (None, line.activity_id)
            and self.kind in (None, line.kind)
        )


class Why(StrEnum):
    """Why an amount is offered."""

    SETTLE = "settle"
    UNTIL = "until"
    USUAL = "usual"


@dataclass(frozen=True, slots=True)
class TopUpOffer:
    cents: int
    why: Why
    until: date | None = None
    """Of UNTIL: the last day that it pays for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletView:
    active: bool
    balance_cents: int
    floor_cents: int
    standing: WalletStanding
    today: date
    lines: tuple[WalletLine, ...]
    """Newest first; the newest only where there are many."""
    is_cut: bool
    """Whether ``lines`` leaves out older movements."""
    offers: tuple[TopUpOffer, ...]
    """Top-ups offered as buttons."""
    least_cents: int
    most_cents: int
    card_is_stand_in: bool
    """True where a stand-in replaces the payment provider (demonstration): the screen must say so."""
    pays_by_card: bool
    asks_top_up: bool
    """Whether some activity is paid in advance; otherwise no top-up is ever asked for."""
    means_at_desk: tuple[str, ...]
    rules: str
    """The town's rules to accept at activation, Markdown."""
    contact: TownContact


def top_up_offers(
    *,
    balance_cents: int,
    floor_cents: int,
    needed_cents: int,
    until: date,
    usual: tuple[int, ...],
    least_cents: int,
    most_cents: int,
) -> tuple[TopUpOffer, ...]:
    """Amounts to suggest, the most useful first: the one that brings the wallet back to the town's floor; the
    exact one that covers ``needed_cents`` of days up to ``until``; then the usual amounts.

    Each lies between the town's least and greatest payment, and is suggested once.
    """
    debt = max(0, floor_cents - balance_cents)
    short = max(0, needed_cents - (balance_cents - floor_cents)) if needed_cents else 0
    wanted = [TopUpOffer(max(debt, least_cents), Why.SETTLE)] if debt else []
    if short > debt:
        wanted.append(TopUpOffer(max(short, least_cents), Why.UNTIL, until))
    # the two amounts to the cent leave room for one of the usual ones, beside the free amount
    wanted += [TopUpOffer(cents, Why.USUAL) for cents in (usual if len(wanted) < 2 else usual[:1])]
    offers: dict[int, TopUpOffer] = {}
    for one in wanted:
        if least_cents <= one.cents <= most_cents:
            offers.setdefault(one.cents, one)
    return tuple(offers.values())
