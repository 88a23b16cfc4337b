"""A town whose rules come from a file: the files, applying them, and booking in what they make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import resources
from typing import Any

from portail_tui.bootstrap import open_context
from portail_tui.domain.rules.apply_report import Applied, NotApplied, Obstacle
from portail_tui.domain.rules.rulebook import Activity, Rulebook
from portail_tui.domain.rules.town_file import parse
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.rules.apply_town_file import apply_town_file
from tests.support.towns.communes import EVERYTHING, PUBLISHED, SMALLEST
from tests.support.towns.small_town import Home, LittleTown, Parent, outcomes

TEXTS = [
    SMALLEST,
    EVERYTHING.read_text(encoding="utf-8"),
    PUBLISHED.read_text(encoding="utf-8"),
    resources.files("portail_tui.demo").joinpath("commune.toml").read_text(encoding="utf-8"),
]

PREPAID = SMALLEST.replace('paiement = "facture"', 'paiement = "reservation"\nliste_attente = true')
"""A canteen that is paid when it is booked, 4,00 €."""
TUESDAY = date(2026, 12, 1)
ANOTHER_ACTIVITY = """
[[activites]]
code = "ETUDE"
type = "PERI"
nom = "Étude"
paiement = "reservation"
jours = ["lundi", "mardi"]
periode = "ecole"
tarif = "REPAS"
reservation = { forme = "jours_avant", jours = 2, a = "12:00" }
annulation = { forme = "jours_avant", jours = 1, a = "12:00" }

  [[activites.unites]]
  code = "SOIR"
  libelle = "Soir"
  debut = "16:30"
  fin = "18:00"
"""


def office_of(town: LittleTown) -> ServiceContext:
    return open_context(town.url, town.clock, clock_decides=True, needs_town=False)


def applied(context: ServiceContext, text: str, **options: Any) -> Applied:
    answer = apply_town_file(context, parse(text), text, **options)
    assert isinstance(answer, Applied), answer
    return answer


def refused(context: ServiceContext, text: str, **options: Any) -> list[Obstacle]:
    answer = apply_town_file(context, parse(text), text, **options)
    assert isinstance(answer, NotApplied)
    return [one.obstacle for one in answer.reasons]


def with_places(places: int, text: str = PREPAID) -> str:
    return text.replace('libelle = "Midi"', f'libelle = "Midi"\n  places = {places}')


def activity(town: LittleTown, code: str = "CANTINE") -> int:
    return int(town.value("SELECT id FROM activity WHERE code = :code", code=code))


def slot(town: LittleTown, day: date = TUESDAY, unit: str = "MIDI") -> int:
    return int(
        town.value(
            "SELECT s.id FROM slot s JOIN unit u ON u.id = s.unit_id WHERE s.day = :day AND u.code = :unit",
            day=day if not town.is_a_file else day.isoformat(),
            unit=unit,
        )
    )


def booked(town: LittleTown, home: Home | None = None, *days: date) -> Home:
    """A home that has booked some days of the canteen; the Tuesday unless told otherwise."""
    home = home or town.home()
    parent = Parent(town.portal(), home)
    slots = [slot(town, day) for day in days or (TUESDAY,)]
    assert set(outcomes(parent.books(activity(town), *slots, cents=400))) == {"booked"}
    return home


def plain(rulebook: Rulebook) -> Rulebook:
    """A rulebook without what only a store gives: identifiers, a revision; what has no order, in one."""
    documents = list(rulebook.document_types)
    return replace(
        rulebook,
        revision=0,
        town=replace(rulebook.town, regie_id=0),
        activities=dict(enumerate(plain_activity(one, documents) for one in rulebook.activities.values())),
        years=tuple(replace(year, id=0) for year in rulebook.years),
        document_types={
            number: replace(kind, id=0) for number, kind in enumerate(rulebook.document_types.values())
        },
        closures=tuple(sorted(rulebook.closures, key=lambda one: (one.first_on, one.last_on, one.name))),
    )


def plain_activity(activity: Activity, documents: list[int]) -> Activity:
    return replace(
        activity,
        id=0,
        regie_id=0,
        units=tuple(replace(unit, id=0) for unit in activity.units),
        document_ids=tuple(sorted(documents.index(one) for one in activity.document_ids)),
        closures=tuple(sorted(activity.closures, key=lambda one: (one.first_on, one.last_on, one.name))),
    )
