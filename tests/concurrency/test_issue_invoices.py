"""Many agents issue invoices at the same instant: numbers without a hole, none twice, no day twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from portail_tui.domain.accounts.actor import Actor, Role
from tests.support.machine.clocks import PLAY_DAY
from tests.support.stores.booking_crowd import NUMBER_ONLY_READ, Ask, Crowd, Heard
from tests.support.towns.small_town import Home, LittleTown

AGENTS, ROUNDS = 16, 2
LAST = PLAY_DAY.date() - timedelta(days=1)


def served_homes(town: LittleTown, count: int) -> list[Home]:
    """Families with a day each of an invoiced activity, over already."""
    study = town.activity("Étude", prepaid=False)
    with town._together():
        slot = town.slot(study, LAST, taken=count)
        homes = [town.home(f"Famille {number}", balance=0) for number in range(count)]
        for home in homes:
            town.run(
                "INSERT INTO booking (slot_id, child_id, family_id, status, cents, surcharge_cents, "
                "quantity, tariff, reason, operation_id, created_at, changed_at) "
                "VALUES (:slot, :child, :family, 'booked', 300, 0, 1, '{}', '', 'served', 0, 0)",
                slot=slot,
                child=home.child,
                family=home.id,
            )
    return homes


def agents(town: LittleTown) -> list[Actor]:
    with town._together():
        return [town.account(Role.AGENT, f"agent{number}@mairie.example") for number in range(AGENTS)]


def issues(agent: Actor, home: Home) -> Ask:
    asked = {"operation_id": f"{agent.account_id}-{home.id}", "actor": agent, "family_id": home.id}
    return Ask("issue_invoice", {**asked, "last_on": LAST})


def words(heard: Sequence[Sequence[Heard | None]]) -> Counter[str]:
    return Counter(one.words[0].partition(":")[0] for screen in heard for one in screen if one)


def each_its_own(town: LittleTown) -> list[list[Ask]]:
    homes = served_homes(town, AGENTS * ROUNDS)
    return [
        [issues(agent, home) for home in homes[number::AGENTS]] for number, agent in enumerate(agents(town))
    ]


def test_numbers_follow_each_other_whoever_issues(town: LittleTown, crowd: Crowd):
    heard = crowd.press(town.url, each_its_own(town))
    assert words(heard) == {"InvoiceIssued": AGENTS * ROUNDS}
    numbers = [number for (number,) in town.rows("SELECT number FROM invoice ORDER BY number")]
    assert numbers == list(range(1, AGENTS * ROUNDS + 1))
    assert town.faults() == []


def test_a_day_is_invoiced_once_however_many_issue_for_its_family(town: LittleTown, crowd: Crowd):
    homes = served_homes(town, ROUNDS)
    heard = crowd.press(town.url, [[issues(agent, home) for home in homes] for agent in agents(town)])
    assert words(heard) == {"InvoiceIssued": ROUNDS, "nothing_to_invoice": (AGENTS - 1) * ROUNDS}
    assert town.value("SELECT count(*) FROM invoice_line") == ROUNDS
    assert town.faults() == []


def test_control_a_number_that_is_read_instead_of_taken_is_given_twice(town: LittleTown, crowd: Crowd):
    """Were it not, the tests above would prove nothing. The store's own constraint is what then refuses."""
    heard = crowd.press(town.url, each_its_own(town), without=NUMBER_ONLY_READ)
    assert words(heard)["IntegrityError"] > 0
