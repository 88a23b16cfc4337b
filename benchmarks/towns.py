"""The towns that figures are measured on, made once by the demonstration's generator, outside the repository.

``PORTAIL_BANC`` names the folder; without it, the user's cache. A town is made again when what makes it has
changed. The largest takes a few minutes and some gigabytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

import portail_tui
from portail_tui.bootstrap import open_portal
from portail_tui.demo.files import COMPANIONS
from portail_tui.demo.generator import generate
from portail_tui.domain.accounts.actor import Actor, Role
from portail_tui.domain.bookings.views import CalendarMonth
from portail_tui.domain.shared.refusals import Refused
from portail_tui.portal import Portal
from portail_tui.store import tables_core as t
from portail_tui.store.store import open_store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""The instant at which every town is made and looked at: a figure does not depend on the day it is taken."""
LARGE, SMALL = 30_000, 300
BOOKINGS_PER_CHILD = 40
LARGEST, USUAL = 150_000, 1_500
"""The largest town there is, and an ordinary one; with ``FEW_BOOKINGS`` a child."""
FEW_BOOKINGS = 10
MAKERS = ("demo", "store/migrations")
"""What makes a town and its tables."""


class StandingClock:
    """Always ``NOW``."""

    def now(self) -> datetime:
        return NOW


@dataclass(frozen=True, slots=True)
class Town:
    """A town's file, and how long it took to be made."""

    path: Path
    families: int
    seconds: float
    made_on: str
    """ISO date, UTC."""

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"


def town(families: int, bookings_per_child: int = BOOKINGS_PER_CHILD) -> Town:
    """The town of so many families, from the cache where it is there already. Whoever writes to it works on a
    copy, or undoes what it wrote."""
    folder = _folder()
    path = folder / f"commune-{families}-{_makers_digest()}.db"
    note = path.with_suffix(".json")
    if not (path.exists() and note.exists()):
        _forget(folder, families)
        _make(path, note, families, bookings_per_child)
    return Town(path, families, **json.loads(note.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Calendar:
    """A child's calendar of an activity, as somebody of its family sees it."""

    actor: Actor
    child_id: int
    activity_id: int

    def month(self, portal: Portal, year: int = NOW.year, month: int = NOW.month) -> CalendarMonth:
        """One month of it, asked of the portal."""
        assert self.actor.family_id is not None
        answer = portal.calendar_month(
            actor=self.actor,
            family_id=self.actor.family_id,
            child_id=self.child_id,
            activity_id=self.activity_id,
            year=year,
            month=month,
        )
        assert not isinstance(answer, Refused), answer
        return answer

    def months(self, portal: Portal) -> list[tuple[int, int]]:
        """Year and month of each that it reaches, from the first."""
        shown = self.month(portal)
        first, last = (day.year * 12 + day.month - 1 for day in (shown.first_day, shown.last_day))
        return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]


def calendars(place: Town, wanted: int) -> list[Calendar]:
    """Some calendars of the town: families far from each other, each activity in turn (so that two towns can
    be compared)."""
    portal = open_portal(place.url, StandingClock())
    known = parents(place.url)
    activities = _activities(place)
    return [
        next(_calendars_of(activities[number % len(activities)], portal, known[start:] + known[:start]))
        for number in range(wanted)
        for start in [len(known) * number // wanted]
    ]


def _calendars_of(activity_id: int, portal: Portal, known: list[Actor]) -> Iterator[Calendar]:
    """Children whom an activity concerns."""
    for actor in known:
        assert actor.family_id is not None
        view = portal.choices(actor=actor, family_id=actor.family_id)
        assert not isinstance(view, Refused)
        for child in view.children:
            if any(one.activity_id == activity_id for one in child.activities):
                yield Calendar(actor, child.child_id, activity_id)


def _activities(place: Town) -> list[int]:
    with open_store(place.url, StandingClock()).reading() as connection:
        return list(connection.scalars(select(t.activity.c.id).order_by(t.activity.c.position)))


def parents(url: str) -> list[Actor]:
    """The parents' accounts of active families, in order."""
    account, family = t.account.c, t.family.c
    statement = (
        select(account.id, account.family_id, account.display_name)
        .join_from(t.account, t.family)
        .where(account.role == Role.FAMILY.value, family.is_active, account.family_id.is_not(None))
        .order_by(account.id)
    )
    with open_store(url, StandingClock()).reading() as connection:
        return [
            Actor(account_id=row.id, role=Role.FAMILY, family_id=row.family_id, name=row.display_name)
            for row in connection.execute(statement)
        ]


def _folder() -> Path:
    if (named := os.environ.get("PORTAIL_BANC")) is not None:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("portail-famille", appauthor=False) / "banc"


def _make(path: Path, note: Path, families: int, bookings_per_child: int) -> None:
    print(
        f"making a town of {families} families, {bookings_per_child} bookings a child, in {path.parent}…",
        file=sys.stderr,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    generate(path, clock=StandingClock(), families=families, bookings_per_child=bookings_per_child)
    made = _Note(time.perf_counter() - begun, datetime.now(UTC).date().isoformat())
    note.write_text(json.dumps(asdict(made)), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Note:
    seconds: float
    made_on: str


def _forget(folder: Path, families: int) -> None:
    """Remove what an earlier generator made: a gigabyte each."""
    for old in folder.glob(f"commune-{families}-*.db"):
        for ending in COMPANIONS:
            old.with_name(old.name + ending).unlink(missing_ok=True)
        old.with_suffix(".json").unlink(missing_ok=True)


def _makers_digest() -> str:
    package = Path(portail_tui.__file__).parent
    digest = hashlib.sha256()
    for room in MAKERS:
        for source in sorted((package / room).rglob("*")):
            if source.suffix in (".py", ".toml"):
                digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
