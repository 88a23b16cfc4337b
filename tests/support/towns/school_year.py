"""The school year 2026-2027 as it is published (zone B), with its public holidays."""

from __future__ import annotations

from datetime import date

from portail_tui.domain.rules.school_calendar import SchoolYear, Span, TownCalendar

YEAR = SchoolYear(
    id=1, code="2026-2027", first_on=date(2026, 9, 1), last_on=date(2027, 8, 31), holidays_projected=False
)
ZONE_B = (
    Span("Vacances de la Toussaint", date(2026, 10, 17), date(2026, 11, 1)),
    Span("Vacances de Noël", date(2026, 12, 19), date(2027, 1, 3)),
    Span("Vacances d'hiver", date(2027, 2, 20), date(2027, 3, 7)),
    Span("Vacances de printemps", date(2027, 4, 17), date(2027, 5, 2)),
    Span("Pont de l'Ascension", date(2027, 5, 6), date(2027, 5, 8)),
    Span("Vacances d'été", date(2027, 7, 3), date(2027, 8, 31), is_summer=True),
)
PUBLIC_HOLIDAYS = {
    date(2026, 11, 1): "Toussaint",
    date(2026, 11, 11): "Armistice de 1918",
    date(2026, 12, 25): "Noël",
    date(2027, 1, 1): "Jour de l'an",
    date(2027, 3, 29): "Lundi de Pâques",
    date(2027, 5, 1): "Fête du travail",
    date(2027, 5, 6): "Ascension",
    date(2027, 5, 8): "Victoire de 1945",
    date(2027, 5, 17): "Lundi de Pentecôte",
    date(2027, 7, 14): "Fête nationale",
    date(2027, 8, 15): "Assomption",
}
CALENDAR = TownCalendar((YEAR,), ZONE_B, PUBLIC_HOLIDAYS)
