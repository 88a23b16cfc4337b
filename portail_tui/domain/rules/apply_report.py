"""Report on applying a town's file: changes of the règlement, and their effect on booked days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portail_tui.domain.rules.town_file.diff import Change


class Effect(StrEnum):
    """Effect of a new règlement on days that families have booked or wait for."""

    UNSERVED = "jours_non_servis"
    """Booked days on which the activity no longer takes place: they stand, until the town cancels them."""
    CROWDED = "places_depassees"
    """More bookings than there are places left: all of them stand."""
    GIVEN = "attentes_servies"
    """Waiting entries that are given a place."""
    REPRICED = "tarif_change"
    """The price of days already paid has changed: the difference is debited or given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Number of days and families of an activity that an effect touches."""

    effect: Effect
    activity: str
    days: int
    """Slots."""
    bookings: int
    families: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotCounts:
    """Number of slots added, changed and withdrawn from today on."""

    added: int = 0
    removed: int = 0
    unserved: int = 0
    """No longer served, but existing because something is booked on them."""
    served_again: int = 0
    resized: int = 0
    """With another number of places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A file that was applied, or would be."""

    is_changed: bool
    """False where the store's rules and days were already what the file says."""
    is_first: bool
    """Whether the store had no town before."""
    changes: tuple[Change, ...] | None
    """None where the file in force before is not known."""
    slots: SlotCounts
    concerned: tuple[Concerned, ...]
    years: tuple[str, ...]
    """The school years in view, oldest first: « 2026-2027 »."""


class Obstacle(StrEnum):
    """Why a file cannot be applied to a store."""

    OTHER_TOWN = "autre_commune"
    REGIE_HAS_MONEY = "regie_avec_argent"
    PAYMENT_OF_BOOKED = "paiement_avec_reservations"
    """An activity would pass from prepaid to invoiced, or back, with bookings that were charged the old
    way."""
    CHILD_TWICE = "horaires_avec_reservations"
    """By its new hours, a unit would be at the same time as another that the same child has booked."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    obstacle: Obstacle
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotApplied:
    """Nothing was changed."""

    reasons: tuple[WhyNot, ...]
