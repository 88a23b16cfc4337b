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
from portail_tui.domain.shared.money import Rounding, to_cents

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
    return AID.one(data)


def shares(aids: Iterable[Aid], payer: Payer, line_cents: int, rounding: Rounding) -> Shares:
    """Share of each third party in a line, in order, until nothing is left of it."""
    left, found = line_cents, []
    for aid in aids:
        if aid.holds(payer) and (cents := min(left, aid.share(line_cents, rounding))):
            found.append((aid.payer_name, cents))
            left -= cents
    return tuple(found)


_WHO = Field("tiers", TEXT, "Qui paie cette part : « CAF », « CCAS »…", attr="payer_name")
_PERCENT = optional("taux", PERCENT, "Sa part, en pour cent du prix.", attr="percent")
_AMOUNT = optional("montant", HUNDREDTHS, "Sa part, en euros, au plus tout le prix.", attr="cents")
_BELOW = optional(
    "quotient_moins_de",
    HUNDREDTHS,
    "Seulement pour les quotients plus bas que celui-ci.",
    attr="quotient_below",
)


def _aid(got: Got) -> Aid:
    if (got[_PERCENT] is None) == (got[_AMOUNT] is None):
        raise InvalidRule("une aide a soit « taux », soit « montant ».")
    return got.make(Aid)


AID = Inline(Shape(_WHO, _PERCENT, _AMOUNT, _BELOW), _aid)
AIDS: Field[tuple[Aid, ...]] = Field(
    "aides", Rows(AID), "La part du prix que paie un tiers : la famille doit le reste.", (), attr="aids"
)
