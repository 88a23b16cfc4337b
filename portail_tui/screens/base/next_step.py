"""The page or action that can remedy a refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.screen import Screen

from portail_tui.domain.families.facts import EnrolmentStatus
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.screens.base.pages import PAGES, load_page


@dataclass(frozen=True, slots=True)
class NextStep:
    label: str
    """The button's words."""
    screen: Callable[[], Screen[Any]] | None
    """Page that remedies it; None where the screen that showed the refusal can do it itself."""


_WALLET = NextStep("Ouvrir ma tirelire", lambda: load_page(PAGES.WALLET))
_CONTACT = NextStep("Contacter la mairie", lambda: load_page(PAGES.CONTACT))
_ASK_ENROLMENT = NextStep("Demander l'inscription", None)

_NEXT_STEPS: Mapping[Reason, NextStep] = {
    Reason.ACCOUNT_INACTIVE: _WALLET,
    Reason.WALLET_SHORT: _WALLET,
    Reason.NO_FILE_FROM_HERE: _CONTACT,
    Reason.TOO_MANY_DOCUMENTS: _CONTACT,
    Reason.NOTHING_FOR_CHILD: _CONTACT,
    Reason.PAY_AT_DESK: _CONTACT,
    Reason.TOO_LATE_TO_CANCEL: _CONTACT,
    Reason.NOT_ALLOWED: _CONTACT,
    Reason.ENROLMENT_FIRST: _ASK_ENROLMENT,
}


def next_step_of(refused: Refused) -> NextStep | None:
    """The one next step that mends a refusal, where there is one."""
    if refused.details.get("state") == EnrolmentStatus.PENDING.value:
        return _CONTACT  # asked already: an agent's turn
    if refused.reason is Reason.DOCUMENT_MISSING:
        return NextStep("Envoyer le document", partial(_send_document, refused))
    return _NEXT_STEPS.get(refused.reason)


def _send_document(refused: Refused) -> Screen[Any]:
    """The page that sends the first of the documents that are missing."""
    child_id, type_id = (int(refused.details.get(name, 0)) or None for name in ("child_id", "type_id"))
    return load_page(PAGES.SEND_DOCUMENT, child_id, type_id)
