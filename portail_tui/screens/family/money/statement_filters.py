"""Filters of the wallet's statement: period, child, activity, kind of movement."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, Select

from portail_tui.domain.money.wallet import MovementKind, StatementFilter, WalletLine
from portail_tui.domain.shared.text import fold
from portail_tui.texts.money import wallet as words
from portail_tui.texts.shared.formats import month_name

ALL = 0
"""The value of a filter that leaves nothing out."""
FILTERS = (
    ("period", "La période", "Toute"),
    ("child", "L'enfant", "Tous"),
    ("activity", "L'activité", "Toutes"),
    ("kind", "Le motif", "Tous"),
)
"""Each filter's name, its title, and the words that leave nothing out."""


class StatementFilters(Horizontal):
    """The four choices and the button that exports what they leave."""

    def compose(self) -> ComposeResult:
        for name, title, every in FILTERS:
            select: Select[Any] = Select([(every, ALL)], id=name, allow_blank=False)
            select.border_title = title
            yield select
        yield Button("Exporter", id="export")

    def offer(self, lines: Sequence[WalletLine]) -> None:
        """Fill the filters with what exists, keeping the current choice."""
        months = dict.fromkeys((line.on.year, line.on.month) for line in lines)
        children = dict.fromkeys((line.child_name, line.child_id) for line in lines if line.child_id)
        activities = {(line.activity_name, line.activity_id) for line in lines if line.activity_id}
        kinds = {line.kind for line in lines}
        offered: dict[str, list[Any]] = {
            "period": [(month_name(*one), date(*one, 1)) for one in months],
            "child": [(Text(name), one) for name, one in children],
            "activity": [(Text(name), one) for name, one in sorted(activities, key=lambda one: fold(one[0]))],
            "kind": [(words.KINDS[kind], kind) for kind in MovementKind if kind in kinds],
        }
        for name, _, every in FILTERS:
            select: Select[Any] = self.query_one(f"#{name}", Select)
            chosen = select.value
            with self.prevent(Select.Changed):
                select.set_options([(every, ALL), *offered[name]])
                if chosen in [value for _, value in offered[name]]:
                    select.value = chosen

    @property
    def wanted(self) -> StatementFilter:
        """The filter chosen."""

        def chosen(where: str) -> Any:
            value = self.query_one(where, Select).value
            return None if value == ALL else value

        month = chosen("#period")
        last = month.replace(day=monthrange(month.year, month.month)[1]) if month else None
        return StatementFilter(
            first_on=month,
            last_on=last,
            child_id=chosen("#child"),
            activity_id=chosen("#activity"),
            kind=chosen("#kind"),
        )
