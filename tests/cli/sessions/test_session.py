"""Where a session says that its person sits, from what its environment tells."""

import pytest

from portail_tui.cli.sessions.session import place
from portail_tui.portal import Place


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, Place.OWN_MACHINE),
        ({"SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22"}, Place.REMOTE),
        ({"SSH_TTY": "/dev/pts/3"}, Place.REMOTE),
        ({"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, Place.REMOTE),
        ({"PORTAIL_BORNE": "1"}, Place.KIOSK),
        ({"PORTAIL_BORNE": "1", "SSH_TTY": "/dev/pts/3"}, Place.KIOSK),
    ],
)
def test_a_sessions_place_is_told_by_its_environment(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], expected: Place
):
    for name in ("SSH_CONNECTION", "SSH_TTY", "TEXTUAL_DRIVER", "PORTAIL_BORNE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert place() is expected
