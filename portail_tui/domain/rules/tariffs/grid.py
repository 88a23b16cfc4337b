"""A council's tariff from a date on: its form, its special cases, and how it is rounded and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portail_tui.domain.rules.schema import (
    HUNDREDTHS,
    TEXT,
    Field,
    Form,
    FormKind,
    Got,
    OneOf,
    Shape,
    Whole,
    optional,
)
from portail_tui.domain.rules.schema.dates import DAY
from portail_tui.domain.rules.tariffs.effort_rates import RATE_FORMS
from portail_tui.domain.rules.tariffs.listed_prices import LISTING_FORMS, GridForm
from portail_tui.domain.rules.tariffs.sibling_reductions import REDUCTIONS, Reduction
from portail_tui.domain.rules.tariffs.special_cases import CASES, Case
from portail_tui.domain.rules.tariffs.third_party_aids import AIDS, Aid
from portail_tui.domain.shared.money import Rounding, write_hundredths


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
        """Plain values: the form's own, and what else the grid says."""
        data = self.form.to_data()
        if self.outside_cents is not None:
            data["exterieur"] = write_hundredths(self.outside_cents)
        if self.rounding is not Rounding.HALF_UP:
            data["arrondi"] = self.rounding.value
        if self.rounding_step != 1:
            data["arrondi_a"] = write_hundredths(self.rounding_step)
        if self.step_minutes is not None:
            data["pas_minutes"] = self.step_minutes
        for key, rows in (("cas", self.cases), ("reductions", self.reductions), ("aides", self.aids)):
            if rows:
                data[key] = [row.to_data() for row in rows]
        return data

    @classmethod
    def from_data(cls, code: str, from_on: date, decision: str, data: Mapping[str, Any]) -> TariffGrid:
        """Read a grid from plain values (without its code and date); raises InvalidRule."""
        return replace(_STORED.one(data), code=code, from_on=from_on, decision=decision)


CODE = Field("code", TEXT, "Le code du tarif, que les activités nomment.")
FROM = Field("depuis", DAY, "Premier jour servi à ce tarif ; une grille plus récente le remplace.")
DECISION = Field("deliberation", TEXT, "Numéro et date de la délibération, tels qu'ils seront imprimés.")
_OUTSIDE = optional("exterieur", HUNDREDTHS, "Le prix de celles qui n'habitent pas la commune, en euros.")
_ROUNDING = Field(
    "arrondi",
    OneOf({rounding.value: rounding for rounding in Rounding}),
    "Comment le prix est ramené au centime : au plus proche (la moitié monte), tronqué, ou au supérieur.",
    Rounding.HALF_UP,
)
_ROUNDING_STEP = Field("arrondi_a", HUNDREDTHS, "Le prix est un multiple de tant d'euros : 0.05, 0.10.", 1)
_STEP = optional(
    "pas_minutes",
    Whole(1, 24 * 60),
    "Le prix est celui de tant de minutes, tout pas commencé compte ; sans lui, celui de l'unité entière.",
)
_TERMS = (_OUTSIDE, _ROUNDING, _ROUNDING_STEP, _STEP, CASES, REDUCTIONS, AIDS)


def _grid_form(form: Form[Any], heading: Sequence[Field[Any]]) -> Form[TariffGrid]:
    fields = [field for field in form.shape.fields if field.name != "forme"]

    def build(got: Got) -> TariffGrid:
        code, from_on, decision = (got[CODE], got[FROM], got[DECISION]) if heading else ("", date.min, "")
        return TariffGrid(
            code=code,
            from_on=from_on,
            decision=decision,
            form=form.build(got),
            outside_cents=got[_OUTSIDE],
            rounding=got[_ROUNDING],
            rounding_step=max(1, got[_ROUNDING_STEP]),
            step_minutes=got[_STEP],
            cases=got[CASES],
            reductions=got[REDUCTIONS],
            aids=got[AIDS],
        )

    return Form(form.name, form.doc, Shape(*heading, *fields, *_TERMS), build)


_STORED: FormKind[TariffGrid] = FormKind(
    "grille", lambda: [_grid_form(form, ()) for form in (*LISTING_FORMS, *RATE_FORMS)]
)
TARIFF: FormKind[TariffGrid] = FormKind(
    "tarif", lambda: [_grid_form(form, (CODE, FROM, DECISION)) for form in (*LISTING_FORMS, *RATE_FORMS)]
)
"""A section of the town's file: a grid with its code, its first day and its decision."""


def grid_on(grids: tuple[TariffGrid, ...], day: date) -> TariffGrid | None:
    """The grid in force on the day served: the last to have begun."""
    begun = [grid for grid in grids if grid.from_on <= day]
    return max(begun, key=lambda grid: grid.from_on, default=None)
