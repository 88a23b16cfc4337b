"""A child's health as the town needs it: what it may not eat, what must be done, whom to call.

Neither a religion nor the nature of a disability is ever written here: « sans porc » is a menu, and what must
be done is enough. No value of this module shows itself in a log: ``repr`` tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portail_tui.domain.families.people import FieldWhy, phone_of
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.shared.text import clean


class Diet(StrEnum):
    """Menu served to a child."""

    ORDINARY = "ordinary"
    NO_PORK = "no_pork"
    NO_MEAT = "no_meat"
    OWN_MEAL = "own_meal"
    """Brings its meal, under a PAI. What it pays is the town's to say."""


LONGEST = {"allergies": 400, "pai": 600, "doctor": 80}
"""In characters; a kitchen's list must hold it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    diet: Diet = field(default=Diet.ORDINARY, repr=False)
    allergies: str = field(default="", repr=False)
    has_pai: bool = field(default=False, repr=False)
    """« Projet d'accueil individualisé »: a protocol signed with the school's doctor."""
    pai: str = field(default="", repr=False)
    """The care protocol (projet d'accueil individualisé): actions to take, and where the medicine is."""
    doctor: str = field(default="", repr=False)
    doctor_phone: str = field(default="", repr=False)


def checked(health: Health) -> Health | Refused:
    """The value to store, each text cleaned; refused FIELD_INVALID with ``field`` and ``why`` (a
    FieldWhy)."""
    texts = {name: clean(getattr(health, name)) for name in LONGEST}
    for name, longest in LONGEST.items():
        if len(texts[name]) > longest:
            return Refused(Reason.FIELD_INVALID, {"field": name, "why": FieldWhy.TOO_LONG.value})
    number = phone_of(health.doctor_phone)
    if number is None:
        return Refused(Reason.FIELD_INVALID, {"field": "doctor_phone", "why": FieldWhy.PHONE.value})
    if health.has_pai and not texts["pai"]:
        return Refused(Reason.FIELD_INVALID, {"field": "pai", "why": FieldWhy.MISSING.value})
    return Health(diet=health.diet, has_pai=health.has_pai, doctor_phone=number, **texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCard:
    """A child's health, as shown to a person allowed to read it."""

    child_id: int
    child_name: str
    health: Health
    version: int
    """0 where nothing was ever written."""
    changed_on: date | None


@dataclass(frozen=True, slots=True)
class HealthSaved:
    """Confirmation that holds no health value, because answers are stored unencrypted."""

    version: int
