"""What is not imported on the way to the first frame of the log-in screen."""

import subprocess
import sys
import textwrap

HEAVY = (
    "alembic",
    "argon2",
    "babel",
    "fpdf",
    "keyring",
    "portail_tui.demo.generator",
    "portail_tui.domain.bookings.views",
    "portail_tui.services",
    "portail_tui.store",
    "pydantic",
    "sqlalchemy",
    "sqlmodel",
)


def loaded_before_the_store(code: str) -> set[str]:
    """Modules loaded when the store is first asked for, which is after the first frame."""
    program = textwrap.dedent(
        """
        import os, sys
        from portail_tui.portal import SessionStart
        %s
        def load():
            os.write(1, "\\n".join(["<", *sys.modules, ">"]).encode())
            os._exit(0)
        from portail_tui.app import PortailApp
        PortailApp(SessionStart(load=load, clock=None, new_id=lambda: "id")).run(headless=True, size=(80, 24))
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program % code], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return set(done.stdout.decode().rsplit("<\n", 1)[1].splitlines())


def test_nothing_of_the_store_is_imported_before_the_log_in_screen_is_painted():
    assert loaded_before_the_store("").isdisjoint(HEAVY)


def test_the_command_itself_imports_nothing_of_the_store():
    assert loaded_before_the_store("import portail_tui.cli.main, portail_tui.cli.sessions.demo").isdisjoint(
        HEAVY
    )


def test_control_the_same_test_sees_what_is_imported_too_early():
    assert not loaded_before_the_store("import sqlmodel").isdisjoint(HEAVY)
