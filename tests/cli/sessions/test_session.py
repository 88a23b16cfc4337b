"""Where a session says that its person sits, from what its environment tells."""

import pytest

from portail_tui.cli.sessions.session import this_seat
from portail_tui.portal import Seat


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, Seat.OWN_MACHINE),
        ({"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22"}, Seat.REMOTE),
        ({"SSH_TTY": "/dev/pts/3"}, Seat.REMOTE),
        ({"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, Seat.REMOTE),
        ({"PORTAIL_BORNE": "1"}, Seat.KIOSK),
        ({"PORTAIL_BORNE": "1", "SSH_TTY": "/dev/pts/3"}, Seat.KIOSK),
    ],
)
def test_a_sessions_place_is_told_by_its_environment(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], expected: Seat
):
    for name in ("SSH_CONNECTION", "SSH_TTY", "TEXTUAL_DRIVER", "PORTAIL_BORNE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert this_seat() is expected
