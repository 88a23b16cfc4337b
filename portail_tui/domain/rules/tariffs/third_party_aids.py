"""The share of a price that a third party pays (CAF, CCAS, an employer)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.domain.rules.schema import (
    HUNDREDTHS,
    PERCENT,
    TEXT,
    Field,
    Got,
    Inline,
    Rows,
    Shape,
    optional,
)
from portail_tui.domain.rules.tariffs.payer import Payer
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.money import Rounding, to_cents, write_decimal, write_hundredths

Shares = tuple[tuple[str, int], ...]
"""Amounts that third parties owe of a line, as (name, cents)."""


@dataclass(frozen=True, slots=True)
class Aid:
    """A third party's part of a line: ``percent`` of it, or ``cents``."""

    payer_name: str
    percent: Decimal | None = None
    cents: int | None = None
    quotient_below: int | None = None
    """Upper bound in hundredths, excluded: no aid above it, nor where the quotient is unknown."""

    def holds(self, payer: Payer) -> bool:
        if self.quotient_below is None:
            return True
        return not isinstance(payer.quotient, WhyMaximum) and payer.quotient < self.quotient_below

    def share(self, line_cents: int, rounding: Rounding) -> int:
        """Its share of a line, in cents."""
        if self.percent is not None:
            return to_cents(line_cents * self.percent / 100, rounding)
        return self.cents or 0

    def to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"tiers": self.payer_name}
        if self.percent is not None:
            data["taux"] = write_decimal(self.percent)
        if self.cents is not None:
            data["montant"] = write_hundredths(self.cents)
        if self.quotient_below is not None:
            data["quotient_moins_de"] = write_hundredths(self.quotient_below)
        return data


@dataclass(frozen=True, slots=True)
class GrantedAid:
    """An aid granted to one family, from a local date to another (included; None: open-ended)."""

    aid: Aid
    from_on: date
    to_on: date | None = None


def aids_on(granted: Iterable[GrantedAid], day: date) -> tuple[Aid, ...]:
    """Aids in force on the day served, in order."""
    return tuple(one.aid for one in granted if one.from_on <= day and (one.to_on is None or day <= one.to_on))


def aid_from_data(data: Mapping[str, Any]) -> Aid:
    """Read an aid from plain values; raises InvalidRule."""
    return _AID.one(data)


def shares(aids: Iterable[Aid], payer: Payer, line_cents: int, rounding: Rounding) -> Shares:
    """Share of each third party in a line, in order, until nothing is left of it."""
    left, found = line_cents, []
    for aid in aids:
        if aid.holds(payer) and (cents := min(left, aid.share(line_cents, rounding))):
            found.append((aid.payer_name, cents))
            left -= cents
    return tuple(found)


_WHO = Field("tiers", TEXT, "Qui paie cette part : « CAF », « CCAS »…")
_PERCENT = optional("taux", PERCENT, "Sa part, en pour cent du prix.")
_AMOUNT = optional("montant", HUNDREDTHS, "Sa part, en euros, au plus tout le prix.")
_BELOW = optional("quotient_moins_de", HUNDREDTHS, "Seulement pour les quotients plus bas que celui-ci.")


def _aid(got: Got) -> Aid:
    if (got[_PERCENT] is None) == (got[_AMOUNT] is None):
        raise InvalidRule("une aide a soit « taux », soit « montant ».")
    return Aid(got[_WHO], got[_PERCENT], got[_AMOUNT], got[_BELOW])


_AID = Inline(Shape(_WHO, _PERCENT, _AMOUNT, _BELOW), _aid)
AIDS: Field[tuple[Aid, ...]] = Field(
    "aides",
    Rows(_AID),
    "La part du prix que paie un tiers : la famille doit le reste.",
    (),
)
