"""The mails that the portal sends: each is a dataclass, in the module of its topic; collected here."""

from __future__ import annotations

from portail_tui.texts.mails.accounts import EmailChangeCode, EmailChanged, NewPassword, PasswordChanged
from portail_tui.texts.mails.bookings import (
    BookingAccepted,
    BookingRefused,
    DaysSaved,
    EnrolmentAccepted,
    EnrolmentReceived,
    EnrolmentRefused,
    OfferLapsed,
    PendingLapsed,
    PlaceGiven,
    PlaceNotGiven,
    PlaceOffered,
    WaitingLapsed,
)
from portail_tui.texts.mails.documents import DocumentAccepted, DocumentReceived, DocumentRefused
from portail_tui.texts.mails.mail import Mail
from portail_tui.texts.mails.money import (
    AccountActivated,
    Correction,
    InvoiceUndone,
    NewInvoice,
    QuotientApplied,
    Refund,
    TariffChanged,
    TopUpReceived,
)

MAILS: tuple[type[Mail], ...] = (
    DaysSaved,
    PlaceGiven,
    PlaceNotGiven,
    PlaceOffered,
    OfferLapsed,
    WaitingLapsed,
    PendingLapsed,
    BookingAccepted,
    BookingRefused,
    EnrolmentReceived,
    EnrolmentAccepted,
    EnrolmentRefused,
    AccountActivated,
    QuotientApplied,
    TariffChanged,
    Refund,
    Correction,
    TopUpReceived,
    NewInvoice,
    InvoiceUndone,
    DocumentReceived,
    DocumentAccepted,
    DocumentRefused,
    NewPassword,
    EmailChangeCode,
    EmailChanged,
    PasswordChanged,
)
"""One for each MailKind."""
