"""Tariffs: what a council votes, and what a day costs a family.

A form of tariff is one frozen class with its keys beside it: prices that are listed in ``forms``, rates in
``rates``. ``grid`` gathers a form with its cases, reductions and rounding; ``pricing`` finds the price.
"""

from portail_tui.domain.rules.tariffs.brackets import bounds as bracket_bounds
from portail_tui.domain.rules.tariffs.effort_rates import Clamps, EffortRate, RateByBracket, RateByChildren
from portail_tui.domain.rules.tariffs.grid import TARIFF, TariffGrid, grid_on
from portail_tui.domain.rules.tariffs.late_surcharges import (
    SURCHARGE,
    FixedSurcharge,
    OtherTariff,
    PercentSurcharge,
    ReplacementPrice,
    Surcharge,
    surcharge_from_data,
)
from portail_tui.domain.rules.tariffs.listed_prices import Brackets, Fixed, GridForm, Linear
from portail_tui.domain.rules.tariffs.payer import Measure, Payer
from portail_tui.domain.rules.tariffs.pricing import Price, price_of
from portail_tui.domain.rules.tariffs.sibling_reductions import Reduction
from portail_tui.domain.rules.tariffs.special_cases import Adjusted, Case, Conditions, case_of
from portail_tui.domain.rules.tariffs.third_party_aids import (
    AID,
    Aid,
    GrantedAid,
    Shares,
    aid_from_data,
    aids_on,
)
from portail_tui.domain.rules.tariffs.unit_price import Basis, Bound, UnitPrice

__all__ = [
    "AID",
    "SURCHARGE",
    "TARIFF",
    "Adjusted",
    "Aid",
    "Basis",
    "Bound",
    "Brackets",
    "Case",
    "Clamps",
    "Conditions",
    "EffortRate",
    "Fixed",
    "FixedSurcharge",
    "GrantedAid",
    "GridForm",
    "Linear",
    "Measure",
    "OtherTariff",
    "Payer",
    "PercentSurcharge",
    "Price",
    "RateByBracket",
    "RateByChildren",
    "Reduction",
    "ReplacementPrice",
    "Shares",
    "Surcharge",
    "TariffGrid",
    "UnitPrice",
    "aid_from_data",
    "aids_on",
    "bracket_bounds",
    "case_of",
    "grid_on",
    "price_of",
    "surcharge_from_data",
]
