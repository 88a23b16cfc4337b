"""A town small enough to be read in a test: every row by hand, one or two activities, a few families."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update

from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import CalendarMonth, Confirmation, Pick, PickAction, UnitCell
from portail_tui.domain.money.ledger import top_up
from portail_tui.domain.shared.text import fold, fold_email
from portail_tui.gateways.key_files import KeyPlaces
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from portail_tui.store.queries.money import ledger
from tests.support.machine.clocks import PLAY_DAY
from tests.support.stores.both_engines import Stores
from tests.support.towns.town_activities import (
    DAY,
    FIRST_DAY,
    LAST_DAY,
    REGIE,
    YEAR,
    TownActivities,
)
from tests.support.towns.town_store import in_one_transaction


@dataclass(frozen=True)
class Home:
    """A family, the account of its parent, and its children by first name."""

    id: int
    actor: Actor
    children: dict[str, int]

    @property
    def child(self) -> int:
        """Its only child, or the first."""
        return next(iter(self.children.values()))


class LittleTown(TownActivities):
    """A store with a town, a régie, a school and a school year; the rest is added by the test."""

    @classmethod
    def founded(cls, stores: Stores, folder: Path, *, floor_cents: int = 0) -> LittleTown:
        """On a new store; where it is a file, in ``folder``."""
        town = cls(stores.fresh(folder))
        town.keys = KeyPlaces(folder / "cle")
        with town._together():
            town._rows(
                t.town,
                id=1,
                name="Petit-Bourg",
                service="Enfance",
                address="Place du Marché",
                phone="01 00 00 00 00",
                email="mairie@petit-bourg.example",
                hours="Le matin",
                means_at_desk="espèces\nchèque",
                school_zone="B",
                floor_cents=floor_cents,
                low_balance_cents=1000,
                top_up_least_cents=500,
                top_up_most_cents=30000,
                rules="# Règlement",
                is_demo=False,
                created_at=0,
            )
            town._rows(t.regie, id=REGIE, code="R", name="Régie")
            town._rows(t.school, id=1, code="ECOLE", name="École du Bourg")
            town._rows(
                t.school_year,
                id=YEAR,
                code="2026-2027",
                first_on=FIRST_DAY,
                last_on=LAST_DAY,
                holidays_projected=False,
            )
            town._rows(t.activity_type, id=1, code="PERI", label="Périscolaire", position=1)
            town.changed_rules()
        return town

    # --- the règlement ----------------------------------------------------------------------------

    # --- people -----------------------------------------------------------------------------------

    @in_one_transaction
    def home(
        self,
        name: str = "Martin",
        *,
        children: Sequence[str] = ("Zoé",),
        balance: int = 10_000,
        active: bool = True,
        resident: bool = True,
        born: date = date(2019, 5, 10),
        password_hash: str = "none",
    ) -> Home:
        """A family with an informed parent, an account, a balance and its children."""
        number = next(self._ids)
        email = f"{fold(name).replace(' ', '.')}.{number}@exemple.fr"
        family_id = self._rows(
            t.family,
            number=f"F{number:05d}",
            name=name,
            name_sort=fold(name),
            address="1, rue du Puits",
            postcode="00000",
            city="Petit-Bourg",
            is_active=active,
            activated_at=0 if active else None,
            created_at=0,
        )
        self._rows(t.family_residence, family_id=family_id, from_on=date(2020, 1, 1), is_resident=resident)
        self._rows(
            t.guardian,
            family_id=family_id,
            position=1,
            civility="Mme",
            first_name="Claire",
            last_name=name,
            name_sort=fold(f"Claire {name}"),
            email=email,
            phone="06 00 00 00 00",
            may_book=True,
            may_collect=True,
            is_informed=True,
            address_confidential=False,
        )
        ids = {child: self.child(family_id, child, name, born) for child in children}
        if balance:
            self.bring(family_id, balance)
        return Home(family_id, self.account(Role.FAMILY, email, family_id, password_hash), ids)

    def child(self, family_id: int, first_name: str, last_name: str, born: date) -> int:
        child_id = self._rows(
            t.child,
            first_name=first_name,
            last_name=last_name,
            name_sort=fold(f"{first_name} {last_name}"),
            birth_on=born,
            needs_help=False,
            created_at=0,
        )
        self._rows(t.family_child, family_id=family_id, child_id=child_id, custody="full")
        self._rows(t.child_schooling, child_id=child_id, school_id=1, grade="CE1", from_on=date(2020, 9, 1))
        return child_id

    def collector(self, home: Home, name: str = "Odile Petit") -> int:
        """Somebody who may collect the children of a home; its id."""
        return self._rows(
            t.authorised_person,
            family_id=home.id,
            name=name,
            phone="06 00 00 00 00",
            relation="",
            is_forbidden=False,
            added_at=0,
        )

    def asks_erasure(self, home: Home) -> int:
        """A request for erasure that waits; its id."""
        return self._rows(
            t.erasure_request,
            family_id=home.id,
            account_id=home.actor.account_id,
            words="",
            status="asked",
            asked_at=0,
        )

    def share(self, child_id: int, other: Home) -> None:
        """The child lives in a second home too."""
        with self._together() as connection:
            connection.execute(
                update(t.family_child)
                .where(t.family_child.c.child_id == child_id)
                .values(custody="shared", custody_weeks="even")
            )
        self._rows(
            t.family_child,
            family_id=other.id,
            child_id=child_id,
            custody="shared",
            custody_weeks="odd",
        )

    def account(
        self, role: Role, email: str, family_id: int | None = None, password_hash: str = "none", **more: Any
    ) -> Actor:
        account_id = self._rows(
            t.account,
            email=email,
            email_sort=fold_email(email),
            role=role.value,
            family_id=family_id,
            display_name=email,
            password_hash=password_hash,
            **{"must_change_password": False, "created_at": 0, **more},
        )
        return Actor(account_id=account_id, role=role, family_id=family_id, name=email)

    def bring(self, family_id: int, cents: int) -> None:
        """Money onto a wallet (or, negative, out of it), as the desk would."""
        with self._together() as connection:
            movement = top_up(
                family_id=family_id, regie_id=REGIE, means="espèces", cents=cents, label="Versement"
            )
            ledger.post(connection, [movement], f"desk-{next(self._ids)}", PLAY_DAY)

    def quotient(
        self,
        home: Home,
        hundredths: int,
        *,
        from_on: date = FIRST_DAY,
        to_on: date | None = None,
        status: str = "accepted",
        **more: Any,
    ) -> int:
        return self._rows(
            t.family_quotient,
            family_id=home.id,
            value_hundredths=hundredths,
            from_on=from_on,
            to_on=to_on,
            status=status,
            **more,
        )

    def document(
        self, home: Home, kind: int, *, child: int | None = None, status: str = "accepted", **more: Any
    ) -> None:
        self._rows(
            t.document,
            document_type_id=kind,
            family_id=home.id,
            child_id=child,
            school_year_id=YEAR,
            status=status,
            **{"reason": "", "sent_at": 0, **more},
        )

    def sent_file(self, home: Home, kind: int, content: bytes = b"%PDF-") -> int:
        """A document about the home's first child that waits for an agent, with its file; its id."""
        document_id = self._rows(
            t.document,
            document_type_id=kind,
            family_id=home.id,
            child_id=home.child,
            school_year_id=YEAR,
            status="sent",
            reason="",
            sent_at=0,
            file_name="fiche.pdf",
        )
        self._rows(t.document_file, document_id=document_id, content=content)
        return document_id

    def open_address(self, home: Home, kind: int) -> int:
        """An address of one use about the home's first child; its id."""
        return self._rows(
            t.deposit,
            secret_hash=f"hash-{home.id}",
            account_id=home.actor.account_id,
            family_id=home.id,
            child_id=home.child,
            document_type_id=kind,
            school_year_id=YEAR,
            opened_at=0,
            expires_at=0,
        )

    def queue(self, slot_id: int, entries: Sequence[tuple[int, int]]) -> None:
        """Waiting entries (child, family) in order of arrival, as if they had joined one by one."""
        rows = [
            {
                "slot_id": slot_id,
                "child_id": child_id,
                "family_id": family_id,
                "status": "waiting",
                "quantity": 1,
                "tariff": "{}",
                "wait_order": order,
                "reason": "",
                "operation_id": "queue",
                "created_at": 0,
                "changed_at": 0,
                "cents": 0,
                "surcharge_cents": 0,
            }
            for order, (child_id, family_id) in enumerate(entries, 1)
        ]
        with self._together() as connection:
            connection.execute(insert(t.booking), rows)
            waits = t.slot.c.waiting + len(rows)
            connection.execute(update(t.slot).where(t.slot.c.id == slot_id).values(waiting=waits))

    # --- looking ----------------------------------------------------------------------------------

    def balance(self, home: Home) -> int:
        """The sum of the wallet's entries, added up here and not by the portal."""
        return int(
            self.value(
                "SELECT coalesce(sum(e.cents), 0) FROM ledger_entry e "
                "JOIN ledger_account a ON a.id = e.account_id WHERE a.key = :key",
                key=f"wallet:{REGIE}:{home.id}",
            )
        )


