"""What a family reads in its mails."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints

import pytest

from portail_tui.domain.bookings.day_state import BookingStatus
from portail_tui.domain.bookings.views import Outcome
from portail_tui.domain.ops.mail import MailKind
from portail_tui.domain.shared.refusals import Reason
from portail_tui.domain.staff.decisions import RefundMeans
from portail_tui.services.core.mail_records import queued, read_mail
from portail_tui.texts.mails import MAILS
from portail_tui.texts.mails.accounts import EmailChangeCode, EmailChanged, NewPassword, PasswordChanged
from portail_tui.texts.mails.bookings import (
    BookingAccepted,
    BookingRefused,
    DaysSaved,
    EnrolmentAccepted,
    EnrolmentReceived,
    EnrolmentRefused,
    MailedDay,
    OfferLapsed,
    PendingLapsed,
    PlaceGiven,
    PlaceNotGiven,
    PlaceOffered,
    SavedDay,
    WaitingLapsed,
)
from portail_tui.texts.mails.documents import DocumentAccepted, DocumentReceived, DocumentRefused
from portail_tui.texts.mails.letter import letter
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
from tests.support.towns.town_store import CONTACT

ON = date(2026, 12, 1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
WHERE: dict[str, Any] = {"child": "Zoé", "activity": "Cantine", "unit": "Midi", "day": ON}
DAYS = (MailedDay(day=ON, unit="Midi"),)
YEAR = {"child": "Zoé", "activity": "Club", "year": "2026-2027"}
FORM = {"reference": "D-2026-000007", "label": "Fiche sanitaire"}
SECRET = "PAI arachide"


def saved(day: int, outcome: Outcome, cents: int = 0, rank: int | None = None) -> SavedDay:
    return SavedDay(day=date(2026, 12, day), unit="Midi", outcome=outcome, cents=cents, rank=rank)


TOLD: list[tuple[Mail, list[str]]] = [
    (
        DaysSaved(
            child="Zoé",
            activity="Cantine",
            prepaid=True,
            debited_cents=150,
            lines=(
                saved(1, Outcome.BOOKED, 450),
                saved(3, Outcome.CANCELLED, -300),
                saved(4, Outcome.WAITING, rank=2),
            ),
        ),
        [
            "mardi 1er décembre 2026 (midi) : Réservé, 4,50 €",
            "Annulé, 3,00 € rendus",
            "Sur la liste d'attente, rang 2",
            "Débité de votre tirelire : 1,50 €",
        ],
    ),
    (PlaceGiven(**WHERE, status=BookingStatus.BOOKED, cents=300), ["est inscrit", "3,00 €"]),
    (
        PlaceNotGiven(**WHERE, reason=Reason.WALLET_SHORT, missing_cents=120),
        ["Il manquait 1,20 €", "Rien n'a été débité", "vous gardez votre rang"],
    ),
    (
        PlaceOffered(**WHERE, until=datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ["jusqu'au mercredi 25 novembre à 10 h 00", "Rien n'est débité"],
    ),
    (OfferLapsed(**WHERE), ["Zoé, Cantine, mardi 1er décembre 2026 (midi)"]),
    (WaitingLapsed(**WHERE), ["Zoé, Cantine, mardi 1er décembre 2026 (midi)"]),
    (PendingLapsed(**WHERE, credited_cents=300), ["Rendu à votre tirelire : 3,00 €"]),
    (
        BookingAccepted(child="Zoé", activity="Cantine", days=DAYS),
        ["- mardi 1er décembre 2026 (midi)"],
    ),
    (
        BookingRefused(child="Zoé", activity="Cantine", days=DAYS, credited_cents=300),
        ["Rendu à votre tirelire : 3,00 €", "Le motif se lit dans le portail"],
    ),
    (EnrolmentReceived(**YEAR), ["Zoé, Club, 2026-2027", "Un agent va répondre"]),
    (EnrolmentAccepted(**YEAR), ["Vous pouvez réserver"]),
    (EnrolmentRefused(**YEAR), ["Le motif se lit dans le portail"]),
    (
        QuotientApplied(from_on=ON, bookings=2, debited_cents=-300, balance_cents=-150),
        ["à partir du mardi 1er décembre 2026", "2 jours déjà payés", "3,00 € vous sont rendus"],
    ),
    (TariffChanged(bookings=1, debited_cents=50), ["1 jour déjà payé", "0,50 € de plus"]),
    (
        Refund(amount_cents=5000, means=RefundMeans.TRANSFER, balance_cents=0),
        ["vous rembourse 50,00 € par virement"],
    ),
    (
        Correction(cents=-250, balance_cents=-100),
        ["2,50 € retirés de votre solde", "à régulariser"],
    ),
    (TopUpReceived(cents=2000, balance_cents=2500), ["20,00 €", "25,00 €"]),
    (
        DocumentReceived(**FORM, child="Zoé", to_check=True),
        ["Fiche sanitaire, pour Zoé (référence D-2026-000007)", "Un agent va le vérifier"],
    ),
    (
        DocumentAccepted(reference="D-2026-000007", label="Avis d'imposition", child="", expires_on=ON),
        ["Avis d'imposition (référence D-2026-000007)", "jusqu'au mardi 1er décembre 2026"],
    ),
    (DocumentRefused(**FORM, child="Zoé"), ["Le motif se lit dans le portail"]),
    (
        NewInvoice(number="2026-000012", cents=4250, due_on=date(2026, 12, 31)),
        ["2026-000012", "42,50 €", "jeudi 31 décembre 2026", "Factures"],
    ),
    (
        InvoiceUndone(number="AV2026-000001", corrects="2026-000012"),
        ["facture 2026-000012 par l'avoir AV2026-000001", "Vous ne devez plus rien"],
    ),
    (AccountActivated(), ["vous pouvez réserver"]),
    (
        NewPassword(account_id=1),
        ["    ACDE-FGHJ-KLMN-PQRT-UVWX\n", "une seule fois", "24 heures", "actuel reste le bon"],
    ),
    (
        EmailChangeCode(account_id=1),
        ["    ACDE-FGHJ-KLMN-PQRT-UVWX\n", "une seule fois", "24 heures", "rien ne change"],
    ),
    (EmailChanged(at=AT), ["mardi 24 novembre 2026 à 10 h 00"]),
    (PasswordChanged(at=AT), ["mardi 24 novembre 2026 à 10 h 00"]),
]


def rendered(mail: Mail) -> tuple[str, str]:
    if isinstance(mail, NewPassword | EmailChangeCode):
        return letter(mail.text("ACDE-FGHJ-KLMN-PQRT-UVWX"), CONTACT)
    return letter(mail.text(), CONTACT)


def test_each_kind_has_one_class_and_each_class_is_tried_here():
    assert sorted(mail.kind for mail in MAILS) == sorted(MailKind)
    assert [type(mail) for mail, _ in TOLD] == sorted(MAILS, key=[type(mail) for mail, _ in TOLD].index)


@pytest.mark.parametrize(("mail", "words"), [pytest.param(*told, id=told[0].kind.value) for told in TOLD])
def test_every_kind_of_mail_says_what_happened_and_who_answers(mail: Mail, words: list[str]):
    subject, body = rendered(mail)
    plain = body.replace("\N{NO-BREAK SPACE}", " ")
    for expected in words:
        assert expected in plain
    assert subject.endswith(" - Petit-Bourg")
    assert body.startswith("Bonjour,\n\n")
    assert "01 00 00 00 00" in body
    assert "None" not in body


@pytest.mark.parametrize("kind", ["booking_refused", "enrolment_refused", "refund", "correction"])
def test_what_an_agent_wrote_freely_stays_in_the_portal(kind: str):
    [told] = [mail for mail, _ in TOLD if mail.kind.value == kind]
    stored = queued(told, "").params
    mail = read_mail(kind, stored.replace("{", f'{{"reason":"{SECRET}",', 1))
    assert SECRET not in "".join(rendered(mail))
    assert mail == told


WORDS = {
    "activity": "the town's file",
    "label": "the town's file",
    "unit": "the town's file",
    "child": "a first name",
    "year": "the school calendar",
    "number": "counted",
    "corrects": "counted",
    "reference": "counted",
}
"""Fields of mails that hold text, and where it comes from: never from what an agent or a family typed."""


@pytest.mark.parametrize("mail", MAILS, ids=lambda mail: mail.kind.value)
def test_no_mail_has_a_field_for_free_words(mail: type[Mail]):
    assert {name for name, kind in _leaves(mail) if kind is str} <= set(WORDS)


def _leaves(of: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(of)
    found = []
    for field in fields(of):
        kinds = get_args(hints[field.name]) or (hints[field.name],)
        for kind in kinds:
            found += _leaves(kind) if is_dataclass(kind) else [(field.name, kind)]
    return found
