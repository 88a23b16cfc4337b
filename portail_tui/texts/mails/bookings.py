"""Mails about booked days, waiting lists and enrolments. Amounts are cents, days are local dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.bookings.views import Outcome
from portail_tui.domain.ops.mail import MailKind
from portail_tui.domain.rules.deadlines import Limit
from portail_tui.domain.shared.refusals import Reason
from portail_tui.texts.bookings.day_states import OUTCOMES
from portail_tui.texts.mails.mail import FamilyMail, Text
from portail_tui.texts.shared.formats import NBSP, long_date, money, until

SEE_BOOKINGS = f"Dans le portail famille, ouvrez «{NBSP}Vérifiez vos inscriptions{NBSP}»."


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedDay:
    """A unit of an activity (« Midi ») on a day."""

    day: date
    unit: str

    @property
    def words(self) -> str:
        """« mardi 1er décembre 2026 (midi) »."""
        day = long_date(self.day)
        return f"{day} ({self.unit.lower()})" if self.unit else day


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDay(MailedDay):
    """What became of a day that the family saved."""

    outcome: Outcome
    cents: int
    """What it costs; negative where it is given back."""
    rank: int | None
    """On the waiting list; None elsewhere."""

    def line(self, *, prepaid: bool) -> str:
        """A line of the list. ``prepaid``: whether the wallet paid, so that the amount is written."""
        outcome = OUTCOMES[self.outcome]
        if self.outcome is Outcome.WAITING and self.rank:
            outcome += f", rang {self.rank}"
        if prepaid and self.cents:
            outcome += f", {money(self.cents)}" if self.cents > 0 else f", {money(-self.cents)} rendus"
        return f"- {self.words} : {outcome}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysSaved(FamilyMail):
    """The family booked, cancelled, or joined waiting lists."""

    kind = MailKind.DAYS_SAVED
    child: str
    activity: str
    lines: tuple[SavedDay, ...]
    debited_cents: int
    """Out of the wallet; negative where money is given back."""
    prepaid: bool
    """Whether the wallet paid; on the invoice otherwise."""

    def text(self) -> Text:
        if not self.prepaid:
            total = "Ces jours seront sur votre facture."
        elif self.debited_cents < 0:
            total = f"Rendu à votre tirelire : {money(-self.debited_cents)}."
        else:
            total = f"Débité de votre tirelire : {money(self.debited_cents)}."
        about = f"{self.child}, {self.activity}"
        return f"Vos jours enregistrés : {about}", [
            f"C'est enregistré pour {about} :",
            "\n".join(line.line(prepaid=self.prepaid) for line in self.lines),
            total,
            SEE_BOOKINGS,
        ]


# --- one day of a child ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _OneDayMail(FamilyMail):
    child: str
    activity: str
    day: date
    unit: str

    @property
    def what(self) -> str:
        day = MailedDay(day=self.day, unit=self.unit)
        return f"{self.child}, {self.activity}, {day.words}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceGiven(_OneDayMail):
    """The first who waited has the place that became free. Of a package: its first day."""

    kind = MailKind.PLACE_GIVEN
    status: BookingStatus
    """BOOKED, or PENDING where an agent has to accept."""
    cents: int
    """Price, of the whole package where it is one."""

    def text(self) -> Text:
        paragraphs = [f"Une place s'est libérée : {self.what}."]
        if self.status is BookingStatus.PENDING:
            paragraphs.append("Votre demande est envoyée : un agent doit encore la valider.")
        else:
            paragraphs.append("Votre enfant est inscrit.")
        if self.cents:
            paragraphs.append(f"Prix du jour : {money(self.cents)}.")
        return f"Une place pour {self.child}", [*paragraphs, SEE_BOOKINGS]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceNotGiven(_OneDayMail):
    """Who waited could not have the place that became free, and waits on."""

    kind = MailKind.PLACE_NOT_GIVEN
    reason: Reason
    missing_cents: int
    """What the wallet lacked, for WALLET_SHORT; 0 for other reasons."""

    def text(self) -> Text:
        match self.reason:
            case Reason.WALLET_SHORT:
                missing = money(self.missing_cents)
                why = f"Il manquait {missing} dans votre tirelire. Alimentez-la pour la prochaine place."
            case Reason.DOCUMENT_MISSING:
                why = "Un document demandé n'est pas encore là : le portail famille vous dit lequel."
            case _:
                why = "Le portail famille vous dit pourquoi, en choisissant de nouveau ce jour."
        return f"Une place n'a pas pu être donnée à {self.child}", [
            f"Une place s'est libérée, mais elle n'a pas pu vous être donnée : {self.what}.",
            why,
            "Rien n'a été débité, et vous gardez votre rang sur la liste d'attente.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOffered(_OneDayMail):
    """A place is held for the family, which asked to be asked first."""

    kind = MailKind.PLACE_OFFERED
    until: datetime
    """UTC."""

    def text(self) -> Text:
        return f"Une place vous est proposée pour {self.child}", [
            f"Une place s'est libérée : {self.what}.",
            f"Elle vous est gardée jusqu'au {until(Limit.of_instant(self.until))}. Rien n'est débité pour l'instant.",
            "Pour la prendre, ouvrez le calendrier de l'activité dans le portail famille, choisissez ce jour, "
            f"puis «{NBSP}Valider{NBSP}». Sans réponse, elle ira à la famille suivante.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLapsed(_OneDayMail):
    """The family did not answer in time: the place is held for it no more."""

    kind = MailKind.OFFER_LAPSED

    def text(self) -> Text:
        return f"La place proposée à {self.child} n'est plus gardée", [
            f"Le délai de réponse est passé : {self.what}.",
            "Rien n'a été débité. La place va à la famille suivante.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLapsed(_OneDayMail):
    """The limit for cancelling has passed: no place will become free. Of a package: its first day."""

    kind = MailKind.WAITING_LAPSED

    def text(self) -> Text:
        return f"Liste d'attente close pour {self.child}", [
            f"Aucune place ne s'est libérée à temps : {self.what}.",
            "La liste d'attente de ce jour est close. Rien n'a été débité.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingLapsed(_OneDayMail):
    """The day began before an agent had accepted it."""

    kind = MailKind.PENDING_LAPSED
    credited_cents: int
    """Given back to the wallet."""

    def text(self) -> Text:
        return f"Demande restée sans réponse pour {self.child}", [
            f"La mairie n'a pas pu valider votre demande à temps : {self.what}.",
            _credited(self.credited_cents),
        ]


# --- an agent's answers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingAccepted(FamilyMail):
    """An agent accepted a booking: one day, or all those of a package."""

    kind = MailKind.BOOKING_ACCEPTED
    child: str
    activity: str
    days: tuple[MailedDay, ...]

    def text(self) -> Text:
        about = f"{self.child}, {self.activity}"
        return f"Demande acceptée : {about}", [
            f"La mairie a accepté : {about}.",
            _list(self.days),
            SEE_BOOKINGS,
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingRefused(FamilyMail):
    """An agent refused a booking, for a reason that is read in the portal."""

    kind = MailKind.BOOKING_REFUSED
    child: str
    activity: str
    days: tuple[MailedDay, ...]
    credited_cents: int
    """Given back to the wallet."""

    def text(self) -> Text:
        about = f"{self.child}, {self.activity}"
        return f"Demande refusée : {about}", [
            f"La mairie n'a pas pu accepter : {about}.",
            _list(self.days),
            _credited(self.credited_cents),
            "Le motif se lit dans le portail famille, sur le calendrier de l'activité.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _EnrolmentMail(FamilyMail):
    child: str
    activity: str
    year: str
    """« 2026-2027 »."""

    @property
    def enrolment(self) -> str:
        return f"{self.child}, {self.activity}, {self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentReceived(_EnrolmentMail):
    """The family asked for a child to be enrolled in an activity for a school year."""

    kind = MailKind.ENROLMENT_ASKED

    def text(self) -> Text:
        return f"Inscription demandée : {self.child}", [
            f"Votre demande est envoyée : {self.enrolment}.",
            "Un agent va répondre. Vous pourrez réserver dès qu'elle sera acceptée.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentAccepted(_EnrolmentMail):
    """An agent accepted the enrolment."""

    kind = MailKind.ENROLMENT_ACCEPTED

    def text(self) -> Text:
        return f"Inscription acceptée : {self.child}", [
            f"La mairie a accepté l'inscription : {self.enrolment}.",
            "Vous pouvez réserver des jours dans le portail famille.",
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRefused(_EnrolmentMail):
    """An agent refused the enrolment, for a reason that is read in the portal."""

    kind = MailKind.ENROLMENT_REFUSED

    def text(self) -> Text:
        return f"Inscription refusée : {self.child}", [
            f"La mairie n'a pas pu accepter l'inscription : {self.enrolment}.",
            "Le motif se lit dans le portail famille, en choisissant cette activité.",
        ]


def _list(days: Sequence[MailedDay]) -> str:
    return "\n".join(f"- {day.words}" for day in days)


def _credited(cents: int) -> str:
    return f"Rendu à votre tirelire : {money(cents)}." if cents else "Rien n'est dû pour ce jour."
