"""Rules that choose among other rules: by weekday, by kind of period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from portail_tui.domain.rules.deadlines.calendar_based import LastWeekday
from portail_tui.domain.rules.deadlines.limits import DeadlineRule, Limit, SlotTime
from portail_tui.domain.rules.deadlines.working_days import AT
from portail_tui.domain.rules.schema import (
    HOUR,
    WEEKDAY,
    WEEKDAY_SET,
    Field,
    Form,
    Got,
    Inline,
    Rows,
    Shape,
    ValueKind,
    optional,
)
from portail_tui.domain.rules.school_calendar import PeriodKind, TownCalendar
from portail_tui.domain.shared.invalid_rule import InvalidRule
from portail_tui.domain.shared.wall_clock import WEEKDAYS

AnyRule = ValueKind[DeadlineRule | None]


@dataclass(frozen=True, slots=True)
class ByWeekday:
    """A rule by weekday served. A weekday that is not in the table is not bookable.

    Source: Saint-Jean-du-Bois (Monday and Tuesday by Thursday 10:00; Thursday and Friday by Tuesday 10:00).
    """

    form: ClassVar[str] = "par_jour"
    rows: tuple[tuple[frozenset[int], DeadlineRule], ...]
    """Weekdays served (0 for Monday), each in one row at most, and their rule."""

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:
        for weekdays, rule in self.rows:
            if slot.day.weekday() in weekdays:
                return rule.limit(slot, calendar)
        return None


@dataclass(frozen=True, slots=True)
class ByPeriod:
    """A rule by kind of period. A kind that has none is not bookable.

    Source: Éragny (72 hours before in term; 15 clear days before the first day of the holidays).
    """

    form: ClassVar[str] = "par_periode"
    rules: tuple[tuple[PeriodKind, DeadlineRule], ...]

    def limit(self, slot: SlotTime, calendar: TownCalendar) -> Limit | None:
        kind = calendar.kind_of(slot.day)
        return next((rule.limit(slot, calendar) for known, rule in self.rules if known is kind), None)


def choosing_forms(rule: AnyRule) -> tuple[Form[Any], ...]:
    """Their forms; ``rule`` is the kind of the rules that they hold."""
    return (_by_weekday(rule), _by_period(rule))


def _by_weekday(rule: AnyRule) -> Form[ByWeekday]:
    served = Field("pour", WEEKDAY_SET, "Les jours servis que cette ligne règle.", attr=0)
    weekday = optional("jour", WEEKDAY, "Le jour de la limite : le dernier avant le jour servi.")
    minute = optional(AT.name, HOUR, AT.doc)
    other = optional("regle", rule, "Une autre règle, à la place de « jour » et « a ».", attr=1)

    def build_row(got: Got) -> tuple[frozenset[int], DeadlineRule]:
        named, at, found = got[weekday], got[minute], got[other]
        if found is not None and named is None and at is None:
            return got[served], found
        if found is None and named is not None and at is not None:
            return got[served], LastWeekday(weekday=named, minute=at)
        raise InvalidRule("une ligne du tableau a soit « jour » et « a », soit « regle ».")

    rows = Field(
        "tableau",
        Rows(Inline(Shape(served, weekday, minute, other), build_row), least=1),
        "Les lignes.",
        attr="rows",
    )

    def build(got: Got) -> ByWeekday:
        seen: frozenset[int] = frozenset()
        table = got[rows]
        for number, (weekdays, _) in enumerate(table):
            if twice := sorted(seen & weekdays):
                raise InvalidRule(
                    f"« {WEEKDAYS[twice[0]]} » a déjà une ligne.", rows.name, number, served.name
                )
            seen |= weekdays
        return ByWeekday(table)

    doc = "Une limite selon le jour servi ; un jour qui n'est pas dans le tableau ne se réserve pas."
    return Form(ByWeekday.form, doc, Shape(rows), build)


def _by_period(rule: AnyRule) -> Form[ByPeriod]:
    def of_kind(kind: PeriodKind, doc: str) -> Field[DeadlineRule | None]:
        return optional(kind.value, rule, doc, attr=lambda chosen: dict(chosen.rules).get(kind))

    term = of_kind(PeriodKind.TERM, "En période d'école.")
    short = of_kind(PeriodKind.SHORT, "Pendant les vacances ; l'été aussi, s'il n'a pas sa règle.")
    summer = of_kind(PeriodKind.SUMMER, "Pendant les vacances d'été.")

    def build(got: Got) -> ByPeriod:
        rules = (
            (PeriodKind.TERM, got[term]),
            (PeriodKind.SHORT, got[short]),
            (PeriodKind.SUMMER, got[summer] or got[short]),
        )
        found = tuple((kind, one) for kind, one in rules if one is not None)
        if not found:
            raise InvalidRule("au moins une règle est attendue : « ecole », « vacances » ou « ete ».")
        return ByPeriod(found)

    doc = "Une règle selon la période ; une période qui n'en a pas ne se réserve pas."
    return Form(ByPeriod.form, doc, Shape(term, short, summer), build)
