"""Whatever families do, in whatever order: every cent has its cause, and no place is given twice.

A few stories in each run of the suite; for many and long ones:
``make long``.
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from portail_tui.domain.bookings.views import BookedTogether, ChildPicks, Pick, PickAction
from portail_tui.domain.rules.tariffs import Fixed, TariffGrid
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.domain.staff.decisions import BookingDecided, QuotientAccepted, RefundMeans, WalletChanged
from portail_tui.services.ops.upkeep import Upkept, upkeep_now
from tests.support.machine.examples import is_long
from tests.support.stores.both_engines import Stores
from tests.support.stores.family_machine import ACTIVITIES, DAYS, HOMES, Families
from tests.support.stores.service_contexts import context_behind
from tests.support.towns.price_change import change
from tests.support.towns.town_activities import FIRST_DAY

Asked = dict[str, Any]
EXAMPLES = {"sqlite": 12, "postgresql": 5}
"""A file explores the rules; a server, which takes longer, shows that it keeps the same ones."""


class TownHall(Families):
    """What agents and the night's upkeep do to them."""

    def _pendings(self) -> list[tuple[int]]:
        return self.town.rows("SELECT id FROM booking WHERE status = 'pending' ORDER BY id")

    @precondition(lambda self: self._pendings())
    @rule(which=st.integers(0, 99), accept=st.booleans())
    def an_agent_answers(self, which: int, accept: bool) -> None:
        pendings, name = self._pendings(), self._name()
        [booking] = pendings[which % len(pendings)]
        request: Asked = {"booking_id": booking, "accept": accept, "reason": "Groupe complet"}
        answer = self._asks(
            lambda: self.portal.decide_booking(operation_id=name, actor=self.agent, **request)
        )
        assert isinstance(answer, BookingDecided) or answer == Refused(Reason.TREATED_TOO_LATE)

    @rule(who=HOMES, cents=st.sampled_from((100, 700, 5000)))
    def an_agent_pays_back(self, who: int, cents: int) -> None:
        home, name = self.parents[who].home, self._name()
        before, floor = self.town.balance(home), self.town.value("SELECT floor_cents FROM town")
        request: Asked = {
            "family_id": home.id,
            "means": RefundMeans.CASH,
            "amount_cents": cents,
            "reason": "Départ",
        }
        answer = self._asks(lambda: self.portal.record_refund(operation_id=name, actor=self.agent, **request))
        assert isinstance(answer, WalletChanged) == (before - cents >= floor)
        assert self.town.balance(home) == before - (cents if isinstance(answer, WalletChanged) else 0)

    @rule(who=HOMES, cents=st.sampled_from((-800, 1000)))
    def an_agent_corrects(self, who: int, cents: int) -> None:
        """A bounced cheque: this may take a wallet under the floor."""
        home, name = self.parents[who].home, self._name()
        before = self.town.balance(home)
        request: Asked = {"family_id": home.id, "cents": cents, "reason": "Chèque"}
        answer = self._asks(
            lambda: self.portal.record_correction(operation_id=name, actor=self.agent, **request)
        )
        assert answer == WalletChanged(name, cents, before + cents)
        assert self.town.balance(home) == before + cents

    @rule(who=HOMES, value=st.sampled_from((20_000, 90_000)))
    def an_agent_accepts_a_quotient(self, who: int, value: int) -> None:
        """Days already paid follow it, wherever that takes the wallet."""
        home, name = self.parents[who].home, self._name()
        today = self.town.clock.now().date()
        quotient = self.town.quotient(home, value, from_on=today, status="sent", proof_sent_on=today)
        before = self.town.balance(home)
        request: Asked = {
            "quotient_id": quotient,
            "from_on": today - timedelta(7),
            "reason": "Retard",
        }
        answer = self._asks(
            lambda: self.portal.accept_quotient(operation_id=name, actor=self.agent, **request)
        )
        assert isinstance(answer, QuotientAccepted)
        assert self.town.balance(home) == answer.balance_cents == before - answer.debited_cents

    @rule(activity=ACTIVITIES, cents=st.sampled_from((150, 480)))
    def the_council_votes_a_price(self, activity: int, cents: int) -> None:
        """Days to come that are paid already follow it, wherever that takes the wallets."""
        homes = [parent.home for parent in self.parents]
        before = sum(map(self.town.balance, homes))
        form = json.dumps(TariffGrid(code="", from_on=FIRST_DAY, decision="", form=Fixed(cents)).to_data())
        code = f"T{self.activities[activity]}"
        _, _, debited = change(
            self.town,
            lambda: self.town.run(
                "UPDATE tariff_grid SET form = :form WHERE code = :code", form=form, code=code
            ),
            operation=self._name(),
            first=self.town.clock.now().date(),
        )
        assert sum(map(self.town.balance, homes)) == before - debited

    @rule(activity=ACTIVITIES, days=DAYS)
    def siblings_are_booked_together_or_not_at_all(self, activity: int, days: set[int]) -> None:
        home, name = self.parents[0].home, self._name()
        picks = tuple(
            Pick(slot_id=self.slots[activity][day], action=PickAction.BOOK, shown_cents=550)
            for day in sorted(days)
        )
        answer = self._asks(
            lambda: self.portal.book_together(
                operation_id=name,
                actor=home.actor,
                family_id=home.id,
                activity_id=self.activities[activity],
                children=tuple(ChildPicks(child, picks) for child in home.children.values()),
                is_regular=False,
                all_or_none=True,
            )
        )
        if isinstance(answer, BookedTogether):
            for days_lines in zip(*(one.lines for one in answer.children), strict=True):
                comes_already = Refused(Reason.ALREADY_BOOKED)
                asked = [line for line in days_lines if line.refusal != comes_already]
                assert len({line.refusal is None for line in asked}) <= 1

    @rule()
    def the_night_passes(self) -> None:
        """Nothing is left to be done by a second run, and nobody waits past the instant."""
        name = self._name()
        done = self._asks(lambda: upkeep_now(context_behind(self.portal), holder=name), is_kept=False)
        assert isinstance(done, Upkept)
        assert done.put_off == 0
        again = upkeep_now(context_behind(self.portal), holder=f"{name}-again")
        assert again == Upkept(type(done.done)(), 0, True)


@pytest.fixture
def machine(stores: Stores, tmp_path: Path) -> type[TownHall]:
    return type("Machine", (TownHall,), {"folder": tmp_path, "stores": stores})


@pytest.mark.hypothesis
def test_whatever_families_do_places_and_money_stay_whole(machine: type[TownHall]):
    short = settings(max_examples=EXAMPLES[machine.stores.engine], stateful_step_count=30, deadline=None)
    asked = settings(
        settings() if is_long() else short,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=asked)
