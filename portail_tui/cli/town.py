"""`portail` without a subcommand: the screens on the store that this machine is set up for."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from portail_tui import settings, system
from portail_tui.cli import exits
from portail_tui.cli.parser import say
from portail_tui.cli.session import open_session, say_trouble
from portail_tui.domain.refusals import StoreFault, StoreTrouble
from portail_tui.portal import Portal, SessionStart

SQLITE_HEADER = b"SQLite format 3\0"


def run() -> int:
    """Open the configured store, or say how to set one up."""
    try:
        url = settings.store_url()
    except settings.InvalidSettings as mistake:
        say(str(mistake))
        return exits.MISUSED
    if url is None:
        say("Aucune commune n'est installée sur cette machine.")
        say("Pour essayer le portail avec une commune de démonstration : portail demo")
        say(f"Pour ouvrir les données de votre commune, indiquez leur adresse dans {settings.BASE}")
        say(f'ou dans {settings.settings_path()} : base = "sqlite:////dossier/commune.db"')
        return exits.MISUSED
    try:
        check_file(sqlite_file(url))
    except StoreTrouble as trouble:
        return say_trouble(trouble)
    except ValueError as mistake:
        say(str(mistake))
        return exits.MISUSED
    clock = system.SystemClock()

    def load() -> Portal:
        from portail_tui.bootstrap import open_portal

        return open_portal(url, clock)

    return open_session(SessionStart(load=load, clock=clock, new_id=system.new_id))


def sqlite_file(url: str) -> Path:
    """The file that a URL names. Raises ValueError, with a French sentence that never quotes the URL: it
    may hold a password."""
    parts = urlsplit(url)
    if parts.scheme != "sqlite" or not parts.path.strip("/"):
        raise ValueError(
            "L'adresse des données n'est pas comprise. Elle s'écrit sqlite:////dossier/commune.db"
        )
    # as SQLAlchemy reads it: three slashes for a relative path, four for an absolute one
    return Path(parts.path[1:])


def check_file(path: Path) -> None:
    """Tell before any screen what a glance at the file tells. Raises StoreTrouble."""
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
