"""Surcharges of late bookings (« majoration »)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from portail_tui.domain.rules.schema import HUNDREDTHS, NUMBER, TEXT, Field, Form, FormKind, Shape, make
from portail_tui.domain.shared.money import Rounding, to_cents


@dataclass(frozen=True, slots=True)
class PercentSurcharge:
    """A percentage more, rounded."""

    form: ClassVar[str] = "pourcentage"
    percent: Decimal

    def cents(self, base_cents: int, rounding: Rounding, step: int = 1) -> int:
        return to_cents(base_cents * self.percent / 100, rounding, step)


@dataclass(frozen=True, slots=True)
class FixedSurcharge:
    """A fixed amount more, once whatever the quantity. Source: Roncq (+2.50 €)."""

    form: ClassVar[str] = "montant"
    amount_cents: int

    def cents(self, base_cents: int, rounding: Rounding, step: int = 1) -> int:  # noqa: ARG002
        return self.amount_cents


@dataclass(frozen=True, slots=True)
class ReplacementPrice:
    """A price that replaces the ordinary one, once whatever the quantity; a surcharge never makes a day
    cheaper, so that a dearer ordinary price stays. Source: towns that publish a flat 10 €."""

    form: ClassVar[str] = "remplacement"
    price_cents: int

    def cents(self, base_cents: int, rounding: Rounding, step: int = 1) -> int:  # noqa: ARG002
        return max(0, self.price_cents - base_cents)


@dataclass(frozen=True, slots=True)
class OtherTariff:
    """The price of another grid replaces the ordinary one: late prices that are published by bracket."""

    form: ClassVar[str] = "tarif"
    tariff_code: str


Surcharge = PercentSurcharge | FixedSurcharge | ReplacementPrice | OtherTariff

_PERCENT = Field("taux", NUMBER, "Tant pour cent de plus : 50 est la moitié du prix en plus.", attr="percent")
_AMOUNT = Field(
    "montant", HUNDREDTHS, "Tant d'euros de plus, une fois, quelle que soit la quantité.", attr="amount_cents"
)
_PRICE = Field("prix", HUNDREDTHS, "Le prix de remplacement, en euros.", attr="price_cents")
_TARIFF = Field("tarif", TEXT, "Le code du tarif qui remplace l'ordinaire.", attr="tariff_code")
SURCHARGE: FormKind[Surcharge] = FormKind(
    "majoration",
    lambda: (
        Form(PercentSurcharge.form, "Un pourcentage en plus.", Shape(_PERCENT), make(PercentSurcharge)),
        Form(FixedSurcharge.form, "Un montant en plus.", Shape(_AMOUNT), make(FixedSurcharge)),
        Form(
            ReplacementPrice.form,
            "Un prix qui remplace l'ordinaire (jamais moins cher que lui).",
            Shape(_PRICE),
            make(ReplacementPrice),
        ),
        Form(
            OtherTariff.form,
            "Un autre tarif de la commune remplace l'ordinaire.",
            Shape(_TARIFF),
            make(OtherTariff),
        ),
    ),
)


def surcharge_from_data(data: Mapping[str, Any]) -> Surcharge:
    """Read a surcharge from plain values; raises InvalidRule with a French sentence."""
    return SURCHARGE.one(data)
