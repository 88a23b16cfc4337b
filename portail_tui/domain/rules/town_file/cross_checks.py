"""Checks between sections: codes that exist, limits in their order, groups that do not overlap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from portail_tui.domain.rules.deadlines import ByPeriod, ByWeekday, DeadlineRule, Limit, OnDates, SlotTime
from portail_tui.domain.rules.eligibility import Eligibility
from portail_tui.domain.rules.public_holidays import known_names
from portail_tui.domain.rules.schema import FilePlace
from portail_tui.domain.rules.school_calendar import PeriodKind, Span, TownCalendar
from portail_tui.domain.rules.tariffs import OtherTariff
from portail_tui.domain.rules.town_file.plans import NO_RULE, ActivityPlan, Served, TownFile
from portail_tui.domain.shared.wall_clock import CHANGING, WEEKDAYS, write_hour

SAMPLE = TownCalendar(
    school_holidays=(
        Span("Toussaint", date(2026, 10, 17), date(2026, 11, 1)),
        Span("Été", date(2027, 7, 3), date(2027, 8, 31), is_summer=True),
    )
)
"""A year without public holidays, on which an activity's limits are tried."""
SAMPLE_MONDAYS = {
    PeriodKind.TERM: date(2026, 9, 14),
    PeriodKind.SHORT: date(2026, 10, 19),
    PeriodKind.SUMMER: date(2027, 7, 12),
}
_KINDS = {
    Served.TERM: (PeriodKind.TERM,),
    Served.HOLIDAYS: (PeriodKind.SHORT, PeriodKind.SUMMER),
    Served.SHORT_HOLIDAYS: (PeriodKind.SHORT,),
    Served.SUMMER: (PeriodKind.SUMMER,),
    Served.ALL_YEAR: tuple(PeriodKind),
}


def check_between(town: TownFile, data: Mapping[str, Any], at: FilePlace) -> None:
    """Note ``at`` the file's root every mistake that no section shows by itself. ``data``: what was read."""
    _codes(at.at("ecoles"), (school.code for school in town.schools))
    _codes(at.at("types"), (kind.code for kind in town.types))
    _codes(at.at("pieces"), (document.code for document in town.documents))
    _codes(at.at("activites"), (activity.code for activity in town.activities))
    _codes(at.at("annees"), (year.code for year in town.years))
    _check_dates_of_grids(data, at)
    _check_cases(town, data, at)
    schools = {school.code for school in town.schools}
    _known(at.at("habitants", "ecoles"), town.town.resident_exceptions.schools, schools, "école")
    _known(at.at("calendrier", "jours_feries_travailles"), *_holidays(town), "jour férié")
    # a tariff that could not be read exists all the same
    tariffs = {
        str(row["code"]) for row in _list_of(data, "tarifs") if isinstance(row, Mapping) and "code" in row
    }
    for number, activity in enumerate(town.activities):
        place = at.at("activites", number)
        _links(town, tariffs, activity, place)
        _units(tariffs, activity, place)
        _groups(activity, place)
        _limits(activity, place)


def _holidays(town: TownFile) -> tuple[frozenset[str], frozenset[str]]:
    plan = town.town.holidays
    return plan.kept_open, known_names(plan)


