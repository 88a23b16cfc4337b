"""The town's file: a TOML in the town's own words, read whole or refused whole.

``parse`` turns its text into a frozen ``TownFile`` or raises ``InvalidTownFile`` with every mistake found,
each in French with the place where it stands. ``expansion`` lays it over a school year. No store is needed.
"""

from portail_tui.domain.town_file.model import (
    ActivityPlan,
    AnyClosure,
    ClosurePlan,
    DatedOpeningPlan,
    DocumentPlan,
    Each,
    InvalidTownFile,
    OpeningPlan,
    Problem,
    RegiePlan,
    SchoolPlan,
    Served,
    TownFile,
    TownPlan,
    TypePlan,
    UnitPlan,
    YearPlan,
)
from portail_tui.domain.town_file.parsing import parse

__all__ = [
    "ActivityPlan",
    "AnyClosure",
    "ClosurePlan",
    "DatedOpeningPlan",
    "DocumentPlan",
    "Each",
    "InvalidTownFile",
    "OpeningPlan",
    "Problem",
    "RegiePlan",
    "SchoolPlan",
    "Served",
    "TownFile",
    "TownPlan",
    "TypePlan",
    "UnitPlan",
    "YearPlan",
    "parse",
]
