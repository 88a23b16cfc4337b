"""The demonstration's log-ins. The log-in screen shows the first three; each other one shows a case."""

from __future__ import annotations

from portail_tui.portal import DemoLogin

PASSWORD = "Portail-demo-2026"  # noqa: S105 (shown on the log-in screen: nothing here is anyone's)

FAMILY, AGENT, ADMIN = "famille@exemple.fr", "agent@exemple.fr", "admin@exemple.fr"
SHOWN = (
    DemoLogin("Famille", FAMILY, PASSWORD),
    DemoLogin("Agent", AGENT, PASSWORD),
    DemoLogin("Administrateur", ADMIN, PASSWORD),
)

SHARED_A, SHARED_B = "alternee@exemple.fr", "alternee2@exemple.fr"
"""The two homes of one child."""
EXPIRED_QUOTIENT = "quotient@exemple.fr"
INACTIVE = "inactif@exemple.fr"
"""Its account is not activated yet."""
TOO_YOUNG = "petit@exemple.fr"
"""Its child has nothing to choose."""
MISSING_DOCUMENT = "document@exemple.fr"
EMPTY_WALLET = "vide@exemple.fr"
IN_DEBT = "dette@exemple.fr"
OUTSIDE = "exterieur@exemple.fr"
"""Lives elsewhere."""
