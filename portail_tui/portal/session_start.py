"""Everything the application is given when it starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portail_tui.domain.shared.clock import Clock
    from portail_tui.portal import Portal
    from portail_tui.portal.file_sources import FileSources
    from portail_tui.portal.file_targets import FileTargets


class Seat(Enum):
    """Place of the person, seen from this process; it decides which files may be read and written."""

    OWN_MACHINE = "own_machine"
    """The disk, the printer and the windows are the person's own."""
    REMOTE = "remote"
    """Over ssh or in a browser: this disk is the town's, and is never shown."""
    KIOSK = "kiosk"
    """The town's machine, in a public room: its scanner and its printer serve, its disk is never shown."""


@dataclass(frozen=True, slots=True)
class DemoLogin:
    who: str
    """« Famille », « Agent », « Administrateur »."""
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Demo:
    """Demonstration log-ins shown on the log-in screen."""

    logins: tuple[DemoLogin, ...]
    age_days: int
    """Age of its town in days; 0 where it is made as this session starts."""
    renew: Callable[[], Portal]
    """Makes the town anew (seconds; in a store thread) and answers its portal. May raise StoreTrouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStart:
    """All that the application is given: made by ``cli`` without importing services or store."""

    load: Callable[[], Portal]
    """Opens the store (makes the demonstration's first, where there is none). Called once, in a store thread,
    while the log-in screen is already up. May raise StoreTrouble."""
    clock: Clock
    new_id: Callable[[], str]
    """A fresh identifier for an operation."""
    origin: str = "local"
    """Origin of the session, for the log-in throttle."""
    demo: Demo | None = None
    seat: Seat = Seat.REMOTE
    """Denied by default: nothing of this machine's disk is shown unless it is known to be the person's."""
    file_targets: FileTargets | None = None
    """Targets of files that the portal makes; None: none."""
    file_sources: FileSources | None = None
    """Sources of files to send; None: none."""
