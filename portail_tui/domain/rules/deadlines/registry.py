"""Every form of deadline, by the name that the town's file and the store give it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portail_tui.domain.rules.deadlines.by_weekday_or_period import choosing_forms
from portail_tui.domain.rules.deadlines.calendar_based import NAMING_FORMS
from portail_tui.domain.rules.deadlines.counted_back import COUNTING_FORMS
from portail_tui.domain.rules.deadlines.limits import DeadlineRule
from portail_tui.domain.rules.schema import Form, FormKind

DEADLINE: FormKind[DeadlineRule] = FormKind("delai", lambda: FORMS)
"""A rule that gives a limit."""
FORMS: tuple[Form[Any], ...] = (*COUNTING_FORMS, *NAMING_FORMS, *choosing_forms(DEADLINE))


def rule_from_data(data: Mapping[str, Any]) -> DeadlineRule:
    """Read a rule from plain values; raises InvalidRule with a French sentence."""
    return DEADLINE.one(data)
