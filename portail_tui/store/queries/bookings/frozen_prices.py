"""The price of a booking, with its explanation, as it was found when the booking was made."""

from __future__ import annotations

from typing import Any

from portail_tui.domain.rules.tariffs import Price, Shares
from portail_tui.store.json_records import JsonRecord, renamed

NO_PRICE = "{}"
"""Stored price of a waiting entry, which has none."""

_renamed = renamed(
    centimes="cents",
    unite="unit_cents",
    quantite="quantity",
    majoration="surcharge_cents",
    grille="grid_code",
    depuis="grid_from",
    deliberation="decision",
    base="basis",
    quotient="quotient_hundredths",
    revenu="income_cents",
    tranche="bracket_from",
    tranche_avant="bracket_to",
    taux="percent",
    borne="bound",
    enfants="children",
    cas="case",
    rang="rank",
    reduction="reduced_cents",
    maximum="why_maximum",
    forfait="package_cents",
)


def _from_version_0(price: dict[str, Any]) -> dict[str, Any]:
    """French names; the whole price only where third parties share it, its surcharge never."""
    shares = [(one["nom"], one["centimes"]) for one in price.pop("tiers", ())]
    whole = price.pop("total", price["centimes"])
    return {
        **_renamed(price),
        "shares": shares,
        "line_cents": whole,
        "line_surcharge_cents": price["majoration"],
    }


PRICE = JsonRecord(Price, upgrades={0: _from_version_0}, leaves_out_defaults=True)


def frozen_price(text: str) -> Price | None:
    """Price frozen in a booking; None for a waiting entry."""
    return None if text == NO_PRICE else PRICE.from_json(text)


def frozen_shares(text: str) -> Shares:
    """Third parties' shares in the price frozen in a booking."""
    price = frozen_price(text)
    return () if price is None else price.shares
