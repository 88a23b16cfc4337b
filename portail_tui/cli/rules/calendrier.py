"""`portail calendrier`: which days of a month can be booked by a town's file, and until when. No store is
needed: the child has no booking, and nobody else has."""

from __future__ import annotations

import argparse
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from portail_tui.cli import exit_codes
from portail_tui.cli import output as words
from portail_tui.cli.parser import Parser
from portail_tui.cli.rules.town_file_input import Question, ask
from portail_tui.domain.bookings.availability import Offer, offer_of
from portail_tui.domain.bookings.day_state import DayState, NotOffered
from portail_tui.domain.bookings.facts import ChildFacts, SlotFacts
from portail_tui.domain.rules.deadlines import NEVER, Limit, Limits, write_hour
from portail_tui.domain.rules.eligibility import Schooling, usual_grade
from portail_tui.domain.rules.rulebook import Activity, Unit
from portail_tui.domain.rules.school_calendar import PeriodKind
from portail_tui.domain.rules.town_file.expand_years import served_days
from portail_tui.domain.shared.wall_clock import WEEKDAYS
from portail_tui.texts.bookings.day_states import NOT_OFFERED, STATES
from portail_tui.texts.shared.formats import NBSP, month_name, opening, short_day, until

NOT_SERVED, NO_TARIFF, FULL = "non_servi", "sans_tarif", "complet"
REASONS = {
    NotOffered.TOWN_CANCELLED: "annule_mairie",
    NotOffered.CLOSED: "ferme",
    NotOffered.PUBLIC_HOLIDAY: "jour_ferie",
    NotOffered.SCHOOL_HOLIDAY: "vacances",
    NotOffered.PAST: "passe",
    NotOffered.NOT_ELIGIBLE: "non_concerne",
    NotOffered.NOT_BOOKABLE: "non_reservable",
    NotOffered.NOT_OPEN_YET: "pas_encore_ouvert",
    NotOffered.TOO_LATE: "trop_tard",
}
BORN_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """A unit of a day."""

    unit: Unit
    offer: Offer
    reason: str
    """A code; empty where the day can be booked."""
    words: str


@dataclass(frozen=True, slots=True)
class DayAnswer:
    day: date
    answers: tuple[Answer, ...]
    """One a unit; empty where the activity does not take place."""
    reason: str = ""
    words: str = ""


def _parser() -> Parser:
    parser = Parser("portail calendrier", "Dit quels jours d'un mois se réservent, et jusqu'à quand.")
    parser.add_argument("--commune", metavar="F", required=True, help="le fichier de la commune (TOML)")
    parser.add_argument("--activite", metavar="CODE", required=True, help="l'activité")
    parser.add_argument("--mois", metavar="AAAA-MM", required=True, help="le mois")
    parser.add_argument(
        "--a",
        metavar="AAAA-MM-JJTHH:MM",
        required=True,
        help="l'instant où l'on regarde, heure de la commune",
    )
    parser.add_argument("--naissance", metavar="AAAA-MM-JJ", help="la naissance de l'enfant")
    parser.add_argument("--niveau", metavar="CE1", help="son niveau ; sans lui, celui de son âge")
    parser.add_argument("--ecole", metavar="CODE", help="son école")
    parser.add_argument("--exterieur", action="store_true", help="la famille n'habite pas la commune")
    parser.add_argument("--json", action="store_true", help="répondre en JSON")
    return parser


