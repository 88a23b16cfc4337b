"""A town's file named on the command line, laid over the school years that a question needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portail_tui.cli import exit_codes
from portail_tui.cli.parser import Parser, say
from portail_tui.domain.rules.rulebook import Activity, Rulebook
from portail_tui.domain.rules.town_file import (
    ActivityPlan,
    InvalidTownFile,
    Problem,
    TownFile,
    YearPlan,
    parse,
)
from portail_tui.domain.rules.town_file.to_rulebook import rulebook_of


class UnreadableFile(Exception):
    """The file cannot be read at all; the message is French."""


def read_file(path: str) -> TownFile:
    """Raises UnreadableFile, or InvalidTownFile with every mistake."""
    return parse(read_text(path))


def read_text(path: str) -> str:
    """Raises UnreadableFile."""
    try:
        return Path(path).read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise UnreadableFile(f"le fichier « {path} » est introuvable.") from None
    except UnicodeDecodeError:
        raise UnreadableFile(f"le fichier « {path} » n'est pas du texte en UTF-8.") from None
    except (OSError, ValueError):  # a path with a null character is a ValueError
        raise UnreadableFile(f"le fichier « {path} » ne peut pas être lu.") from None


def told(path: str, problem: Problem) -> str:
    """« commune.toml:62 : activites.CANTINE.hors_delai : … »."""
    line = "" if problem.line is None else f":{problem.line}"
    return f"{path}{line} : {problem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An activity of a town's file, and the rules around a day."""

    file: TownFile
    years: tuple[YearPlan, ...]
    rulebook: Rulebook
    plan: ActivityPlan
    activity: Activity


def ask(parser: Parser, path: str, activity_code: str, around: date) -> Question:
    """Read the file, find the activity. Leaves with the file's mistakes, or with what does not exist."""
    try:
        file = read_file(path)
    except UnreadableFile as error:
        raise parser.refused(str(error)) from None
    except InvalidTownFile as invalid:
        for problem in invalid.problems:
            say(told(path, problem))
        raise SystemExit(exit_codes.REFUSED) from None
    from portail_tui.domain.rules.town_file.expand_years import public_holidays_of
    from portail_tui.gateways.school_holidays import starting_year, years_of

    start = starting_year(around)
    years = years_of(file, (start - 1, start, start + 1))
    rulebook = rulebook_of(file, years, public_holidays_of(file, years))
    for plan, activity in zip(file.activities, rulebook.activities.values(), strict=True):
        if activity.code == activity_code:
            return Question(file=file, years=years, rulebook=rulebook, plan=plan, activity=activity)
    known = ", ".join(plan.code for plan in file.activities)
    raise parser.refused(f"l'activité « {activity_code} » n'existe pas. Activités de ce fichier : {known}.")
