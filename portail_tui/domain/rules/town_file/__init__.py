"""The town's file: a TOML in the town's own words, read whole or refused whole.

``parse`` turns its text into a frozen ``TownFile`` or raises ``InvalidTownFile`` with every mistake found,
each in French with the place where it stands. ``expansion`` lays it over a school year. No store is needed.
"""

from portail_tui.domain.rules.town_file.parse import parse
from portail_tui.domain.rules.town_file.plans import (
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