def run(arguments: list[str]) -> int:
    """Answer; the exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    year, month = words.read(parser, "--mois", chosen.mois, words.month)
    now = words.read(parser, "--a", chosen.a, words.instant)
    born = chosen.naissance and words.read(parser, "--naissance", chosen.naissance, words.day)
    question = ask(parser, chosen.commune, chosen.activite, date(year, month, 1))
    _refuse_unknown(parser, chosen, question)
    child = _child(chosen, question, born or None)
    activity = _asked_of(question.activity, chosen, born or None)
    days = list(_days(question, activity, child, year, month, now))
    if chosen.json:
        words.print_json(_data(question, chosen, year, month, days))
    else:
        _print(question, year, month, days)
    return exit_codes.OK


def _refuse_unknown(parser: Parser, chosen: argparse.Namespace, question: Question) -> None:
    schools = {school.code: school for school in question.file.schools}
    if chosen.ecole is not None and chosen.ecole not in schools:
        known = f" Écoles de ce fichier : {', '.join(schools)}." if schools else ""
        raise parser.refused(f"l'école « {chosen.ecole} » n'existe pas.{known}")


def _child(chosen: argparse.Namespace, question: Question, born: date | None) -> ChildFacts:
    """A child known by the given options only; its grade follows from its age unless it is given."""
    school = chosen.ecole or ""
    if chosen.niveau is None and born is not None:
        schoolings = tuple(
            Schooling(school, usual_grade(born, year.first_on.year), year.first_on, year.last_on)
            for year in question.years
        )
    else:
        schoolings = (Schooling(school, chosen.niveau or "", date.min),)
    return ChildFacts(
        birth_on=born or BORN_ANY_DAY, schoolings=schoolings, is_resident=not chosen.exterieur, quotients=()
    )


def _asked_of(activity: Activity, chosen: argparse.Namespace, born: date | None) -> Activity:
    """The activity, without the conditions about which nothing was given."""
    who = activity.eligibility
    if born is None:
        who = replace(who, min_age=None, max_age=None)
        if chosen.niveau is None:
            who = replace(who, grades=frozenset())
    if chosen.ecole is None:
        who = replace(who, schools=frozenset())
    groups = activity.groups
    if born is None:
        by_grade = [group for group in groups if group.eligibility.grades and chosen.niveau is not None]
        groups = tuple(
            replace(group, eligibility=replace(group.eligibility, min_age=None, max_age=None))
            for group in by_grade
        )
    return replace(activity, eligibility=who, groups=groups)


def _days(
    question: Question, activity: Activity, child: ChildFacts, year: int, month: int, now: datetime
) -> Iterator[DayAnswer]:
    rulebook = question.rulebook
    served = {
        day
        for one in question.years
        for day in served_days(question.plan, one, rulebook.school_holidays)
        if (day.year, day.month) == (year, month)
    }
    places = {unit.code: unit.places for unit in question.plan.units}
    for number in range(1, monthrange(year, month)[1] + 1):
        day = date(year, month, number)
        if day not in served:
            yield DayAnswer(day, (), NOT_SERVED, _why_not_served(question, day))
            continue
        offers = []
        for unit in activity.units:
            slot = SlotFacts(
                id=unit.id,
                unit=unit,
                day=day,
                capacity=places[unit.code],
                taken=0,
                waiting=0,
                is_cancelled=False,
            )
            offer = offer_of(rulebook, activity, slot, child, now)
            offers.append(Answer(unit, offer, *_reason(question, unit, day, offer)))
        yield DayAnswer(day, tuple(offers))


def _why_not_served(question: Question, day: date) -> str:
    plan = question.plan
    if day.weekday() not in plan.weekdays:
        return f"Pas le {WEEKDAYS[day.weekday()]}"
    calendar = question.rulebook.calendar
    if not any(year.first_on <= day <= year.last_on for year in question.years):
        return "Hors de l'année scolaire"
    if plan.dates and not any(span.holds(day) for span in plan.dates):
        return "Pas à cette date"
    holidays = calendar.holidays_of(day)
    if holidays is not None:
        return holidays.name
    return "En période d'école" if calendar.kind_of(day) is PeriodKind.TERM else "Pas à cette date"


def _reason(question: Question, unit: Unit, day: date, offer: Offer) -> tuple[str, str]:
    """Why the day cannot be booked: a code and words; both empty where it can."""
    if offer.state is DayState.FULL:
        return FULL, STATES[DayState.FULL].legend
    if offer.state is not DayState.NOT_OFFERED or offer.why is None:
        return "", ""
    rulebook = question.rulebook
    name = ""
    match offer.why:
        case NotOffered.PUBLIC_HOLIDAY:
            name = rulebook.public_holidays[day]
        case NotOffered.CLOSED if closure := rulebook.closure(question.activity, day):
            name = closure.name
        case NotOffered.CLOSED if rulebook.grid(question.activity, unit, day) is None:
            return NO_TARIFF, "Aucun tarif n'est en vigueur ce jour-là"
        case NotOffered.NOT_OPEN_YET if offer.opens_at is not None:
            return REASONS[offer.why], opening(offer.opens_at)
        case NotOffered.TOO_LATE:
            return REASONS[offer.why], f"Se réservait jusqu'au {until(offer.limits.last)}"
    said = NOT_OFFERED[offer.why]
    return REASONS[offer.why], f"{said}{NBSP}: {name}" if name else said


def _data(
    question: Question, chosen: argparse.Namespace, year: int, month: int, days: list[DayAnswer]
) -> dict[str, Any]:
    return {
        "commune": question.file.town.contact.name,
        "activite": question.activity.code,
        "mois": f"{year:04d}-{month:02d}",
        "a": chosen.a,
        "vacances_projetees": _is_projected(question, days),
        "jours": [_day_data(one) for one in days],
    }


def _is_projected(question: Question, days: list[DayAnswer]) -> bool:
    shown = {one.day for one in days}
    return any(
        year.is_projected and any(year.first_on <= day <= year.last_on for day in shown)
        for year in question.years
    )


def _day_data(one: DayAnswer) -> dict[str, Any]:
    units = [{"unite": answer.unit.code, **_unit_data(answer)} for answer in one.answers]
    nothing = {
        "ouvert": False,
        "raison": one.reason,
        "libelle": one.words,
        "etat": None,
        "ordinaire": None,
        "hors_delai": None,
        "annulation": None,
        "ouverture": None,
    }
    first = _unit_data(one.answers[0]) if one.answers else nothing
    return {"jour": one.day.isoformat(), **first, "unites": units}


def _unit_data(answer: Answer) -> dict[str, Any]:
    offer = answer.offer
    limits, opens = offer.limits, offer.opens_at
    return {
        "ouvert": not answer.reason,
        "raison": answer.reason or None,
        "libelle": answer.words or STATES[offer.state].legend,
        "etat": None if offer.state is DayState.NOT_OFFERED else offer.state.name,
        "ordinaire": _local(limits.ordinary),
        "hors_delai": _local(limits.late),
        "annulation": _local(limits.cancelling),
        "ouverture": None if opens is None else words.local(opens),
    }


def _local(limit: Limit | None) -> str | None:
    """« 2026-09-10T23:59 » on the town's clock; « T24:00 » is the midnight that ends the day."""
    if limit is None or limit == NEVER:
        return None
    return f"{limit.day.isoformat()}T{write_hour(limit.minute)}"


