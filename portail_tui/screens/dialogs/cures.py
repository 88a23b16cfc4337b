"""Where a refusal leads: the page on which the family can mend what was in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from portail_tui.domain.refusals import Reason
from portail_tui.screens.pages import PAGES, load_page


@dataclass(frozen=True, slots=True)
class Cure:
    label: str
    """The button's words."""
    screen: Callable[[], Screen[Any]]


_WALLET = Cure("Ouvrir ma tirelire", lambda: load_page(PAGES.WALLET))
_CONTACT = Cure("Contacter la mairie", lambda: load_page(PAGES.CONTACT))

CURES: Mapping[Reason, Cure] = {
    Reason.ACCOUNT_INACTIVE: _WALLET,
    Reason.WALLET_SHORT: _WALLET,
    Reason.DOCUMENT_MISSING: _CONTACT,
    Reason.NOTHING_FOR_CHILD: _CONTACT,
    Reason.PAY_AT_DESK: _CONTACT,
    Reason.TOO_LATE_TO_CANCEL: _CONTACT,
    Reason.NOT_ALLOWED: _CONTACT,
}
