"""« Tarifs »: every activity's grid, with what this family pays beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from portail_tui.domain.accounts.actor import Actor
from portail_tui.domain.bookings.availability import price_for_payer
from portail_tui.domain.bookings.facts import ChildFacts
from portail_tui.domain.families.facts import Pupil, child_facts
from portail_tui.domain.money.price_list import (
    ActivityTariff,
    OwnPrice,
    TariffPart,
    TariffsView,
    TariffTitle,
    grid_lines,
)
from portail_tui.domain.rules.quotient_formula import PartsBy, PartsRule, usual_rule
from portail_tui.domain.rules.quotients import WhyMaximum, covered_until, quotient_on
from portail_tui.domain.rules.rulebook import Activity, Unit
from portail_tui.domain.rules.tariffs import Basis, Payer, Price, TariffGrid
from portail_tui.domain.rules.what_if import Supposed
from portail_tui.domain.shared.refusals import Refused
from portail_tui.services.core.access import Admitted, show_to
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.household import Household, household

_MEND_FIRST = (
    WhyMaximum.EXPIRED,
    WhyMaximum.REFUSED,
    WhyMaximum.NONE,
    WhyMaximum.NO_INCOME,
    WhyMaximum.SENT,
)


def show_tariffs(
    context: ServiceContext, *, actor: Actor, family_id: int, supposed: Supposed | None = None
) -> TariffsView | Refused:
    """The town's tariffs by type and activity, each grid with the family's own lines and prices of today (of
    its first day, where a tariff is voted but not in force yet). ``supposed``: as if these were its means,
    everything else about it being as it is; nothing is written."""

    def show(connection: Connection, admitted: Admitted) -> TariffsView:
        return _Sheets(admitted, household(connection, admitted), supposed).view()

    return show_to(context, actor, family_id, "tariffs", show)


@dataclass(frozen=True, slots=True)
class _Who:
    """A child whom an activity concerns, or no child in particular (an empty name)."""

    name: str
    facts: ChildFacts


class _Sheets:
    def __init__(self, admitted: Admitted, home: Household, supposed: Supposed | None) -> None:
        self._rulebook, self._home, self._today = admitted.rulebook, home, admitted.today
        self._family = admitted.family
        rule = admitted.rulebook.town.parts_rule
        self._rule: PartsRule = rule or usual_rule(PartsBy.FISCAL)
        self._supposed = supposed and self._of_this_home(supposed)

    def _of_this_home(self, supposed: Supposed) -> Supposed:
        """The supposed means, with the children and parents that the town knows."""
        means = self._home.means
        known = replace(
            supposed.home,
            children=means.children,
            disabled_children=means.disabled_children,
            is_lone_parent=means.is_lone_parent,
        )
        return replace(supposed, home=known)

    def view(self) -> TariffsView:
        titles = tuple(self._titles())
        prices = [
            own.ordinary
            for title in titles
            for activity in title.activities
            for part in activity.parts
            for own in part.prices
        ]
        reasons = {price.why_maximum for price in prices}
        quotients = self._home.quotients
        quotient = quotient_on(quotients, self._today)
        if self._supposed is not None:
            quotient = self._supposed.quotient(self._rule)
        is_real = self._supposed is None and not isinstance(quotient, WhyMaximum)
        town, why = self._rulebook.town, next((why for why in _MEND_FIRST if why in reasons), None)
        proof = self._rulebook.means_proof
        may_send = why not in (None, WhyMaximum.SENT)
        return TariffsView(
            day=self._today,
            titles=titles,
            quotient=quotient,
            quotient_until=covered_until(quotients, self._today) if is_real else None,
            is_resident=self._family.is_resident,
            why_maximum=why,
            proof_type_id=proof.id if proof and may_send else None,
            pays_outside=any(price.basis is Basis.OUTSIDE for price in prices),
            divided_by=self._rule.by,
            supposed=self._supposed,
            balance_cents=self._family.balance_cents,
            contact=town.contact,
        )

    def _titles(self) -> Iterator[TariffTitle]:
        offered = [one for one in self._rulebook.activities.values() if not one.is_closed]
        for kind in self._rulebook.types:
            sheets = tuple(self._sheet(one) for one in offered if one.type_code == kind.code)
            if sheets:
                yield TariffTitle(kind.code, kind.label, sheets)

    def _sheet(self, activity: Activity) -> ActivityTariff:
        return ActivityTariff(
            activity_id=activity.id,
            name=activity.name,
            summary=activity.summary,
            is_prepaid=activity.is_prepaid,
            surcharge=activity.surcharge if activity.late_rule is not None else None,
            parts=tuple(self._parts(activity)),
        )

    def _parts(self, activity: Activity) -> Iterator[TariffPart]:
        """Units with the same tariff and length together, then the packages."""
        alike: dict[tuple[str, int], list[Unit]] = {}
        for unit in () if activity.packages_only else activity.open_units:
            if (grid := self._grid(activity, unit)) is not None:
                quantity = grid.quantity(unit.ends_minute - unit.starts_minute)
                alike.setdefault((grid.code, quantity), []).append(unit)
        for units in alike.values():
            labels = tuple(unit.label for unit in units)
            yield self._part(activity, units[0], labels, "")
        for package in activity.packages:
            whole = Unit(
                id=0,
                code=package.code,
                label=package.label,
                starts_minute=0,
                ends_minute=0,
                tariff_code=package.tariff_code,
            )
            if not package.is_closed and self._grid(activity, whole) is not None:
                yield self._part(activity, whole, (), package.label)

    def _grid(self, activity: Activity, unit: Unit) -> TariffGrid | None:
        return self._rulebook.grid(activity, unit, self._day(activity, unit))

    def _day(self, activity: Activity, unit: Unit) -> date:
        """Today, or the first day of a tariff that is voted but not in force yet."""
        grids = self._rulebook.grids.get(unit.tariff_code or activity.tariff_code, ())
        return max(self._today, min((grid.from_on for grid in grids), default=self._today))

    def _part(self, activity: Activity, unit: Unit, labels: tuple[str, ...], package: str) -> TariffPart:
        day = self._day(activity, unit)
        grid = self._grid(activity, unit)
        assert grid is not None, "units without a grid are left out"
        people = self._people(activity, day)
        payers = [self._payer(who, day, is_occasional=True) for who in people]
        return TariffPart(
            units=labels,
            package=package,
            minutes=grid.step_minutes,
            quantity=grid.quantity(unit.ends_minute - unit.starts_minute),
            lines=grid_lines(grid, payers),
            reductions=grid.reductions,
            aids=(*grid.aids, *people[0].facts.aids_on(day)),
            from_on=grid.from_on,
            decision=grid.decision,
            prices=tuple(self._prices(activity, unit, day, people)),
        )

    def _people(self, activity: Activity, day: date) -> Sequence[_Who]:
        """The children whom the activity concerns; where there is none, a child of whom nothing is known."""
        concerned = [
            _Who(child.first_name, self._home.facts(child, activity, day))
            for child in self._home.children
            if activity in self._home.activities(child)
        ]
        if concerned:
            return concerned
        anyone = Pupil(id=0, first_name="", birth_on=day, schoolings=())
        facts = child_facts(
            anyone, self._home.family, self._home.means, activity_id=activity.id, school_year_id=None
        )
        return [_Who("", replace(facts, rank=1))]

    def _payer(self, who: _Who, day: date, *, is_occasional: bool) -> Payer:
        payer = who.facts.payer(self._rulebook, day, is_occasional=is_occasional)
        if not who.name:
            payer = replace(payer, age=None)
        return payer if self._supposed is None else self._supposed.instead_of(payer, self._rule)

    def _prices(
        self, activity: Activity, unit: Unit, day: date, people: Iterable[_Who]
    ) -> Iterator[OwnPrice]:
        """Children whose prices are the same are named together."""
        found: list[OwnPrice] = []
        for who in people:
            ordinary = self._price(activity, unit, day, who)
            if ordinary is None:
                continue
            regular = self._price(activity, unit, day, who, is_occasional=False)
            may_be_late = activity.surcharge is not None and activity.late_rule is not None
            late = self._price(activity, unit, day, who, is_late=True) if may_be_late else None
            names = (who.name,) if who.name else ()
            differs = regular is not None and regular.cents != ordinary.cents
            one = OwnPrice(names, ordinary, regular if differs else None, late)
            for number, other in enumerate(found):
                if replace(other, children=()) == replace(one, children=()):
                    found[number] = replace(other, children=other.children + one.children)
                    break
            else:
                found.append(one)
        yield from found

    def _price(
        self,
        activity: Activity,
        unit: Unit,
        day: date,
        who: _Who,
        *,
        is_late: bool = False,
        is_occasional: bool = True,
    ) -> Price | None:
        return price_for_payer(
            self._rulebook,
            activity,
            day,
            self._payer(who, day, is_occasional=is_occasional),
            is_late=is_late,
            unit=unit,
            aids=who.facts.aids_on(day),
        )
