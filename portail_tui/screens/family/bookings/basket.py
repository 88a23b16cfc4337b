"""The days picked and not yet validated: what they mean, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from portail_tui.domain.bookings.day_state import Choice, DayState
from portail_tui.domain.bookings.request_rules import BOOKS
from portail_tui.domain.bookings.views import CalendarMonth, Pick, PickAction, UnitCell
from portail_tui.texts.shared.formats import money


@dataclass(frozen=True, slots=True)
class PickedDay:
    """A unit of a day as it was shown when picked."""

    day: date
    cell: UnitCell

    @property
    def action(self) -> PickAction:
        if self.cell.choice is Choice.UNSELECTED:
            waiting = self.cell.state is DayState.WAITLISTED
            return PickAction.LEAVE if waiting else PickAction.CANCEL
        return PickAction.WAIT if self.cell.state is DayState.FULL else PickAction.BOOK

    @property
    def cents(self) -> int:
        """Debited (> 0) or credited (< 0) when validated."""
        shown = self.cell.price_cents or 0
        return {PickAction.BOOK: shown, PickAction.CANCEL: -shown}.get(self.action, 0)


class Basket:
    """Picks of one child for one activity, over all the months visited. A package is one pick."""

    def __init__(self) -> None:
        self._days: dict[int | str, PickedDay] = {}

    def __bool__(self) -> bool:
        return bool(self._days)

    @property
    def slot_ids(self) -> frozenset[int]:
        return frozenset(
            slot_id
            for picked in self._days.values()
            for slot_id in picked.cell.together or (picked.cell.slot_id,)
        )

    @property
    def days(self) -> list[PickedDay]:
        """In the order of the calendar."""
        return sorted(self._days.values(), key=lambda picked: (picked.day, picked.cell.slot_id))

    @property
    def picks(self) -> tuple[Pick, ...]:
        """Picks to send to the service."""
        return tuple(
            Pick(
                slot_id=picked.cell.slot_id,
                action=picked.action,
                shown_cents=abs(picked.cents),
                package=picked.cell.package,
            )
            for picked in self.days
        )

    @property
    def booking_picks(self) -> tuple[Pick, ...]:
        """Picks that book or wait, without those that cancel or leave."""
        return tuple(pick for pick in self.picks if pick.action in BOOKS)

    def forget_booking(self) -> None:
        """Let go of those."""
        self._days = {key: one for key, one in self._days.items() if one.action not in BOOKS}

    @property
    def total_cents(self) -> int:
        """Bookings less cancellations."""
        return sum(picked.cents for picked in self._days.values())

    def toggle(self, cells: Iterable[tuple[date, UnitCell]], *, pick: bool) -> None:
        for day, cell in cells:
            key = cell.package or cell.slot_id
            if pick:
                self._days.setdefault(key, PickedDay(day, cell))
            else:
                self._days.pop(key, None)
                for whole in self._weeks_with({cell.slot_id}):  # a week that is picked whole is let go whole
                    del self._days[whole]

    def holds(self, key: int | str) -> bool:
        """Whether a slot, or a package by its key, is picked."""
        return key in self._days

    def toggle_week(self, day: date, cell: UnitCell) -> None:
        """Pick a package instead of what was picked of its days, or let it go."""
        if cell.package in self._days:
            del self._days[cell.package]
            return
        for key in [*cell.together, *self._weeks_with(set(cell.together))]:
            self._days.pop(key, None)
        self._days[cell.package] = PickedDay(day, cell)

    def _weeks_with(self, slot_ids: Set[int]) -> list[int | str]:
        """The picked packages that have any of some slots."""
        return [key for key, one in self._days.items() if slot_ids & set(one.cell.together)]

    def clear(self) -> None:
        self._days.clear()

    def money_words(self, month: CalendarMonth) -> str:
        """The total and the balance after, as days are picked."""
        total, balance = self.total_cents, month.balance_cents
        if not month.prepaid:
            cost = f"{money(abs(total))}, " if self._days else ""
            return f"{cost}sur la facture de fin de mois".capitalize()
        if not self._days:
            return f"Solde {money(balance)}"
        label = "Total" if total >= 0 else "Rendu"
        return f"{label} {money(abs(total))} · solde après {money(balance - total)}"

    def summary(self) -> str:
        """« 3 jours choisis · 1 à annuler », or what to do where nothing is picked."""
        if not self._days:
            return "Choisissez vos jours orange"
        numbers = dict.fromkeys(PickAction, 0)
        for picked in self._days.values():
            numbers[picked.action] += 1
        parts = [
            (numbers[PickAction.BOOK], "à réserver"),
            (numbers[PickAction.CANCEL], "à annuler"),
            (numbers[PickAction.WAIT], "en liste d'attente"),
            (numbers[PickAction.LEAVE], "liste d'attente à quitter"),
        ]
        return " · ".join(f"{number} {words}" for number, words in parts if number)


def effect(picked: PickedDay) -> str:
    """Effect of a picked day on the wallet: « 2,35 € », « −2,35 € » for a credit."""
    match picked.action:
        case PickAction.BOOK:
            return money(picked.cents)
        case PickAction.CANCEL:
            return f"rendu {money(-picked.cents)}"
        case PickAction.WAIT:
            return "attente"
        case PickAction.LEAVE:
            return "quitté"
