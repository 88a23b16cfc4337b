"""Activities, prices and days of a test's town."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from portail_tui.domain.rules.deadlines import DEADLINE, DaysBefore, DeadlineRule
from portail_tui.domain.rules.groups import GROUP, Group
from portail_tui.domain.rules.packages import PACKAGE, Package
from portail_tui.domain.rules.schema import Rows
from portail_tui.domain.rules.tariffs import SURCHARGE, Fixed, FixedSurcharge, GridForm, Surcharge, TariffGrid
from portail_tui.store import tables_core as t
from tests.support.towns.town_store import TownStore, in_one_transaction

REGIE = 1
YEAR = 1
FIRST_DAY, LAST_DAY = date(2026, 9, 1), date(2027, 7, 3)
DAY = date(2026, 12, 1)
"""A Tuesday, a week after the play day: in time for everything."""
TWO_DAYS_BEFORE = DaysBefore(days=2, minute=23 * 60 + 59)
DAY_BEFORE_NOON = DaysBefore(days=1, minute=12 * 60)
LATE_BY = FixedSurcharge(250)
MIDI = ("MIDI", "Midi", 11 * 60 + 45, 13 * 60 + 30)
MATIN = ("MATIN", "Matin", 7 * 60 + 30, 8 * 60 + 30)
SOIR = ("SOIR", "Soir", 16 * 60 + 30, 18 * 60 + 30)


class TownActivities(TownStore):
    """A store, and the activities that it is given."""

    @in_one_transaction
    def activity(
        self,
        name: str = "Cantine",
        *,
        price: int | GridForm | TariffGrid = 300,
        units: Sequence[tuple[str, str, int, int]] = (MIDI,),
        prepaid: bool = True,
        validation: bool = False,
        waiting_list: bool = True,
        enrolment_first: bool = False,
        booking: DeadlineRule = TWO_DAYS_BEFORE,
        late: DeadlineRule | None = None,
        surcharge: Surcharge | None = LATE_BY,
        cancelling: DeadlineRule = TWO_DAYS_BEFORE,
        ages: tuple[int | None, int | None] = (None, None),
        documents: Iterable[int] = (),
        few_places: int = 3,
        groups: Sequence[Group] = (),
        packages: Sequence[Package] = (),
        packages_only: bool = False,
        least_days: int = 0,
        needs: Mapping[str, Sequence[str]] | None = None,
        excludes: Mapping[str, Sequence[str]] | None = None,
    ) -> int:
        """An activity with its units and its tariff, without a day yet; its id. ``needs``, ``excludes``: the
        units that a unit requires or excludes, by code."""
        row_id = next(self._ids)
        form = price if not isinstance(price, int) else Fixed(price)
        self._rows(
            t.activity,
            id=row_id,
            code=f"A{row_id}",
            type_id=1,
            regie_id=REGIE,
            name=name,
            summary="",
            position=row_id,
            is_prepaid=prepaid,
            needs_validation=validation,
            has_waiting_list=waiting_list,
            enrolment_first=enrolment_first,
            min_age=ages[0],
            max_age=ages[1],
            grades="[]",
            schools="[]",
            booking_rule=json.dumps(DEADLINE.write(booking)),
            late_rule=json.dumps(DEADLINE.write(late)) if late else None,
            cancel_rule=json.dumps(DEADLINE.write(cancelling)),
            surcharge=json.dumps(SURCHARGE.write(surcharge)) if surcharge else None,
            tariff_code=f"T{row_id}",
            few_places=few_places,
            groups=json.dumps(Rows(GROUP).write(groups)),
            packages=json.dumps(Rows(PACKAGE).write(packages)),
            packages_only=packages_only,
            least_days_a_week=least_days,
        )
        self.tariff(row_id, form)
        for position, (code, label, starts, ends) in enumerate(units):
            self._rows(
                t.unit,
                id=row_id * 10 + position,
                activity_id=row_id,
                code=code,
                label=label,
                position=position,
                starts_minute=starts,
                ends_minute=ends,
                requires=json.dumps(list((needs or {}).get(code, ()))),
                excludes=json.dumps(list((excludes or {}).get(code, ()))),
            )
        for document in documents:
            self._rows(t.activity_document, activity_id=row_id, document_type_id=document)
        self.changed_rules()
        return row_id

    def tariff(
        self, activity: int, form: GridForm | TariffGrid, from_on: date = FIRST_DAY, *, code: str = ""
    ) -> None:
        """The grid of an activity, or of a ``code`` of its own."""
        if not isinstance(form, TariffGrid):
            form = TariffGrid(code=code, from_on=from_on, decision="", form=form)
        self._rows(
            t.tariff_grid,
            code=code or f"T{activity}",
            from_on=from_on,
            decision="n° 1",
            form=json.dumps(form.to_data()),
        )

    def slot(
        self, activity: int, day: date = DAY, *, capacity: int | None = None, unit: int = 0, **more: Any
    ) -> int:
        """A day of the activity's ``unit``-th unit; its id."""
        return self._rows(
            t.slot,
            unit_id=activity * 10 + unit,
            day=day,
            capacity=capacity,
            **{"is_cancelled": False, "cancel_reason": "", **more},
        )

    @in_one_transaction
    def slots(self, activity: int, days: int, *, first: date = DAY, capacity: int | None = None) -> list[int]:
        """So many days in a row."""
        return [
            self.slot(activity, first + timedelta(days=number), capacity=capacity) for number in range(days)
        ]

    def document_type(
        self, label: str = "Fiche sanitaire", *, for_child: bool = True, validated: bool = True
    ) -> int:
        type_id = self._rows(
            t.document_type,
            code=label.upper(),
            label=label,
            for_child=for_child,
            is_yearly=True,
            needs_validation=validated,
        )
        self.changed_rules()
        return type_id