# --- what a family does, in short ------------------------------------------------------------------


class Parent:
    """A home at its screen: books what the calendar shows it."""

    def __init__(self, portal: Portal, home: Home, *, actor: Actor | None = None) -> None:
        self.portal, self.home = portal, home
        self.actor = actor or home.actor
        self._operations = itertools.count(1)

    def month(self, activity: int, day: date = DAY, *, child: int | None = None) -> CalendarMonth:
        shown = self.portal.calendar_month(
            actor=self.actor,
            family_id=self.home.id,
            child_id=child or self.home.child,
            activity_id=activity,
            year=day.year,
            month=day.month,
        )
        assert isinstance(shown, CalendarMonth), shown
        return shown

    def cell(self, activity: int, day: date = DAY, *, unit: int = 0, child: int | None = None) -> UnitCell:
        return self.month(activity, day, child=child).days[day.day - 1].units[unit]

    def picks(self, activity: int, *picks: Pick, child: int | None = None, operation: str = "") -> Any:
        return self.portal.book_days(
            operation_id=operation or f"{self.actor.account_id}-{next(self._operations)}",
            actor=self.actor,
            family_id=self.home.id,
            child_id=child or self.home.child,
            activity_id=activity,
            picks=picks,
        )

    def picked(self, *slots: int, action: PickAction = PickAction.BOOK, cents: int = 300) -> tuple[Pick, ...]:
        return tuple(Pick(slot_id=slot, action=action, shown_cents=cents) for slot in slots)

    def does(self, action: PickAction, activity: int, *slots: int, cents: int = 300, **more: Any) -> Any:
        return self.picks(activity, *self.picked(*slots, action=action, cents=cents), **more)

    def books(self, activity: int, *slots: int, **more: Any) -> Any:
        return self.does(PickAction.BOOK, activity, *slots, **more)

    def waits(self, activity: int, *slots: int, **more: Any) -> Any:
        return self.does(PickAction.WAIT, activity, *slots, **more)

    def cancels(self, activity: int, *slots: int, **more: Any) -> Any:
        return self.does(PickAction.CANCEL, activity, *slots, **more)

    def leaves(self, activity: int, *slots: int, **more: Any) -> Any:
        return self.does(PickAction.LEAVE, activity, *slots, **more)


def outcomes(answer: Any) -> list[str]:
    """What became of each line: an outcome, or the reason of its refusal."""
    assert isinstance(answer, Confirmation), answer
    return [line.refusal.reason.value if line.refusal else line.outcome.value for line in answer.lines]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A UTC instant in winter time, from the town's wall clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PLAY_DAY.tzinfo) - timedelta(hours=1)
