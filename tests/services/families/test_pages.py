"""What the pages say: home, choices, the list of days, the wallet, the family, the search."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from portail_tui.domain.accounts.actor import Role
from portail_tui.domain.bookings.day_state import DayState
from portail_tui.domain.families.views import ComingDay, Todo, TodoKind
from portail_tui.domain.rules.tariffs import Brackets
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from portail_tui.texts.shared.formats import NBSP
from tests.support.machine.answers import answered
from tests.support.machine.clocks import PLAY_DAY
from tests.support.stores.statement_counts import counting
from tests.support.towns.small_town import Home, LittleTown, Parent, at
from tests.support.towns.town_activities import DAY, FIRST_DAY, MATIN, SOIR

BRACKETS = Brackets((0, 64_000), (175, 235))


def todos(portal: Portal, home: Home) -> list[TodoKind]:
    return [todo.kind for todo in answered(portal.home(actor=home.actor, family_id=home.id)).todos]


# --- home --------------------------------------------------------------------------------------------


def test_a_family_in_order_has_nothing_to_do(town: LittleTown, portal: Portal):
    town.activity(price=BRACKETS)
    home = town.home()
    town.quotient(home, 62_250)
    assert todos(portal, home) == []


def test_what_needs_doing_comes_by_urgency(town: LittleTown, portal: Portal):
    form = town.document_type("Fiche sanitaire")
    town.activity(price=BRACKETS, documents=[form])
    home = town.home(children=("Zoé", "Léo"), balance=-150, active=False)
    shown = answered(portal.home(actor=home.actor, family_id=home.id))
    asked: dict[str, Any] = {"document": "Fiche sanitaire", "type_id": form}
    assert shown.todos == (
        Todo(TodoKind.BALANCE_TO_SETTLE, {"cents": -150}),
        Todo(TodoKind.ACCOUNT_INACTIVE, {}),
        Todo(TodoKind.DOCUMENT_MISSING, {**asked, "child": "Zoé", "child_id": home.children["Zoé"]}),
        Todo(TodoKind.DOCUMENT_MISSING, {**asked, "child": "Léo", "child_id": home.children["Léo"]}),
        Todo(TodoKind.QUOTIENT_MISSING, {}),
    )


def test_a_low_balance_is_told_to_active_families_of_prepaid_activities_only(
    town: LittleTown, portal: Portal
):
    home, asleep = town.home(balance=999), town.home("Durand", balance=999, active=False)
    study = town.activity("Étude", prepaid=False)
    assert todos(portal, home) == []
    town.activity("Cantine")
    assert answered(portal.home(actor=home.actor, family_id=home.id)).todos == (
        Todo(TodoKind.LOW_BALANCE, {"cents": 999}),
    )
    assert todos(portal, asleep) == [TodoKind.ACCOUNT_INACTIVE]
    town.bring(home.id, 1)
    assert todos(portal, home) == []
    assert study


def test_a_document_on_its_way_is_not_asked_for_again(town: LittleTown, portal: Portal):
    form = town.document_type()
    town.activity(documents=[form])
    home = town.home()
    town.document(home, form, child=home.child, status="sent")
    assert todos(portal, home) == []


@pytest.mark.parametrize(
    ("records", "kind"),
    [
        ([], TodoKind.QUOTIENT_MISSING),
        ([("sent", None)], None),
        ([("refused", None)], TodoKind.QUOTIENT_REFUSED),
        ([("accepted", date(2026, 11, 23))], TodoKind.QUOTIENT_EXPIRED),
        ([("accepted", date(2026, 12, 24))], TodoKind.QUOTIENT_EXPIRES_SOON),
        ([("accepted", date(2026, 12, 25))], None),
        ([("accepted", None)], None),
    ],
)
def test_the_quotient_is_asked_for_when_it_is_missing_or_about_to_be(
    town: LittleTown, portal: Portal, records: list[tuple[str, date | None]], kind: TodoKind | None
):
    town.activity(price=BRACKETS)
    home = town.home()
    for status, to_on in records:
        town.quotient(home, 62_250, status=status, to_on=to_on)
    assert todos(portal, home) == ([kind] if kind else [])


def test_a_quotient_already_renewed_is_not_about_to_expire(town: LittleTown, portal: Portal):
    town.activity(price=BRACKETS)
    home = town.home()
    town.quotient(home, 62_250, to_on=date(2026, 12, 1))
    town.quotient(home, 70_000, from_on=date(2026, 12, 2))
    assert todos(portal, home) == []


def test_where_no_price_depends_on_it_no_quotient_is_asked_for(town: LittleTown, portal: Portal):
    town.activity(price=300)
    assert todos(portal, town.home()) == []


def test_activities_show_only_for_the_children_whom_they_concern(town: LittleTown, portal: Portal):
    town.activity("Cantine")
    town.activity("Club des grands", ages=(11, None))
    home = town.home(children=("Zoé", "Léo"))
    shown = answered(portal.home(actor=home.actor, family_id=home.id))
    assert [(one.name, one.children) for one in shown.activities] == [("Cantine", ("Zoé", "Léo"))]
    choices = answered(portal.choices(actor=home.actor, family_id=home.id))
    assert [[one.name for one in child.activities] for child in choices.children] == [["Cantine"]] * 2


def test_a_child_who_grows_into_an_activity_this_year_is_offered_it_already(town: LittleTown, portal: Portal):
    club = town.activity("Club", ages=(8, None))
    home = town.home(born=date(2019, 3, 1))
    [child] = answered(portal.choices(actor=home.actor, family_id=home.id)).children
    assert [one.activity_id for one in child.activities] == [club]
    later = town.home("Durand", born=date(2019, 8, 1))
    [child] = answered(portal.choices(actor=later.actor, family_id=later.id)).children
    assert child.activities == ()


def test_the_next_days_are_shown_and_those_that_began_today_are_not(town: LittleTown, portal: Portal):
    care = town.activity("Accueil", units=[MATIN, SOIR])
    today = PLAY_DAY.date()
    parent = Parent(portal, town.home())
    town.clock.instant = at(today - timedelta(days=7), 9)
    slots = [town.slot(care, today, unit=0), town.slot(care, today, unit=1), town.slot(care, DAY)]
    parent.books(care, *slots)
    town.clock.instant = PLAY_DAY
    assert answered(portal.home(actor=parent.actor, family_id=parent.home.id)).coming == (
        ComingDay(
            day=today,
            child_name="Zoé",
            activity_name="Accueil",
            unit_label="Soir",
            state=DayState.BOOKED_LOCKED,
        ),
        ComingDay(
            day=DAY,
            child_name="Zoé",
            activity_name="Accueil",
            unit_label="Matin",
            state=DayState.BOOKED_CANCELLABLE,
        ),
    )


def test_news_are_shown_while_they_last(town: LittleTown, portal: Portal):
    home = town.home()
    for title, first, last in (
        ("Passée", date(2026, 11, 1), date(2026, 11, 23)),
        ("Présente", date(2026, 11, 24), date(2026, 11, 24)),
        ("Future", date(2026, 11, 25), None),
    ):
        town._rows(
            t.news_item, position=1, title=title, summary="", body="", published_on=first, expires_on=last
        )
    assert [one.title for one in answered(portal.home(actor=home.actor, family_id=home.id)).news] == [
        "Présente"
    ]


# --- choices, days, wallet, family -------------------------------------------------------------------


def test_each_child_has_its_own_price_in_words_and_why_it_is_the_maximum(town: LittleTown, portal: Portal):
    town.activity("Cantine", price=BRACKETS)
    town.activity("Accueil", price=110, units=[MATIN, SOIR])
    home, other = town.home(), town.home("Durand")
    town.quotient(home, 62_250)
    options = answered(portal.choices(actor=home.actor, family_id=home.id)).children[0].activities
    assert [(one.price, one.price_why) for one in options] == [
        (f"1,75{NBSP}€ le midi", ""),
        (f"1,10{NBSP}€ le matin ou le soir", ""),
    ]
    [first, _] = answered(portal.choices(actor=other.actor, family_id=other.id)).children[0].activities
    assert first.price == f"2,35{NBSP}€ le midi"
    assert first.price_why.startswith("Tarif maximum")


def test_days_are_listed_from_the_school_years_beginning_with_their_limit(town: LittleTown, portal: Portal):
    canteen = town.activity()
    parent = Parent(portal, town.home())
    town.clock.instant = at(FIRST_DAY - timedelta(days=60), 9)
    days = [FIRST_DAY - timedelta(days=1), FIRST_DAY, DAY]
    parent.books(canteen, *(town.slot(canteen, day) for day in days))
    town.clock.instant = PLAY_DAY
    lines = answered(portal.bookings(actor=parent.actor, family_id=parent.home.id)).lines
    assert [(line.day, line.state) for line in lines] == [
        (FIRST_DAY, DayState.BOOKED_LOCKED),
        (DAY, DayState.BOOKED_CANCELLABLE),
    ]
    assert lines[1].cancel_until.day == DAY - timedelta(days=2)
    assert lines[1].cents == 300


def test_a_cancelled_day_leaves_the_list_and_one_the_town_cancelled_stays(town: LittleTown, portal: Portal):
    canteen = town.activity()
    first, second = town.slots(canteen, 2)
    parent = Parent(portal, town.home())
    parent.books(canteen, first, second)
    parent.cancels(canteen, first)
    town.run("UPDATE slot SET is_cancelled = true WHERE id = :s", s=second)
    lines = answered(portal.bookings(actor=parent.actor, family_id=parent.home.id)).lines
    assert [(line.day, line.state) for line in lines] == [(DAY + timedelta(days=1), DayState.NOT_OFFERED)]


def test_the_statement_runs_back_from_todays_balance(town: LittleTown, portal: Portal):
    canteen = town.activity()
    slot = town.slot(canteen)
    parent = Parent(portal, town.home(balance=1000))
    parent.books(canteen, slot)
    parent.cancels(canteen, slot)
    wallet = answered(portal.wallet(actor=parent.actor, family_id=parent.home.id))
    words = "Cantine, mardi 1er décembre (Zoé)"
    assert [(line.label, line.cents, line.balance_cents) for line in wallet.lines] == [
        (f"Annulation : {words}", 300, 1000),
        (words, -300, 700),
        ("Versement", 1000, 1000),
    ]
    assert [offer.cents for offer in wallet.offers] == [2000, 5000, 10_000]
    assert (wallet.least_cents, wallet.most_cents) == (500, 30_000)


def test_the_family_page_tells_the_household(town: LittleTown, portal: Portal):
    town.activity(price=BRACKETS)
    home = town.home()
    town.quotient(home, 62_250, to_on=date(2027, 8, 31))
    view = answered(portal.family(actor=home.actor, family_id=home.id))
    assert (view.name, view.quotient, view.quotient_until) == ("Martin", "622,50", date(2027, 8, 31))
    assert view.address == ("1, rue du Puits", "00000 Petit-Bourg")
    assert view.guardians[0].may == ("peut réserver", "peut venir chercher", "reçoit les messages")
    assert (view.children[0].age, view.children[0].grade) == (7, "CE1")
    assert view.children[0].shared_custody == ""


def test_staff_find_a_family_by_any_part_accents_ignored(town: LittleTown, portal: Portal):
    agent = town.account(Role.AGENT, "agent@exemple.fr")
    town.home("Lefèvre-Martin", children=("Éloïse",))
    town.home("Durand")

    def found(text: str) -> list[str]:
        hits = portal.find_families(actor=agent, text=text)
        assert isinstance(hits, tuple)
        return [hit.name for hit in hits]

    assert found("LEFEVRE mar") == found("eloise") == found("lefevre.martin") == ["Lefèvre-Martin"]
    assert found("claire") == ["Durand", "Lefèvre-Martin"]
    assert found("eloise durand") == found("  ") == found("%") == []


# --- what it costs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("families", [1, 15])
def test_no_page_asks_the_store_more_than_a_handful_of_questions(town: LittleTown, families: int):
    form = town.document_type()
    canteen = town.activity(price=BRACKETS, documents=[form])
    slots = town.slots(canteen, 28, capacity=50)
    homes = [town.home(f"Famille {number}", children=("Zoé", "Léo")) for number in range(families)]
    portal = town.portal()
    agent = town.account(Role.AGENT, "agent@exemple.fr")
    for home in homes:
        town.document(home, form, child=home.child)
        Parent(portal, home).books(canteen, *slots[:3], cents=500)
    home = homes[0]
    asked: dict[str, tuple[int, Callable[[], Any]]] = {
        "calendar_month": (5, lambda: Parent(portal, home).month(canteen)),
        "home": (6, lambda: portal.home(actor=home.actor, family_id=home.id)),
        "choices": (6, lambda: portal.choices(actor=home.actor, family_id=home.id)),
        "bookings": (6, lambda: portal.bookings(actor=home.actor, family_id=home.id)),
        "wallet": (6, lambda: portal.wallet(actor=home.actor, family_id=home.id)),
        "family": (6, lambda: portal.family(actor=home.actor, family_id=home.id)),
        "find_families": (6, lambda: portal.find_families(actor=agent, text="famille")),
    }
    for name, (most, ask) in asked.items():
        with counting() as statements:
            ask()
        assert 0 < len(statements) <= most, (name, statements)
