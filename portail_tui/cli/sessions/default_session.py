"""`portail` without a subcommand: the screens on the store that this machine is set up for."""

from __future__ import annotations

from pathlib import Path

from portail_tui import system
from portail_tui.cli import exit_codes
from portail_tui.cli.sessions.session import file_sources, file_targets, open_session, say_trouble, this_seat
from portail_tui.cli.store_config import configured
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.ops.store_url import SqliteAddress
from portail_tui.portal import Portal, SessionStart

SQLITE_HEADER = b"SQLite format 3\0"


def run() -> int:
    """Open the configured store, or say how to set one up."""
    found = configured()
    if found is None:
        return exit_codes.MISUSED
    url, address = found
    if isinstance(address, SqliteAddress):
        try:
            check_file(address.path)
        except StoreTrouble as trouble:
            return say_trouble(trouble)
    clock = system.SystemClock()

    def load() -> Portal:
        from portail_tui.bootstrap import open_portal

        return open_portal(url, clock)

    seat = this_seat()
    return open_session(
        SessionStart(
            load=load,
            clock=clock,
            new_id=system.new_id,
            seat=seat,
            file_targets=file_targets(seat),
            file_sources=file_sources(seat),
        )
    )


def check_file(path: Path) -> None:
    """Report, before any screen, what a glance at the store's file shows. Raises StoreTrouble."""
    try:
        with path.open("rb") as file:
            start = file.read(len(SQLITE_HEADER))
    except FileNotFoundError:
        raise StoreTrouble(StoreFault.MISSING, str(path)) from None
    except IsADirectoryError:
        raise StoreTrouble(StoreFault.CORRUPT, str(path)) from None
    except OSError:
        raise StoreTrouble(StoreFault.UNREACHABLE, str(path)) from None
    if start != SQLITE_HEADER:
        raise StoreTrouble(StoreFault.CORRUPT, str(path))
