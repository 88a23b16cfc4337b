"""What a family reads in its mails."""

from __future__ import annotations

from typing import Any

import pytest

from portail_tui.domain.ops.mail import MailKind
from portail_tui.texts.mails import letter
from tests.support.towns.small_town import CONTACT

WHERE = {"child": "Zoé", "activity": "Cantine", "unit": "Midi", "day": "2026-12-01"}
DAY = {"day": "2026-12-01", "unit": "Midi"}
YEAR = {"child": "Zoé", "activity": "Club", "year": "2026-2027"}
SECRET = "PAI arachide"
SAVED = {"unit": "Midi", "rank": None, "cents": 0}
TOLD: dict[MailKind, tuple[dict[str, Any], list[str]]] = {
    MailKind.DAYS_SAVED: (
        {
            "child": "Zoé",
            "activity": "Cantine",
            "prepaid": True,
            "debited_cents": 150,
            "lines": [
                {**SAVED, "day": "2026-12-01", "outcome": "booked", "cents": 450},
                {**SAVED, "day": "2026-12-03", "outcome": "cancelled", "cents": -300},
                {**SAVED, "day": "2026-12-04", "outcome": "waiting", "rank": 2},
            ],
        },
        [
            "mardi 1er décembre 2026 (midi) : Réservé, 4,50 €",
            "Annulé, 3,00 € rendus",
            "Sur la liste d'attente, rang 2",
            "Débité de votre tirelire : 1,50 €",
        ],
    ),
    MailKind.PLACE_GIVEN: ({**WHERE, "status": "booked", "cents": 300}, ["est inscrit", "3,00 €"]),
    MailKind.PLACE_NOT_GIVEN: (
        {**WHERE, "reason": "wallet_short", "details": {"missing_cents": 120}},
        ["Il manquait 1,20 €", "Rien n'a été débité", "vous gardez votre rang"],
    ),
    MailKind.PLACE_OFFERED: (
        {**WHERE, "until": "2026-11-25T09:00:00+00:00"},
        ["jusqu'au mercredi 25 novembre à 10 h 00", "Rien n'est débité"],
    ),
    MailKind.OFFER_LAPSED: (WHERE, ["Zoé, Cantine, mardi 1er décembre 2026 (midi)"]),
    MailKind.WAITING_LAPSED: (WHERE, ["Zoé, Cantine, mardi 1er décembre 2026 (midi)"]),
    MailKind.PENDING_LAPSED: ({**WHERE, "credited_cents": 300}, ["Rendu à votre tirelire : 3,00 €"]),
    MailKind.BOOKING_ACCEPTED: ({**WHERE, "days": [DAY]}, ["- mardi 1er décembre 2026 (midi)"]),
    MailKind.BOOKING_REFUSED: (
        {**WHERE, "days": [DAY], "reason": SECRET, "credited_cents": 300},
        ["Rendu à votre tirelire : 3,00 €", "Le motif se lit dans le portail"],
    ),
    MailKind.ENROLMENT_ASKED: (YEAR, ["Zoé, Club, 2026-2027", "Un agent va répondre"]),
    MailKind.ENROLMENT_ACCEPTED: ({**YEAR, "reason": ""}, ["Vous pouvez réserver"]),
    MailKind.ENROLMENT_REFUSED: ({**YEAR, "reason": SECRET}, ["Le motif se lit dans le portail"]),
    MailKind.QUOTIENT_ACCEPTED: (
        {"from_on": "2026-12-01", "bookings": 2, "debited_cents": -300, "balance_cents": -150},
        ["à partir du mardi 1er décembre 2026", "2 jours déjà payés", "3,00 € vous sont rendus"],
    ),
    MailKind.TARIFF_CHANGED: ({"bookings": 1, "debited_cents": 50}, ["1 jour déjà payé", "0,50 € de plus"]),
    MailKind.REFUND: (
        {"amount_cents": 5000, "means": "virement", "reason": SECRET, "balance_cents": 0},
        ["vous rembourse 50,00 € par virement"],
    ),
    MailKind.CORRECTION: (
        {"cents": -250, "reason": SECRET, "balance_cents": -100},
        ["2,50 € retirés de votre solde", "à régulariser"],
    ),
    MailKind.TOPPED_UP: ({"cents": 2000, "balance_cents": 2500}, ["20,00 €", "25,00 €"]),
    MailKind.DOCUMENT_RECEIVED: (
        {"reference": "D-2026-000007", "label": "Fiche sanitaire", "child": "Zoé", "to_check": True},
        ["Fiche sanitaire, pour Zoé (référence D-2026-000007)", "Un agent va le vérifier"],
    ),
    MailKind.DOCUMENT_ACCEPTED: (
        {
            "reference": "D-2026-000007",
            "label": "Avis d'imposition",
            "child": "",
            "expires_on": "2026-12-01",
        },
        ["Avis d'imposition (référence D-2026-000007)", "jusqu'au mardi 1er décembre 2026"],
    ),
    MailKind.DOCUMENT_REFUSED: (
        {"reference": "D-2026-000007", "label": "Fiche sanitaire", "child": "Zoé", "expires_on": ""},
        ["Le motif se lit dans le portail"],
    ),
    MailKind.INVOICE_ISSUED: (
        {"number": "2026-000012", "cents": 4250, "due_on": "2026-12-31", "corrects": ""},
        ["2026-000012", "42,50 €", "jeudi 31 décembre 2026", "Factures"],
    ),
    MailKind.INVOICE_UNDONE: (
        {"number": "AV2026-000001", "cents": -4250, "due_on": None, "corrects": "2026-000012"},
        ["facture 2026-000012 par l'avoir AV2026-000001", "Vous ne devez plus rien"],
    ),
    MailKind.ACCOUNT_ACTIVATED: ({}, ["vous pouvez réserver"]),
    MailKind.NEW_PASSWORD: (
        {"secret": "ACDE-FGHJ-KLMN-PQRT-UVWX"},
        ["    ACDE-FGHJ-KLMN-PQRT-UVWX\n", "une seule fois", "24 heures", "actuel reste le bon"],
    ),
    MailKind.EMAIL_CHANGE_CODE: (
        {"code": "ACDE-FGHJ"},
        ["    ACDE-FGHJ\n", "une seule fois", "24 heures", "rien ne change"],
    ),
    MailKind.EMAIL_CHANGED: ({"at": "2026-11-24T09:00:00+00:00"}, ["mardi 24 novembre 2026 à 10 h 00"]),
    MailKind.PASSWORD_CHANGED: ({"at": "2026-11-24T09:00:00+00:00"}, ["mardi 24 novembre 2026 à 10 h 00"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_of_mail_says_what_happened_and_who_answers(kind: MailKind):
    params, words = TOLD[kind]
    subject, body = letter(kind, params, CONTACT)
    plain = body.replace("\N{NO-BREAK SPACE}", " ")
    for expected in words:
        assert expected in plain
    assert subject.endswith(" - Petit-Bourg")
    assert body.startswith("Bonjour,\n\n")
    assert "01 00 00 00 00" in body
    assert "None" not in body


@pytest.mark.parametrize(
    "kind", [kind for kind, (params, _) in TOLD.items() if params.get("reason") == SECRET]
)
def test_what_an_agent_wrote_freely_stays_in_the_portal(kind: MailKind):
    assert SECRET not in "".join(letter(kind, TOLD[kind][0], CONTACT))