def _print(question: Question, year: int, month: int, days: list[DayAnswer]) -> None:
    several = len(question.activity.units) > 1
    unit_width = max(len(unit.label) for unit in question.activity.units) + 2 if several else 0
    print(f"{question.activity.name}, {month_name(year, month).lower()}")
    if _is_projected(question, days):
        print("Le calendrier officiel n'est pas publié : les vacances sont celles que l'on peut prévoir.")
    print(_row("", "", "", ("Réserver jusqu'à", "Hors délai jusqu'à", "Annuler jusqu'à"), unit_width))
    for one in days:
        if not one.answers:
            print(_row(short_day(one.day), "·", "", (one.words,), unit_width))
        for number, answer in enumerate(one.answers):
            heading = short_day(one.day) if number == 0 else ""
            words = STATES[answer.offer.state]
            label = answer.unit.label if several else ""
            said = (answer.words,) if answer.reason else _limits(answer.offer.limits)
            print(_row(heading, f"{words.glyph} {words.short}", label, said, unit_width))


def _row(day: str, state: str, unit: str, said: Sequence[str], unit_width: int) -> str:
    cells = "".join(f"{cell:<22}" for cell in said)
    return f"{day:<14}{state:<10}{unit:<{unit_width}}{cells}".rstrip()


def _limits(limits: Limits) -> tuple[str, str, str]:
    return _short(limits.ordinary), _short(limits.late), _short(limits.cancelling)


def _short(limit: Limit | None) -> str:
    """« jeu. 5 nov. 23:59 »."""
    return "–" if limit is None or limit == NEVER else f"{short_day(limit.day)} {write_hour(limit.minute)}"
