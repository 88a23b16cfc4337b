"""Brackets as towns publish them: checked for holes and overlaps, stored by lower bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from portail_tui.domain.rules.schema import HUNDREDTHS, Field, Got, optional
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.money import write_hundredths

V = TypeVar("V")
ONE = 100
"""Published whole bounds leave one between them: « 0–622, 623–1000 »."""

_FROM = Field("a_partir_de", HUNDREDTHS, "Début de la tranche, compris.", attr=0)
_UP_TO = optional(
    "jusqu_a",
    HUNDREDTHS,
    "Fin de la tranche telle que la grille la publie, comprise : sert à vérifier qu'il ne manque rien.",
)
_BELOW = optional("moins_de", HUNDREDTHS, "Fin de la tranche, exclue : la suivante commence là.")
row_fields = (_FROM, _UP_TO, _BELOW)


@dataclass(frozen=True, slots=True)
class BracketRow(Generic[V]):
    """A published bracket, bounds in hundredths."""

    lower: int
    up_to: int | None
    below: int | None
    value: V

    @classmethod
    def of(cls, got: Got, value: V) -> BracketRow[V]:
        row = cls(got[_FROM], got[_UP_TO], got[_BELOW], value)
        if row.up_to is not None and row.below is not None:
            raise InvalidRule("une tranche finit par « jusqu_a » ou par « moins_de », pas les deux.")
        end = row.up_to if row.up_to is not None else row.below
        if end is not None and end < row.lower + (row.below is not None):
            raise InvalidRule("la fin de la tranche vient après son début.")
        return row

    @staticmethod
    def lower_bounds(rows: Sequence[BracketRow[V]], key: str) -> tuple[int, ...]:
        """Their lower bounds. Raises InvalidRule at the row where a hole, an overlap or the wrong order
        begins."""
        if rows[0].lower != 0:
            raise InvalidRule(
                "la première tranche commence à 0, pour qu'aucun quotient ne soit oublié.", key, 0
            )
        for number, (row, following) in enumerate(pairwise(rows)):
            if mistake := _between(row, following):
                raise InvalidRule(mistake, key, number + 1)
        last = rows[-1]
        end = last.up_to if last.up_to is not None else last.below
        if end is not None:
            raise InvalidRule(
                f"aucun prix au-delà de {_number(end)} : la dernière tranche n'a pas de fin.",
                key,
                len(rows) - 1,
            )
        return tuple(row.lower for row in rows)


def _between(row: BracketRow[V], following: BracketRow[V]) -> str:
    """The mistake between two consecutive brackets, or an empty text."""
    start = following.lower
    if start <= row.lower:
        return "les tranches se suivent, de la plus basse à la plus haute, sans se répéter."
    if row.below is not None and start != row.below:
        if start > row.below:
            return f"il y a un trou : aucun prix de {_number(row.below)} à {_number(start)}."
        return f"deux tranches se recouvrent, de {_number(start)} à {_number(row.below)}."
    if row.up_to is not None:
        if start > row.up_to + ONE:
            return f"il y a un trou : aucun prix entre {_number(row.up_to)} et {_number(start)}."
        if start == row.up_to:
            return (
                f"deux tranches ont {_number(start)} : si la première s'arrête avant, écrivez-le "
                "« moins_de » au lieu de « jusqu_a »."
            )
        if start < row.up_to:
            return f"deux tranches se recouvrent, de {_number(start)} à {_number(row.up_to)}."
    return ""


def check_bounds(lower_bounds: Sequence[int], values: Sequence[object]) -> None:
    """Raise InvalidRule where a quotient would fall in no bracket, or in two."""
    if not lower_bounds or lower_bounds[0] != 0 or len(lower_bounds) != len(values):
        raise InvalidRule("la première tranche commence à 0, pour qu'aucun quotient ne soit oublié.")
    if any(low >= high for low, high in pairwise(lower_bounds)):
        raise InvalidRule("les tranches se suivent, de la plus basse à la plus haute, sans se répéter.")


def bounds(lower_bounds: Sequence[int], found: int) -> tuple[int, int | None]:
    """A bracket's lower bound, and its upper one, excluded (None for the last)."""
    following = found + 1
    return lower_bounds[found], lower_bounds[following] if following < len(lower_bounds) else None


def _number(hundredths: int) -> str:
    return write_hundredths(hundredths).removesuffix(".00").replace(".", ",")
