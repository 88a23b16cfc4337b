"""Mails about the family's account, its wallet and its invoices. Amounts are cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portail_tui.domain.ops.mail import MailKind
from portail_tui.domain.staff.decisions import RefundMeans
from portail_tui.texts.mails.mail import FamilyMail, Text
from portail_tui.texts.shared.formats import NBSP, counted, long_date, money

SEE_WALLET = f"Le détail est dans le portail famille, «{NBSP}Ma tirelire{NBSP}»."
SEE_INVOICES = f"Dans le portail famille, ouvrez «{NBSP}Factures{NBSP}», puis «{NBSP}Factures{NBSP}»."
TO_SETTLE = "Votre solde est à régulariser : rien n'est annulé. Pensez à alimenter votre tirelire."


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountActivated(FamilyMail):
    """The family accepted the rules of its account: it can book."""

    kind = MailKind.ACCOUNT_ACTIVATED

    def text(self) -> Text:
        return "Votre compte famille est activé", [
            "Votre compte famille est activé : vous pouvez réserver les activités de vos enfants."
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotientApplied(FamilyMail):
    """An agent accepted the family's quotient."""

    kind = MailKind.QUOTIENT_ACCEPTED
    from_on: date
    """The first local day priced by it."""
    bookings: int
    """How many days already paid have another price."""
    debited_cents: int
    """What these days cost more; negative where money is given back."""
    balance_cents: int
    """In the wallet, after that."""

    def text(self) -> Text:
        return "Votre quotient est pris en compte", [
            f"Vos tarifs suivent votre nouveau quotient à partir du {long_date(self.from_on)}.",
            *_repriced_days(self.bookings, self.debited_cents),
            *_balance(self.balance_cents),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffChanged(FamilyMail):
    """The town changed a tariff, and days already paid have another price."""

    kind = MailKind.TARIFF_CHANGED
    bookings: int
    """How many of the family's days."""
    debited_cents: int
    """What these days cost more; negative where money is given back."""

    def text(self) -> Text:
        return "Un tarif change", [
            "La commune a changé un tarif.",
            *_repriced_days(self.bookings, self.debited_cents),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund(FamilyMail):
    """The town pays money of the wallet back. The agent's reason stays in the portal."""

    kind = MailKind.REFUND
    amount_cents: int
    means: RefundMeans
    balance_cents: int
    """In the wallet, after that."""

    def text(self) -> Text:
        return "Remboursement enregistré", [
            f"La mairie vous rembourse {money(self.amount_cents)} par {self.means.value}.",
            *_balance(self.balance_cents),
            SEE_WALLET,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(FamilyMail):
    """An agent corrected the wallet. The agent's reason stays in the portal."""

    kind = MailKind.CORRECTION
    cents: int
    """Added to the wallet; negative where taken out."""
    balance_cents: int
    """In the wallet, after that."""

    def text(self) -> Text:
        way = "ajoutés à" if self.cents > 0 else "retirés de"
        return "Correction de votre tirelire", [
            f"La mairie a corrigé votre tirelire : {money(abs(self.cents))} {way} votre solde.",
            *_balance(self.balance_cents),
            SEE_WALLET,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpReceived(FamilyMail):
    """The family paid money into its wallet."""

    kind = MailKind.TOPPED_UP
    cents: int
    balance_cents: int
    """In the wallet, after that."""

    def text(self) -> Text:
        return "Versement reçu", [
            f"Nous avons reçu votre versement de {money(self.cents)}.",
            *_balance(self.balance_cents),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvoice(FamilyMail):
    """An invoice is there to be paid."""

    kind = MailKind.INVOICE_ISSUED
    number: str
    cents: int
    due_on: date
    """The last local day to pay."""

    def text(self) -> Text:
        return f"Votre facture {self.number}", [
            f"Votre facture {self.number} est arrivée : {money(self.cents)}, à payer au plus tard le {long_date(self.due_on)}.",
            SEE_INVOICES,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceUndone(FamilyMail):
    """A credit note cancels an invoice."""

    kind = MailKind.INVOICE_UNDONE
    number: str
    """Of the credit note."""
    corrects: str
    """The number of the invoice."""

    def text(self) -> Text:
        return f"Votre facture {self.corrects} est annulée", [
            f"La mairie annule votre facture {self.corrects} par l'avoir {self.number}.",
            "Vous ne devez plus rien pour cette facture.",
            SEE_INVOICES,
        ]


def _repriced_days(bookings: int, debited_cents: int) -> list[str]:
    """How days already paid follow a new price."""
    if not bookings:
        return []
    days = counted(bookings, "jour déjà payé change de prix", "jours déjà payés changent de prix")
    moved = (
        f"{money(debited_cents)} de plus"
        if debited_cents > 0
        else f"{money(-debited_cents)} vous sont rendus"
    )
    return [f"{days} : {moved}." if debited_cents else f"{days}, sans rien changer au total.", SEE_WALLET]


def _balance(cents: int) -> list[str]:
    return [f"Solde de votre tirelire : {money(cents)}.", *([TO_SETTLE] if cents < 0 else [])]
