"""The to-do list of a family's home page, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portail_tui.domain.families.views import Todo, TodoKind
from portail_tui.domain.rules.deadlines import Limit
from portail_tui.domain.rules.quotients import WhyMaximum
from portail_tui.texts.money.wallet import ACTIVATE_FIRST
from portail_tui.texts.money.why_maximum import WHY_MAXIMUM
from portail_tui.texts.shared.formats import NBSP, day_month, long_date, money, until


@dataclass(frozen=True, slots=True)
class TodoWords:
    title: str
    sentence: str


_MAXIMUM = "Vous payez le tarif maximum"


def todo(item: Todo) -> TodoWords:
    """Title, explanation and button of one item of the to-do list."""
    cents = int(item.details.get("cents", 0))
    child = str(item.details.get("child", ""))
    document = str(item.details.get("document", ""))
    match item.kind:
        case TodoKind.ACCOUNT_INACTIVE:
            return TodoWords("Activez votre compte famille", ACTIVATE_FIRST)
        case TodoKind.PLACE_OFFERED:
            day = day_month(date.fromisoformat(str(item.details["day"])))
            end = until(Limit.of_instant(datetime.fromisoformat(str(item.details["until"]))))
            return TodoWords(
                f"Une place vous est gardée pour {child}",
                f"{item.details['activity']}, {day}. Réservez-la avant le {end}.",
            )
        case TodoKind.LOW_BALANCE:
            return TodoWords(
                "Solde bas", f"Il reste {money(cents)} dans votre tirelire. Pensez à l'alimenter."
            )
        case TodoKind.BALANCE_TO_SETTLE:
            return TodoWords("Solde à régulariser", f"Il manque {money(-cents)}. Alimentez votre tirelire.")
        case TodoKind.INVOICE_DUE:
            late = int(item.details["overdue_cents"])
            day = long_date(date.fromisoformat(str(item.details["day"])), weekday=False)
            when = f"Échéance dépassée pour {money(late)}." if late else f"À payer jusqu'au {day}."
            return TodoWords(f"Facture à payer{NBSP}: {money(cents)}", when)
        case TodoKind.DOCUMENT_MISSING:
            whose = f" pour {child}" if child else ""
            return TodoWords(
                f"Document à fournir{whose}",
                f"«{NBSP}{document}{NBSP}»{NBSP}: envoyez-le pour réserver.",
            )
        case TodoKind.DOCUMENT_EXPIRES_SOON:
            day = long_date(date.fromisoformat(str(item.details["day"])))
            return TodoWords(
                "Un document expire bientôt",
                f"«{NBSP}{document}{NBSP}»{f' de {child}' if child else ''} est valable jusqu'au {day}. Envoyez le nouveau.",
            )
        case TodoKind.QUOTIENT_EXPIRED:
            return TodoWords(_MAXIMUM, WHY_MAXIMUM[WhyMaximum.EXPIRED])
        case TodoKind.QUOTIENT_MISSING:
            return TodoWords(_MAXIMUM, WHY_MAXIMUM[WhyMaximum.NONE])
        case TodoKind.QUOTIENT_REFUSED:
            return TodoWords(_MAXIMUM, WHY_MAXIMUM[WhyMaximum.REFUSED])
        case TodoKind.QUOTIENT_EXPIRES_SOON:
            day = long_date(date.fromisoformat(str(item.details["day"])))
            return TodoWords(
                "Votre quotient expire bientôt",
                f"Il est valable jusqu'au {day}. Apportez votre nouvelle attestation à la mairie.",
            )
