"""What one section says of another: codes that exist, limits in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from portail_tui.domain.deadlines import SlotTime
from portail_tui.domain.school_calendar import TownCalendar
from portail_tui.domain.town_file.model import NO_RULE, ActivityPlan, Problem, TownFile

SAMPLE_MONDAY = date(2026, 9, 7)
"""A week without public holidays around it, on which the order of an activity's limits is tried."""


def problems_between(town: TownFile) -> list[Problem]:
    """Every mistake that no section shows by itself."""
    found = [
        *_repeated("ecoles", (school.code for school in town.schools)),
        *_repeated("types", (kind.code for kind in town.types)),
        *_repeated("pieces", (document.code for document in town.documents)),
        *_repeated("activites", (activity.code for activity in town.activities)),
    ]
    if town.town.top_up_least_cents > town.town.top_up_most_cents:
        found.append(Problem("tirelire.versement_au_plus", "il est au moins égal à « versement_au_moins »."))
    for activity in town.activities:
        found += _links(town, activity)
        found += _rules(activity)
    return found


def _repeated(section: str, codes: Iterable[str]) -> Iterator[Problem]:
    for code, times in Counter(codes).items():
        if code and times > 1:
            yield Problem(f"{section}.{code}", "ce code est employé deux fois.")


def _links(town: TownFile, activity: ActivityPlan) -> Iterator[Problem]:
    where = f"activites.{activity.code}"
    grades = {grade for school in town.schools for grade in school.grades}
    for key, named, known, what in (
        ("type", {activity.type_code}, {kind.code for kind in town.types}, "type d'activité"),
        ("tarif", {activity.tariff_code}, set(town.grids), "tarif"),
        ("pieces", set(activity.documents), {document.code for document in town.documents}, "pièce"),
        ("ecoles", activity.eligibility.schools, {school.code for school in town.schools}, "école"),
        ("niveaux", activity.eligibility.grades, grades, "niveau"),
    ):
        for code in sorted(named - known - {""}):
            yield Problem(f"{where}.{key}", f"« {code} » n'existe pas ({what}).")


def _rules(activity: ActivityPlan) -> Iterator[Problem]:
    where = f"activites.{activity.code}"
    if not activity.weekdays:
        yield Problem(f"{where}.jours", "au moins un jour de la semaine est attendu.")
    if not activity.units:
        yield Problem(f"{where}.unites", "au moins une unité est attendue.")
    yield from _repeated(f"{where}.unites", (unit.code for unit in activity.units))
    if activity.late_rule is None:
        if activity.surcharge is not None:
            yield Problem(f"{where}.majoration", "une majoration ne sert qu'avec « hors_delai ».")
        return
    if activity.surcharge is None:
        yield Problem(f"{where}.hors_delai", "réserver hors délai demande une « majoration ».")
    if activity.booking_rule is NO_RULE:
        return
    for weekday in sorted(activity.weekdays):
        slot = SlotTime(SAMPLE_MONDAY + timedelta(days=weekday), 12 * 60)
        ordinary = activity.booking_rule.limit(slot, TownCalendar())
        late = activity.late_rule.limit(slot, TownCalendar())
        if ordinary and late and late <= ordinary:
            yield Problem(
                f"{where}.hors_delai", "cette limite vient après celle de la réservation ordinaire."
            )
            return
