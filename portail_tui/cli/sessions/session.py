"""Running the application, and what is said when it cannot run: a sentence, never a traceback."""

from __future__ import annotations

import os
import sys

from portail_tui import incidents, settings, system
from portail_tui.cli import exit_codes
from portail_tui.cli.parser import say
from portail_tui.cli.sessions.gc_tuning import few_rounds
from portail_tui.domain.ops.store_errors import StoreTrouble
from portail_tui.gateways.file_sources import MachineFileSources
from portail_tui.gateways.file_targets import MachineFileTargets
from portail_tui.portal import FileSources, FileTargets, Seat, SessionStart

OTHER_DRIVER = "TEXTUAL_DRIVER"
"""Set where the screens are not drawn on this process's own terminal (a browser)."""

KIOSK = "PORTAIL_BORNE"
"""Set on a machine of the town's that stands in a public room."""
BY_SSH = ("SSH_CONNECTION", "SSH_TTY")


def this_seat() -> Seat:
    """Seat of the person of this session."""
    if os.environ.get(KIOSK):
        return Seat.KIOSK
    is_elsewhere = OTHER_DRIVER in os.environ or any(name in os.environ for name in BY_SSH)
    return Seat.REMOTE if is_elsewhere else Seat.OWN_MACHINE


def file_targets(seat: Seat) -> FileTargets:
    """File targets of a session: none on this machine for a person who sits elsewhere."""
    return MachineFileTargets(prints=seat is not Seat.REMOTE, has_disk=seat is Seat.OWN_MACHINE)


def file_sources(seat: Seat) -> FileSources:
    """File sources of a session."""
    scanner = None
    if seat is not Seat.REMOTE:
        try:
            scanner = settings.scanner_folder()
        except settings.InvalidSettings as error:
            say(str(error))
    return MachineFileSources(has_disk=seat is Seat.OWN_MACHINE, scanner=scanner)


def open_session(start: SessionStart) -> int:
    """Show the screens until the person leaves; the exit code."""
    if not _has_terminal():
        say("portail s'affiche dans un terminal. Lancez-le depuis une fenêtre de terminal, sans redirection.")
        return exit_codes.MISUSED
    log = incidents.install(settings.log_folder(), system.new_id)
    try:
        with few_rounds(start) as quiet:
            from portail_tui.app import PortailApp

            app = PortailApp(quiet)
            app.run()
        code = app.return_code or exit_codes.OK
    except StoreTrouble as trouble:
        return say_trouble(trouble)
    except Exception as error:
        incidents.note(error, log)
        say("Une erreur a arrêté le portail. Rien n'est à moitié enregistré : relancez-le.")
        code = exit_codes.UNEXPECTED
    if code != exit_codes.OK:  # the application has said that it stopped
        _say_reference(log)
        return exit_codes.UNEXPECTED
    return code


def say_trouble(trouble: StoreTrouble) -> int:
    """Say what is wrong with the store; the exit code."""
    from portail_tui.texts.shared.store_faults import store_fault

    say(store_fault(trouble.fault, writing=False))
    return exit_codes.STORE_TROUBLE


def _has_terminal() -> bool:
    return OTHER_DRIVER in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())


def _say_reference(log: incidents.IncidentLog) -> None:
    if log.last_reference is not None:
        say(f"Si cela recommence, donnez cette référence à la mairie : {log.last_reference}")
        say(f"Le détail est dans {log.path}")
