"""The slip with a temporary password that an agent hands over: printed once, stored nowhere."""

from __future__ import annotations

from datetime import datetime

from portail_tui.domain.rules.deadlines import local_day
from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.paper.letter import Large, PrintedFacts, PrintedLetter, Text
from portail_tui.texts.shared.formats import local_hour, long_date

TITLE = "Votre mot de passe provisoire"
HOW = (
    "Dans le portail famille, saisissez votre email, puis ce mot de passe. "
    "Les tirets et les majuscules ne comptent pas. Vous choisirez aussitôt votre propre mot de passe."
)
CARE = "Il ne sert qu'une fois. Ne le donnez à personne, et jetez ce papier ensuite."


def password_slip(
    *, sender: TownContact, email: str, secret: str, made_at: datetime, until: datetime
) -> PrintedLetter:
    """``secret``: in groups of four. ``made_at``, ``until``: UTC instants."""
    limit = f"{long_date(local_day(until))} à {local_hour(until)}"
    return PrintedLetter(
        title=TITLE,
        sender=sender,
        made_at=made_at,
        blocks=(
            PrintedFacts((("Votre email", email), ("Valable jusqu'au", limit))),
            Large(secret),
            Text(HOW),
            Text(CARE, strong=True),
        ),
    )
