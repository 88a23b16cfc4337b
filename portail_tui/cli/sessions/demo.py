"""`portail demo`: the screens on the demonstration town, made at its first opening and kept afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from errno import EDQUOT, ENOSPC
from pathlib import Path

from portail_tui import settings, system
from portail_tui.cli.parser import Parser
from portail_tui.cli.sessions.session import file_sources, file_targets, open_session, this_seat
from portail_tui.demo import files, logins
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.shared.clock import Clock
from portail_tui.portal import Demo, Portal, SessionStart


def run(arguments: list[str]) -> int:
    """Open the demonstration; the exit code."""
    parser = Parser("portail demo", "Ouvre une commune de démonstration, conservée d'une fois à l'autre.")
    parser.add_argument("--neuf", action="store_true", help="refaire la commune à neuf")
    chosen = parser.parse_args(arguments)
    return open_session(session_start(system.SystemClock(), anew=chosen.neuf))


def session_start(clock: Clock, *, anew: bool) -> SessionStart:
    """Everything the application is given. Nothing is opened or made yet: ``load`` does it, in a store
    thread."""
    folder = settings.data_folder()
    found = None if anew else files.newest(folder)

    def make_anew() -> Portal:
        return _open(files.make_anew, clock)

    def load() -> Portal:
        return make_anew() if anew else _open(files.make_first, clock)

    demo = Demo(
        logins=logins.SHOWN,
        # to the hour or two between Paris and UTC: enough to say that it is old
        age_days=0 if found is None else found.age_days(clock.now().date()),
        renew=make_anew,
    )
    seat = this_seat()
    return SessionStart(
        load=load,
        clock=clock,
        new_id=system.new_id,
        demo=demo,
        seat=seat,
        file_targets=file_targets(seat),
        file_sources=file_sources(seat),
    )


def _open(find: Callable[[Path, date, files.Make], files.DemoFile], clock: Clock) -> Portal:
    """Find or make the demonstration's file, and open it. Raises StoreTrouble."""
    from portail_tui.bootstrap import open_portal
    from portail_tui.demo import health
    from portail_tui.demo.generator import make_demo
    from portail_tui.domain.rules.deadlines import local_day
    from portail_tui.gateways.cards import StandIn

    try:
        town = find(settings.data_folder(), local_day(clock.now()), lambda path: make_demo(path, clock))
    except OSError as error:
        raise StoreTrouble(_fault_of(error), str(settings.data_folder())) from error
    return open_portal(town.url, clock, cards=StandIn(), keys=health.places(town.path), bring_up_to_date=True)


def _fault_of(error: OSError) -> StoreFault:
    return StoreFault.DISK_FULL if error.errno in (ENOSPC, EDQUOT) else StoreFault.READ_ONLY