def _codes(at: FilePlace, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for number, code in enumerate(codes):
        if code and code in seen:
            at.note("ce code est employé deux fois.", number)
        seen.add(code)


def _check_dates_of_grids(data: Mapping[str, Any], at: FilePlace) -> None:
    seen: set[tuple[str, date]] = set()
    for number, row in enumerate(_list_of(data, "tarifs")):
        key = (str(row.get("code")), row.get("depuis")) if isinstance(row, Mapping) else ("", None)
        if not isinstance(key[1], date):
            continue
        if key in seen:
            at.note("ce tarif a déjà une grille à cette date.", "tarifs", number, "depuis")
        seen.add((key[0], key[1]))


def _check_cases(town: TownFile, data: Mapping[str, Any], at: FilePlace) -> None:
    """Schools and grades that the special cases of a tariff name."""
    schools = {school.code for school in town.schools}
    grades = {grade for school in town.schools for grade in school.grades}
    for number, row in enumerate(_list_of(data, "tarifs")):
        for position, case in enumerate(_list_of(row, "cas")):
            place = at.at("tarifs", number, "cas", position)
            _known(place.at("ecoles"), filter(_is_text, _list_of(case, "ecoles")), schools, "école")
            if schools:
                _known(place.at("niveaux"), filter(_is_text, _list_of(case, "niveaux")), grades, "niveau")


def _list_of(table: object, key: str) -> Sequence[Any]:
    found = table.get(key) if isinstance(table, Mapping) else None
    return found if isinstance(found, list) else ()


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _known(at: FilePlace, codes: Iterable[str], known: Iterable[str], what: str) -> None:
    for code in sorted(set(codes) - set(known) - {""}):
        at.note(f"« {code} » n'existe pas ({what}).")


def _links(town: TownFile, tariffs: Set[str], activity: ActivityPlan, at: FilePlace) -> None:
    grades = {grade for school in town.schools for grade in school.grades}
    who = activity.eligibility
    _known(at.at("type"), {activity.type_code}, (kind.code for kind in town.types), "type d'activité")
    _known(at.at("tarif"), {activity.tariff_code}, tariffs, "tarif")
    _known(at.at("pieces"), activity.documents, (document.code for document in town.documents), "pièce")
    _known(at.at("ecoles"), who.schools, (school.code for school in town.schools), "école")
    if town.schools:
        _known(at.at("niveaux"), who.grades, grades, "niveau")
    if isinstance(activity.surcharge, OtherTariff):
        _known(at.at("majoration", "tarif"), {activity.surcharge.tariff_code}, tariffs, "tarif")


def _units(tariffs: Set[str], activity: ActivityPlan, at: FilePlace) -> None:
    codes = [unit.code for unit in activity.units]
    _codes(at.at("unites"), codes)
    for number, unit in enumerate(activity.units):
        place = at.at("unites", number)
        others = set(codes) - {unit.code}
        _known(place.at("tarif"), {unit.tariff_code}, tariffs, "tarif")
        _known(place.at("exige"), unit.requires, others, "autre unité")
        _known(place.at("exclut"), unit.excludes, others, "autre unité")
        for code in sorted(set(unit.requires) & set(unit.excludes)):
            place.note(f"« {code} » est à la fois exigée et exclue.", "exclut")
    _codes(at.at("forfaits"), (package.code for package in activity.packages))
    for number, package in enumerate(activity.packages):
        place = at.at("forfaits", number)
        _known(place.at("tarif"), {package.tariff_code}, tariffs, "tarif")
        _known(place.at("unites"), package.units, codes, "unité")
        for weekday in sorted(package.weekdays - activity.weekdays):
            place.note(f"« {WEEKDAYS[weekday]} » n'est pas servi.", "jours")
    if activity.packages_only and not activity.packages:
        at.note("il faut au moins un forfait.", "forfaits_seulement")


def _groups(activity: ActivityPlan, at: FilePlace) -> None:
    _codes(at.at("groupes"), (group.code for group in activity.groups))
    for (_, one), (number, other) in combinations(enumerate(activity.groups), 2):
        if one.code != other.code and _overlap(one.eligibility, other.eligibility):
            at.note(f"un même enfant peut être aussi du groupe « {one.code} ».", "groupes", number)


def _overlap(one: Eligibility, other: Eligibility) -> bool:
    """Whether a child can belong to both groups."""
    if one.grades and other.grades and not one.grades & other.grades:
        return False
    if bool(one.grades) != bool(other.grades):
        return False  # by age and by grade: no rule tells which ages a grade has
    highest = min(99 if who.max_age is None else who.max_age for who in (one, other))
    return max(one.min_age or 0, other.min_age or 0) <= highest


def _limits(activity: ActivityPlan, at: FilePlace) -> None:
    slots = _sample(activity)
    found: dict[str, list[Limit | None]] = {}
    for key, rule in (
        ("reservation", activity.booking_rule),
        ("hors_delai", activity.late_rule),
        ("annulation", activity.cancel_rule),
    ):
        if rule is None or rule is NO_RULE or not slots:
            continue
        found[key] = [rule.limit(slot, SAMPLE) for slot in slots]
        _wall_clock(found[key], slots, at.at(key))
    if "reservation" in found and not (any(found["reservation"]) or _has_dates(activity.booking_rule)):
        at.note("aucun jour servi ne peut être réservé.", "reservation")
    if activity.late_rule is None:
        if activity.surcharge is not None:
            at.note("une majoration ne sert qu'avec « hors_delai ».", "majoration")
    elif activity.surcharge is None:
        at.note("réserver hors délai demande une « majoration ».", "hors_delai")
    if {"reservation", "hors_delai"} <= found.keys():
        _order(found["reservation"], found["hors_delai"], slots, at.at("hors_delai"))
    never = "annulation" in found and not (any(found["annulation"]) or _has_dates(activity.cancel_rule))
    if activity.has_waiting_list and never:
        at.note(
            "une liste d'attente s'arrête à la limite d'annulation : sans elle, elle ne sert à rien.",
            "liste_attente",
        )


def _has_dates(rule: DeadlineRule) -> bool:
    """Whether some limits are published date by date: a sample week proves nothing about them."""
    match rule:
        case OnDates():
            return True
        case ByWeekday(rows):
            return any(_has_dates(one) for _, one in rows)
        case ByPeriod(rules):
            return any(_has_dates(one) for _, one in rules)
    return False


def _sample(activity: ActivityPlan) -> list[SlotTime]:
    """A week of each part of the year in which the activity is served."""
    return [
        SlotTime(SAMPLE_MONDAYS[kind] + timedelta(days=weekday), unit.starts_minute)
        for kind in _KINDS[activity.served]
        for weekday in sorted(activity.weekdays)
        for unit in activity.units
    ]


def _wall_clock(limits: Sequence[Limit | None], slots: Sequence[SlotTime], at: FilePlace) -> None:
    for limit, slot in zip(limits, slots, strict=True):
        if limit is not None and limit.minute in CHANGING:
            at.note(
                f"pour l'unité de {write_hour(slot.starts_minute)}, la limite tombe à "
                f"{write_hour(limit.minute)} : entre 02:00 et 02:59, l'heure change deux fois par an."
            )
            return


def _order(
    ordinary: Sequence[Limit | None], late: Sequence[Limit | None], slots: Sequence[SlotTime], at: FilePlace
) -> None:
    """The late limit comes after the ordinary one: before it on no weekday, and after it on one at least."""
    both = [
        (one, other, slot)
        for one, other, slot in zip(ordinary, late, slots, strict=True)
        if one is not None and other is not None
    ]
    for one, other, slot in both:
        if other < one:
            weekday = WEEKDAYS[slot.day.weekday()]
            at.note(
                f"le {weekday}, cette limite ({_read(other, slot)}) tombe avant celle de la réservation "
                f"ordinaire ({_read(one, slot)})."
            )
            return
    if both and all(other == one for one, other, _ in both):
        at.note("cette limite est celle de la réservation ordinaire : rien n'est jamais hors délai.")


def _read(limit: Limit, slot: SlotTime) -> str:
    days = (slot.day - limit.day).days
    before = "le jour même" if days == 0 else f"{days} jour{'s' if days > 1 else ''} avant"
    return f"{before} à {write_hour(limit.minute)}"
