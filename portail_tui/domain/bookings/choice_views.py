"""What is shown to choose a child's activity."""

from __future__ import annotations

from dataclasses import dataclass

from portail_tui.domain.rules.rulebook import TownContact


@dataclass(frozen=True, slots=True)
class ActivityTypeOption:
    code: str
    label: str
    """« Périscolaire (matin, midi, soir) »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityOption:
    activity_id: int
    name: str
    type_code: str
    summary: str
    price: str
    """This child's price in words: « 2,35 € la journée »."""
    price_why: str
    """Why the maximum applies, or empty."""
    missing_documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildChoices:
    child_id: int
    first_name: str
    age: int
    grade: str
    activities: tuple[ActivityOption, ...]
    """Only those that concern this child; empty gives the message of the leaflet's section 10.3."""


@dataclass(frozen=True, slots=True)
class ChoicesView:
    types: tuple[ActivityTypeOption, ...]
    children: tuple[ChildChoices, ...]
    contact: TownContact
