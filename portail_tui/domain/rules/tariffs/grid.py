"""A council's tariff from a date on: its form, its special cases, and how it is rounded and counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from portail_tui.domain.rules.schema import (
    HUNDREDTHS,
    TEXT,
    Field,
    Form,
    FormKind,
    OneOf,
    Scalar,
    Shape,
    Whole,
    make,
    optional,
)
from portail_tui.domain.rules.schema.dates import DAY
from portail_tui.domain.rules.tariffs.effort_rates import RATE_FORMS
from portail_tui.domain.rules.tariffs.listed_prices import LISTING_FORMS, GridForm
from portail_tui.domain.rules.tariffs.sibling_reductions import REDUCTIONS, Reduction
from portail_tui.domain.rules.tariffs.special_cases import CASES, Case
from portail_tui.domain.rules.tariffs.third_party_aids import AIDS, Aid
from portail_tui.domain.shared.money import Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffGrid:
    code: str
    from_on: date
    """First day served at this tariff."""
    decision: str
    """Number and date of the council's « délibération », as printed."""
    form: GridForm
    outside_cents: int | None = None
    """Price of families who live elsewhere and match no special case; None where they pay as residents."""
    rounding: Rounding = Rounding.HALF_UP
    rounding_step: int = 1
    """Prices are multiples of so many cents."""
    step_minutes: int | None = None
    """The price is for so many minutes begun; None where it is for the unit as a whole."""
    cases: tuple[Case, ...] = ()
    reductions: tuple[Reduction, ...] = ()
    aids: tuple[Aid, ...] = ()

    def quantity(self, minutes: int) -> int:
        """Number of units charged for a presence of ``minutes``: 1, or the steps begun."""
        if self.step_minutes is None:
            return 1
        return max(1, -(-minutes // self.step_minutes))

    def to_data(self) -> dict[str, Any]:
        """Plain values, without its code, its first day and its decision."""
        return _STORED.write(self)

    @classmethod
    def from_data(cls, code: str, from_on: date, decision: str, data: Mapping[str, Any]) -> TariffGrid:
        """Read a grid from plain values (without its code and date); raises InvalidRule."""
        return replace(_STORED.one(data), code=code, from_on=from_on, decision=decision)


CODE = Field("code", TEXT, "Le code du tarif, que les activités nomment.", attr="code")
FROM = Field(
    "depuis", DAY, "Premier jour servi à ce tarif ; une grille plus récente le remplace.", attr="from_on"
)
DECISION = Field(
    "deliberation", TEXT, "Numéro et date de la délibération, tels qu'ils seront imprimés.", attr="decision"
)
_CENTS = Scalar(lambda value: max(1, HUNDREDTHS.reader(value)), 1, HUNDREDTHS.schema({}), HUNDREDTHS.writer)
_TERMS = (
    optional(
        "exterieur",
        HUNDREDTHS,
        "Le prix de celles qui n'habitent pas la commune, en euros.",
        attr="outside_cents",
    ),
    Field(
        "arrondi",
        OneOf({rounding.value: rounding for rounding in Rounding}),
        "Comment le prix est ramené au centime : au plus proche (la moitié monte), tronqué, ou au supérieur.",
        Rounding.HALF_UP,
        attr="rounding",
    ),
    Field(
        "arrondi_a", _CENTS, "Le prix est un multiple de tant d'euros : 0.05, 0.10.", 1, attr="rounding_step"
    ),
    optional(
        "pas_minutes",
        Whole(1, 24 * 60),
        "Le prix est celui de tant de minutes, tout pas commencé compte ; sans lui, celui de l'unité "
        "entière.",
        attr="step_minutes",
    ),
    CASES,
    REDUCTIONS,
    AIDS,
)
_WITHOUT_HEADING = partial(TariffGrid, code="", from_on=date.min, decision="")


def _grid_kind(
    name: str, heading: Sequence[Field[Any]], build: Callable[..., TariffGrid]
) -> FormKind[TariffGrid]:
    return FormKind(
        name,
        lambda: [
            Form(form.name, form.doc, Shape(*heading, form.part("form"), *_TERMS), make(build))
            for form in (*LISTING_FORMS, *RATE_FORMS)
        ],
        form_of=lambda grid: grid.form.form,
    )


_STORED = _grid_kind("grille", (), _WITHOUT_HEADING)
TARIFF = _grid_kind("tarif", (CODE, FROM, DECISION), TariffGrid)
"""A section of the town's file: a grid with its code, its first day and its decision."""


def grid_on(grids: tuple[TariffGrid, ...], day: date) -> TariffGrid | None:
    """The grid in force on the day served: the last to have begun."""
    begun = [grid for grid in grids if grid.from_on <= day]
    return max(begun, key=lambda grid: grid.from_on, default=None)
