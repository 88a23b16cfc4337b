"""Amounts, dates and hours as French people write them. Spaces before « € » and inside « 8 h 00 » don't break."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

from portail_tui.domain.rules.deadlines import MIDNIGHT, PARIS, Limit

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def money(cents: int) -> str:
    """Amount in cents: 4250 → « 42,50 € »; −4250 → « −42,50 € »."""
    euros, rest = divmod(abs(cents), 100)
    grouped = f"{euros:,}".replace(",", NBSP)
    return f"{MINUS if cents < 0 else ''}{grouped},{rest:02d}{NBSP}€"


def signed_money(cents: int) -> str:
    """Amount in cents with its sign: « +42,50 € », « −2,50 € »; no sign before zero."""
    return money(cents) if cents <= 0 else f"+{money(cents)}"


def hundredths(value: int) -> str:
    """A quotient in hundredths: 62250 → « 622,50 »."""
    return f"{value // 100},{value % 100:02d}"


def long_date(day: date, *, weekday: bool = True) -> str:
    """« mardi 1er décembre 2026 » (babel says « 1 décembre »)."""
    return _formatted(day, "EEEE d MMMM y" if weekday else "d MMMM y")


def day_month(day: date, *, weekday: bool = True) -> str:
    """« mardi 1er décembre »."""
    return _formatted(day, "EEEE d MMMM" if weekday else "d MMMM")


def short_day(day: date) -> str:
    """« mar. 1er déc. »."""
    return _formatted(day, "EEE d MMM")


def numeric_day(day: date) -> str:
    """« mar. 01/12 »."""
    return f"{_formatted(day, 'EEE')} {day:%d/%m}"


def numeric(day: date) -> str:
    """« 01/12/2026 »."""
    return f"{day:%d/%m/%Y}"


def month_name(year: int, month: int) -> str:
    """« Décembre 2026 »."""
    return _formatted(date(year, month, 2), "MMMM y").capitalize()


@cache
def _formatted(day: date, pattern: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 (0.1 s that the log-in screen does without)

    written = format_date(day, pattern, locale="fr")
    return written.replace("1 ", "1er ", 1) if day.day == 1 else written


def hour(minute: int) -> str:
    """Minute of the day: 510 → « 8 h 30 »; 1440 → « minuit »."""
    if minute == MIDNIGHT:
        return "minuit"
    return f"{minute // 60}{NBSP}h{NBSP}{minute % 60:02d}"


def local_hour(instant: datetime) -> str:
    """The hour on the town's clock at a UTC instant: « 8 h 00 »."""
    local = instant.astimezone(PARIS)
    return hour(local.hour * 60 + local.minute)


def until(limit: Limit) -> str:
    """A deadline: « jeudi 3 décembre à 23 h 59 »."""
    return f"{day_month(limit.day)} à {hour(limit.minute)}"


def opening(instant: datetime) -> str:
    """Opening of bookings, from a UTC instant: « Ouverture le mardi 1er décembre 2026 à 8 h 00 »."""
    local = instant.astimezone(PARIS)
    return f"Ouverture le {long_date(local.date())} à {local_hour(instant)}"


def counted(number: int, one: str, many: str) -> str:
    """« 1 jour », « 3 jours », « 0 jour » (French counts zero as one)."""
    return f"{number}{NBSP}{one if abs(number) < 2 else many}"


def listed(words: list[str]) -> str:
    """An enumeration: « Zoé, Léo et Inès »."""
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
