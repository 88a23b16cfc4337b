"""The whole of a town's file: its sections, in the order in which people write them."""

from __future__ import annotations

from portail_tui.domain.rules.schema import Field, Got, Numbered, Rows, Section, Shape
from portail_tui.domain.rules.tariffs import TARIFF, TariffGrid
from portail_tui.domain.rules.town_file.activity_sections import ACTIVITY
from portail_tui.domain.rules.town_file.plans import AnyClosure, DocumentPlan, SchoolPlan, TownFile, YearPlan
from portail_tui.domain.rules.town_file.town_sections import (
    CLOSURE,
    DOCUMENT,
    SCHOOL,
    TOWN_FIELDS,
    TYPE,
    YEAR,
    town_plan,
)

_YEARS: Field[tuple[YearPlan, ...]] = Field(
    "annees", Rows(YEAR), "Années scolaires écrites par la commune ; les autres sont les officielles.", ()
)
_CLOSURES: Field[tuple[AnyClosure, ...]] = Field(
    "fermetures", Rows(CLOSURE), "Les jours où toute la commune est fermée.", ()
)
_SCHOOLS: Field[tuple[SchoolPlan, ...]] = Field("ecoles", Rows(SCHOOL), "Les écoles.", ())
_TYPES = Field("types", Rows(TYPE), "Les types d'activité, dans l'ordre où ils se montrent.")
_DOCUMENTS: Field[tuple[DocumentPlan, ...]] = Field("pieces", Rows(DOCUMENT), "Les pièces demandées.", ())
TARIFFS = Field("tarifs", Numbered(TARIFF), "Les tarifs : une section par grille et par date.")
_ACTIVITIES = Field("activites", Rows(ACTIVITY), "Les activités, dans l'ordre où elles se montrent.")


def _town_file(got: Got) -> TownFile:
    grids: dict[str, list[TariffGrid]] = {}
    for grid in got[TARIFFS]:
        if grid is not None:
            grids.setdefault(grid.code, []).append(grid)
    return TownFile(
        town=town_plan(got),
        schools=got[_SCHOOLS],
        types=got[_TYPES],
        documents=got[_DOCUMENTS],
        grids={code: tuple(sorted(rows, key=lambda grid: grid.from_on)) for code, rows in grids.items()},
        activities=got[_ACTIVITIES],
        closures=got[_CLOSURES],
        years=got[_YEARS],
    )


TOWN_FILE = Section(
    Shape(*TOWN_FIELDS, _YEARS, _CLOSURES, _SCHOOLS, _TYPES, _DOCUMENTS, TARIFFS, _ACTIVITIES), _town_file
)
