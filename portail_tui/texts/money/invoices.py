"""Words of invoices, on paper and on screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from portail_tui.domain.money.invoice_views import InvoiceDetail, InvoiceRow
from portail_tui.domain.money.invoices import OWED, InvoiceContent, InvoiceKind, InvoiceLine, InvoiceState
from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.texts.shared.formats import (
    NBSP,
    counted,
    day_month,
    hundredths,
    long_date,
    money,
    month_name,
)

STATES: Mapping[InvoiceState, str] = {
    InvoiceState.DUE: "à payer",
    InvoiceState.PARTLY_PAID: "partiellement payée",
    InvoiceState.OVERDUE: "échéance dépassée",
    InvoiceState.PAID: "payée",
    InvoiceState.CANCELLED: "annulée (avoir)",
    InvoiceState.CREDIT_NOTE: "avoir",
}
TO_PAY = OWED


def standing(row: InvoiceRow) -> str:
    """State of an invoice in a list: « à payer jusqu'au 03/12 », « payée »."""
    if row.state in (InvoiceState.DUE, InvoiceState.PARTLY_PAID) and row.due_on is not None:
        left = "à payer" if row.state is InvoiceState.DUE else "reste à payer"
        return f"{left} jusqu'au {row.due_on:%d/%m}"
    return STATES[row.state]


def owed(owed_cents: int, overdue_cents: int) -> str:
    """Line above the list: what is to be paid, and what is overdue, in cents."""
    if not owed_cents:
        return "Vous n'avez rien à payer."
    late = f", dont {money(overdue_cents)} d'échéance dépassée" if overdue_cents else ""
    return f"À payer{NBSP}: {money(owed_cents)}{late}."


def about(detail: InvoiceDetail) -> Iterator[str]:
    """State of an invoice and ways to pay it, in a few sentences."""
    row, content = detail.row, detail.content
    if row.kind is InvoiceKind.CREDIT_NOTE:
        yield f"Cet avoir annule la facture {content.corrects} en entier."
        yield f"Motif{NBSP}: {content.reason}"
        return
    match row.state:
        case InvoiceState.CANCELLED:
            yield f"Facture annulée par l'avoir {detail.credited_by}. Vous ne devez rien."
        case InvoiceState.PAID:
            yield "Facture payée. Merci."
        case InvoiceState.OVERDUE:
            yield f"{money(row.owed_cents)} restent dus, l'échéance est dépassée."
            yield means(content.contact)
        case _:
            due = "" if row.due_on is None else f" jusqu'au {long_date(row.due_on)}"
            yield f"{money(row.owed_cents)} à payer{due}."
            yield means(content.contact)


def title(kind: InvoiceKind, number: str) -> str:
    """Title of an invoice or credit note: « Facture 2026-000123 », « Avoir AV2026-000001 »."""
    return f"{'Avoir' if kind is InvoiceKind.CREDIT_NOTE else 'Facture'} {number}"


def paid(number: str) -> str:
    """Line of a statement: the payment of an invoice."""
    return f"Paiement de la facture {number}"


def period(first_on: date, last_on: date) -> str:
    """Months between two days: « octobre 2026 » where both are of one month, else both months."""
    first, last = (month_name(day.year, day.month).lower() for day in (first_on, last_on))
    return first if first == last else f"{first} à {last}"


def days(served: Iterable[date]) -> str:
    """Days of a line: « 2, 3 et 5 octobre, 2 novembre »."""
    months = []
    for _, group in groupby(served, lambda day: (day.year, day.month)):
        each = list(group)
        last = day_month(each[-1], weekday=False)
        before = ", ".join("1er" if day.day == 1 else str(day.day) for day in each[:-1])
        months.append(f"{before} et {last}" if before else last)
    return ", ".join(months)


def activity(line: InvoiceLine) -> str:
    """Activity and unit of a line: « Accueil périscolaire, soir »."""
    return f"{line.activity_name}, {line.unit_label.lower()}" if line.unit_label else line.activity_name


def tariff(line: InvoiceLine) -> str:
    """Basis of the price: the quotient and its bracket, or that the maximum applies."""
    said = []
    if line.is_maximum:
        said.append("tarif maximum")
    elif line.quotient_hundredths is not None:
        said.append(f"quotient {hundredths(line.quotient_hundredths)}")
    if line.bracket_from is not None:
        low = hundredths(line.bracket_from)
        said.append(
            f"tranche à partir de {low}"
            if line.bracket_to is None
            else f"tranche de {low} à moins de {hundredths(line.bracket_to)}"
        )
    return ", ".join(said)


def counted_days(line: InvoiceLine) -> str:
    return counted(len(line.days), "jour", "jours")


def pay_before(due_on: date) -> str:
    """Last day to pay: « mardi 1er décembre 2026 »."""
    return long_date(due_on)


def means(contact: TownContact) -> str:
    """Ways to pay an invoice, as the town gives them."""
    if not contact.means_at_desk:
        return "Pour payer, adressez-vous à l'accueil de la mairie."
    return f"Pour payer, à l'accueil de la mairie{NBSP}: {', '.join(contact.means_at_desk)}."


def complaints(content: InvoiceContent) -> str:
    """Where to send a complaint: the address that the town gives, or its service."""
    contact = content.contact
    where = content.terms.complaints or f"{contact.service}, {contact.phone}, {contact.email}"
    return f"Une erreur{NBSP}? Adressez votre réclamation{NBSP}: {where}."
