"""Outcome of planned days, line by line, before anything is saved."""

from __future__ import annotations

from textual.content import Content

from portail_tui.domain.bookings.plan_views import PlannedDay, RegularPlan
from portail_tui.domain.shared.refusals import Reason
from portail_tui.texts.bookings import weekly_plan as words
from portail_tui.texts.refusals import refusal
from portail_tui.texts.shared.formats import day_month


def _line(day: PlannedDay) -> Content:
    """« ✓ Mardi 1er décembre, midi : 2,35 € », « × … : pourquoi »."""
    line = day.line
    when = f"{day_month(line.day).capitalize()}, {line.unit_label.lower()}"
    if line.refusal is not None:
        return Content.assemble(("× ", "bold $error"), (f"{when} : ", "bold"), refusal(line.refusal))
    what = words.outcome(line.outcome, line.cents, day.surcharge_cents, line.rank)
    return Content.assemble(("✓ ", "bold $success"), (f"{when} : ", "bold"), what)


def told_of(plan: RegularPlan) -> list[Content]:
    """Lines of a plan: first the days that cannot be booked, then every day."""
    refused = [day for day in plan.days if day.line.refusal is not None]
    already = [day for day in refused if day.line.refusal and day.line.refusal.reason in _ALREADY]
    impossible = [day for day in refused if day not in already]
    lines = []
    if impossible:
        lines = [Content(words.impossible(len(impossible))), *map(_line, impossible)]
    lines += [_line(day) for day in plan.days if day.line.refusal is None]
    if already:
        lines.append(Content.styled(words.already(len(already)), "$foreground-muted"))
    if plan.skipped:
        lines.append(Content.styled(words.skipped(plan.skipped), "$foreground-muted"))
    return lines or [Content(words.NO_DAY)]


_ALREADY = frozenset({Reason.ALREADY_BOOKED, Reason.ALREADY_WAITING})
