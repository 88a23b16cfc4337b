"""An unexpected error goes to the log under a reference; the screen and the log never show anyone's data."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from portail_tui import incidents
from portail_tui.cli import exit_codes
from portail_tui.cli.sessions.session import say_trouble
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from tests.cli.conftest import Run

FAILS_WHILE_OPENING = """
import sys
from portail_tui import system
from portail_tui.cli.sessions.session import open_session
from portail_tui.portal import SessionStart

def load():
    password = "Mot-de-passe-secret"
    raise ValueError("for agent@exemple.fr")

sys.exit(open_session(SessionStart(load=load, clock=system.SystemClock(), new_id=system.new_id)))
"""


@pytest.fixture
def log(tmp_path: Path) -> Iterator[incidents.IncidentLog]:
    root = logging.getLogger()
    before = list(root.handlers)
    numbers = count(1)
    yield incidents.install(tmp_path / "log", lambda: f"{next(numbers):032x}")
    root.handlers[:] = before


def fail() -> None:
    iban = "FR7630006000011234567890189"
    try:
        int(iban)
    except ValueError as error:
        raise RuntimeError(f"of {iban}") from error


def written(log: incidents.IncidentLog) -> str:
    return log.path.read_text(encoding="utf-8")


def test_an_error_is_written_without_its_message_and_without_any_variable(log: incidents.IncidentLog):
    with pytest.raises(RuntimeError) as found:
        fail()
    reference = incidents.note(found.value, log)
    assert reference is not None
    text = written(log)
    assert f"[{reference}]" in text
    assert "builtins.ValueError\nthen" in text
    assert "builtins.RuntimeError" in text
    assert "test_incidents.py" in text
    assert "FR76" not in text


def test_the_log_is_its_owner_s_alone(log: incidents.IncidentLog):
    incidents.note(ValueError(), log)
    assert log.path.stat().st_mode & 0o777 == 0o600


def test_what_other_libraries_say_of_what_they_handled_is_not_written(log: incidents.IncidentLog):
    logging.getLogger("asyncio").error("lost: %r", "famille@exemple.fr")
    logging.getLogger("portail_tui.app").error("the application stopped")
    text = written(log)
    assert "famille@exemple.fr" not in text
    assert "the application stopped" in text


def test_one_fault_told_twice_is_one_incident(log: incidents.IncidentLog):
    error = ValueError()
    for _ in range(2):
        logging.getLogger("portail_tui.app").critical("the application stopped", exc_info=error)
    assert written(log).count("[") == 1


def test_two_errors_have_two_references(log: incidents.IncidentLog):
    assert incidents.note(ValueError(), log) != incidents.note(ValueError(), log)


def test_where_nothing_can_be_written_the_error_is_dropped(tmp_path: Path, log: incidents.IncidentLog):
    (tmp_path / "log").write_text("a file where the folder should be")
    assert incidents.note(ValueError(), log) is None


def test_a_reference_can_be_read_out():
    reference = incidents.reference_of("ffffffffffffffffffffffffffffffff")
    assert len(reference) == 6
    assert set(reference) <= set(incidents.ALPHABET)
    assert not set("01IO") & set(incidents.ALPHABET)


@pytest.mark.parametrize("fault", list(StoreFault))
def test_every_fault_of_a_store_has_a_sentence_and_an_exit_code(
    fault: StoreFault, capsys: pytest.CaptureFixture[str]
):
    assert say_trouble(StoreTrouble(fault, "/secret/path")) == exit_codes.STORE_TROUBLE
    words = capsys.readouterr().err
    assert words.strip().endswith(".")
    assert "/secret/path" not in words


def test_an_application_that_stops_shows_a_reference_and_no_traceback(in_terminal: Run, folder: Path):
    code, words = in_terminal(FAILS_WHILE_OPENING)
    assert code == exit_codes.UNEXPECTED
    assert "donnez cette référence" in words
    assert "Traceback" not in words
    text = (folder / incidents.LOG_FILE).read_text(encoding="utf-8")
    assert "builtins.ValueError" in text
    for secret in ("agent@exemple.fr", "Mot-de-passe-secret"):
        assert secret not in words
        assert secret not in text
