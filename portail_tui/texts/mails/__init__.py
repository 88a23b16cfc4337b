"""The mails that the portal sends: a subject and a plain text for each kind.

Never a health value, nor what an agent wrote freely (it may hold one): the portal, which asks for a password,
shows that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from portail_tui.domain.accounts.passwords import SECRET_LASTS
from portail_tui.domain.bookings.views import Outcome
from portail_tui.domain.ops.mail import MailFault, MailKind
from portail_tui.domain.rules.deadlines import Limit, local_day
from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.domain.shared.refusals import Reason
from portail_tui.domain.shared.text import clean
from portail_tui.texts.bookings.day_states import OUTCOMES
from portail_tui.texts.shared.formats import NBSP, counted, local_hour, long_date, money, until

Params = Mapping[str, Any]
Text = tuple[str, list[str]]
"""A subject, and paragraphs."""

SEE_BOOKINGS = f"Dans le portail famille, ouvrez «{NBSP}Vérifiez vos inscriptions{NBSP}»."
SEE_WALLET = f"Le détail est dans le portail famille, «{NBSP}Ma tirelire{NBSP}»."
SEE_INVOICES = f"Dans le portail famille, ouvrez «{NBSP}Factures{NBSP}», puis «{NBSP}Factures{NBSP}»."
TO_SETTLE = "Votre solde est à régulariser : rien n'est annulé. Pensez à alimenter votre tirelire."


def letter(kind: MailKind, params: Params, contact: TownContact) -> tuple[str, str]:
    """The subject and the body of a mail, signed by those who answer."""
    subject, paragraphs = _TEXTS[kind](params)
    signature = "\n".join(line for line in (contact.service, contact.name, contact.phone) if line)
    body = "\n\n".join(["Bonjour,", *paragraphs, signature, "Ce message part tout seul du portail famille."])
    return clean(f"{subject} - {contact.name}"), f"{body}\n"


def about(kind: str, params: Params) -> str:
    """What a mail that could not be sent was about; its kind, where no text can be made of it."""
    try:
        return _TEXTS[MailKind(kind)](params)[0]
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return kind


# --- days -----------------------------------------------------------------------------------------------


def _day(params: Params) -> str:
    """« mardi 1er décembre 2026 (midi) »."""
    day = long_date(date.fromisoformat(params["day"]))
    unit = params.get("unit", "")
    return f"{day} ({unit.lower()})" if unit else day


def _what(params: Params) -> str:
    return f"{params['child']}, {params['activity']}, {_day(params)}"


def _saved_line(line: Params, *, prepaid: bool) -> str:
    outcome = Outcome(line["outcome"])
    words = OUTCOMES[outcome]
    if outcome is Outcome.WAITING and line["rank"]:
        words += f", rang {line['rank']}"
    if prepaid and line["cents"]:
        words += f", {money(line['cents'])}" if line["cents"] > 0 else f", {money(-line['cents'])} rendus"
    return f"- {_day(line)} : {words}"


def _days_saved(params: Params) -> Text:
    lines = "\n".join(_saved_line(line, prepaid=params["prepaid"]) for line in params["lines"])
    cents = params["debited_cents"]
    if not params["prepaid"]:
        total = "Ces jours seront sur votre facture."
    elif cents < 0:
        total = f"Rendu à votre tirelire : {money(-cents)}."
    else:
        total = f"Débité de votre tirelire : {money(cents)}."
    about = f"{params['child']}, {params['activity']}"
    return f"Vos jours enregistrés : {about}", [
        f"C'est enregistré pour {about} :",
        lines,
        total,
        SEE_BOOKINGS,
    ]


def _place_given(params: Params) -> Text:
    paragraphs = [f"Une place s'est libérée : {_what(params)}."]
    if params["status"] == "pending":
        paragraphs.append("Votre demande est envoyée : un agent doit encore la valider.")
    else:
        paragraphs.append("Votre enfant est inscrit.")
    if params["cents"]:
        paragraphs.append(f"Prix du jour : {money(params['cents'])}.")
    return f"Une place pour {params['child']}", [*paragraphs, SEE_BOOKINGS]


def _place_not_given(params: Params) -> Text:
    match params["reason"]:
        case Reason.WALLET_SHORT.value:
            missing = money(int(params["details"].get("missing_cents", 0)))
            why = f"Il manquait {missing} dans votre tirelire. Alimentez-la pour la prochaine place."
        case Reason.DOCUMENT_MISSING.value:
            why = "Un document demandé n'est pas encore là : le portail famille vous dit lequel."
        case _:
            why = "Le portail famille vous dit pourquoi, en choisissant de nouveau ce jour."
    return f"Une place n'a pas pu être donnée à {params['child']}", [
        f"Une place s'est libérée, mais elle n'a pas pu vous être donnée : {_what(params)}.",
        why,
        "Rien n'a été débité, et vous gardez votre rang sur la liste d'attente.",
    ]


def _place_offered(params: Params) -> Text:
    limit = until(Limit.of_instant(datetime.fromisoformat(params["until"])))
    return f"Une place vous est proposée pour {params['child']}", [
        f"Une place s'est libérée : {_what(params)}.",
        f"Elle vous est gardée jusqu'au {limit}. Rien n'est débité pour l'instant.",
        "Pour la prendre, ouvrez le calendrier de l'activité dans le portail famille, choisissez ce jour, "
        f"puis «{NBSP}Valider{NBSP}». Sans réponse, elle ira à la famille suivante.",
    ]


def _offer_lapsed(params: Params) -> Text:
    return f"La place proposée à {params['child']} n'est plus gardée", [
        f"Le délai de réponse est passé : {_what(params)}.",
        "Rien n'a été débité. La place va à la famille suivante.",
    ]


def _waiting_lapsed(params: Params) -> Text:
    return f"Liste d'attente close pour {params['child']}", [
        f"Aucune place ne s'est libérée à temps : {_what(params)}.",
        "La liste d'attente de ce jour est close. Rien n'a été débité.",
    ]


def _credited(params: Params) -> list[str]:
    cents = params["credited_cents"]
    return [f"Rendu à votre tirelire : {money(cents)}." if cents else "Rien n'est dû pour ce jour."]


def _pending_lapsed(params: Params) -> Text:
    return f"Demande restée sans réponse pour {params['child']}", [
        f"La mairie n'a pas pu valider votre demande à temps : {_what(params)}.",
        *_credited(params),
    ]


def _decided_days(params: Params) -> str:
    return "\n".join(f"- {_day(day)}" for day in params["days"])


def _booking_accepted(params: Params) -> Text:
    about = f"{params['child']}, {params['activity']}"
    return f"Demande acceptée : {about}", [
        f"La mairie a accepté : {about}.",
        _decided_days(params),
        SEE_BOOKINGS,
    ]


def _booking_refused(params: Params) -> Text:
    about = f"{params['child']}, {params['activity']}"
    return f"Demande refusée : {about}", [
        f"La mairie n'a pas pu accepter : {about}.",
        _decided_days(params),
        *_credited(params),
        "Le motif se lit dans le portail famille, sur le calendrier de l'activité.",
    ]


def _enrolment(params: Params) -> str:
    return f"{params['child']}, {params['activity']}, {params['year']}"


def _enrolment_asked(params: Params) -> Text:
    return f"Inscription demandée : {params['child']}", [
        f"Votre demande est envoyée : {_enrolment(params)}.",
        "Un agent va répondre. Vous pourrez réserver dès qu'elle sera acceptée.",
    ]


def _enrolment_accepted(params: Params) -> Text:
    return f"Inscription acceptée : {params['child']}", [
        f"La mairie a accepté l'inscription : {_enrolment(params)}.",
        "Vous pouvez réserver des jours dans le portail famille.",
    ]


def _enrolment_refused(params: Params) -> Text:
    return f"Inscription refusée : {params['child']}", [
        f"La mairie n'a pas pu accepter l'inscription : {_enrolment(params)}.",
        "Le motif se lit dans le portail famille, en choisissant cette activité.",
    ]


# --- money ----------------------------------------------------------------------------------------------


def _followed(params: Params) -> list[str]:
    """What became of days already paid."""
    cents = params["debited_cents"]
    if not params["bookings"]:
        return []
    days = counted(params["bookings"], "jour déjà payé change de prix", "jours déjà payés changent de prix")
    moved = f"{money(cents)} de plus" if cents > 0 else f"{money(-cents)} vous sont rendus"
    return [f"{days} : {moved}." if cents else f"{days}, sans rien changer au total.", SEE_WALLET]


def _balance(params: Params) -> list[str]:
    cents = params["balance_cents"]
    return [f"Solde de votre tirelire : {money(cents)}.", *([TO_SETTLE] if cents < 0 else [])]


def _quotient_accepted(params: Params) -> Text:
    first = long_date(date.fromisoformat(params["from_on"]))
    return "Votre quotient est pris en compte", [
        f"Vos tarifs suivent votre nouveau quotient à partir du {first}.",
        *_followed(params),
        *_balance(params),
    ]


def _tariff_changed(params: Params) -> Text:
    return "Un tarif change", ["La commune a changé un tarif.", *_followed(params)]


def _refund(params: Params) -> Text:
    return "Remboursement enregistré", [
        f"La mairie vous rembourse {money(params['amount_cents'])} par {params['means']}.",
        *_balance(params),
        SEE_WALLET,
    ]


def _correction(params: Params) -> Text:
    cents = params["cents"]
    way = "ajoutés à" if cents > 0 else "retirés de"
    return "Correction de votre tirelire", [
        f"La mairie a corrigé votre tirelire : {money(abs(cents))} {way} votre solde.",
        *_balance(params),
        SEE_WALLET,
    ]


def _topped_up(params: Params) -> Text:
    return "Versement reçu", [
        f"Nous avons reçu votre versement de {money(params['cents'])}.",
        *_balance(params),
    ]


def _invoice_issued(params: Params) -> Text:
    number, amount = params["number"], money(params["cents"])
    due = long_date(date.fromisoformat(params["due_on"]))
    return f"Votre facture {number}", [
        f"Votre facture {number} est arrivée : {amount}, à payer au plus tard le {due}.",
        SEE_INVOICES,
    ]


def _invoice_undone(params: Params) -> Text:
    return f"Votre facture {params['corrects']} est annulée", [
        f"La mairie annule votre facture {params['corrects']} par l'avoir {params['number']}.",
        "Vous ne devez plus rien pour cette facture.",
        SEE_INVOICES,
    ]


def _account_activated(params: Params) -> Text:  # noqa: ARG001 (one shape for all)
    return "Votre compte famille est activé", [
        "Votre compte famille est activé : vous pouvez réserver les activités de vos enfants."
    ]


# --- documents ------------------------------------------------------------------------------------------

SEE_DOCUMENTS = (
    f"Dans le portail famille, ouvrez «{NBSP}Mes démarches{NBSP}» puis «{NBSP}Mes documents{NBSP}»."
)


def _document(params: Params) -> str:
    whose = f", pour {params['child']}" if params["child"] else ""
    return f"{params['label']}{whose} (référence {params['reference']})"


def _document_received(params: Params) -> Text:
    return f"Document reçu : {params['label']}", [
        f"Nous avons bien reçu votre document : {_document(params)}.",
        "Un agent va le vérifier." if params["to_check"] else "Vous n'avez rien d'autre à faire.",
        SEE_DOCUMENTS,
    ]


def _document_accepted(params: Params) -> Text:
    paragraphs = [f"La mairie a accepté votre document : {_document(params)}."]
    if params["expires_on"]:
        last = long_date(date.fromisoformat(params["expires_on"]))
        paragraphs.append(f"Il est valable jusqu'au {last}.")
    return f"Document accepté : {params['label']}", [
        *paragraphs,
        "Les activités qui le demandent vous sont ouvertes dans le portail famille.",
    ]


def _document_refused(params: Params) -> Text:
    return f"Document refusé : {params['label']}", [
        f"La mairie n'a pas pu accepter votre document : {_document(params)}.",
        f"Le motif se lit dans le portail famille, «{NBSP}Mes documents{NBSP}». Envoyez-en un autre quand vous pourrez.",
    ]


# --- passwords ------------------------------------------------------------------------------------------


def _new_password(params: Params) -> Text:
    hours = int(SECRET_LASTS.total_seconds()) // 3600
    return "Votre mot de passe provisoire", [
        "Voici votre mot de passe provisoire pour le portail famille :",
        f"    {params.get('secret', '')}",
        "Saisissez-le avec votre email. Les tirets et les majuscules ne comptent pas.",
        f"Il sert une seule fois, pendant {hours} heures : vous choisirez aussitôt votre propre mot de passe. Si vous "
        "avez reçu plusieurs messages, seul le dernier compte.",
        "Vous n'avez rien demandé ? Ne faites rien : votre mot de passe actuel reste le bon.",
    ]


def _email_change_code(params: Params) -> Text:
    return "Votre code de confirmation", [
        "Vous avez donné cette adresse pour votre compte du portail famille. Voici le code qui la confirme :",
        f"    {params.get('code', '')}",
        "Saisissez-le dans le portail, « Mon profil ». Il sert une seule fois, pendant 24 heures.",
        "Vous n'avez rien demandé ? Ne faites rien : rien ne change.",
    ]


def _email_changed(params: Params) -> Text:
    at = datetime.fromisoformat(params["at"])
    return "Votre adresse e-mail a changé", [
        f"L'adresse de votre compte a été changée le {long_date(local_day(at))} à {local_hour(at)}.",
        "Vous vous connectez désormais avec la nouvelle. Plus aucun message ne viendra à celle-ci.",
        "Ce n'était pas vous ? Prévenez tout de suite la mairie.",
    ]


def _password_changed(params: Params) -> Text:
    at = datetime.fromisoformat(params["at"])
    return "Votre mot de passe a changé", [
        f"Le mot de passe de votre compte a été changé le {long_date(local_day(at))} à {local_hour(at)}.",
        "Les autres écrans ouverts avec votre compte sont fermés.",
        "Ce n'était pas vous ? Prévenez la mairie.",
    ]


_TEXTS: Mapping[MailKind, Callable[[Params], Text]] = {
    MailKind.DAYS_SAVED: _days_saved,
    MailKind.PLACE_GIVEN: _place_given,
    MailKind.PLACE_NOT_GIVEN: _place_not_given,
    MailKind.PLACE_OFFERED: _place_offered,
    MailKind.OFFER_LAPSED: _offer_lapsed,
    MailKind.WAITING_LAPSED: _waiting_lapsed,
    MailKind.PENDING_LAPSED: _pending_lapsed,
    MailKind.BOOKING_ACCEPTED: _booking_accepted,
    MailKind.BOOKING_REFUSED: _booking_refused,
    MailKind.ENROLMENT_ASKED: _enrolment_asked,
    MailKind.ENROLMENT_ACCEPTED: _enrolment_accepted,
    MailKind.ENROLMENT_REFUSED: _enrolment_refused,
    MailKind.QUOTIENT_ACCEPTED: _quotient_accepted,
    MailKind.TARIFF_CHANGED: _tariff_changed,
    MailKind.REFUND: _refund,
    MailKind.CORRECTION: _correction,
    MailKind.TOPPED_UP: _topped_up,
    MailKind.INVOICE_ISSUED: _invoice_issued,
    MailKind.INVOICE_UNDONE: _invoice_undone,
    MailKind.ACCOUNT_ACTIVATED: _account_activated,
    MailKind.DOCUMENT_RECEIVED: _document_received,
    MailKind.DOCUMENT_ACCEPTED: _document_accepted,
    MailKind.DOCUMENT_REFUSED: _document_refused,
    MailKind.NEW_PASSWORD: _new_password,
    MailKind.EMAIL_CHANGE_CODE: _email_change_code,
    MailKind.EMAIL_CHANGED: _email_changed,
    MailKind.PASSWORD_CHANGED: _password_changed,
}

FAULTS: Mapping[MailFault, str] = {
    MailFault.UNREACHABLE: "Le serveur de courriel ne répond pas.",
    MailFault.CERTIFICATE: "Le certificat du serveur de courriel n'est pas le bon, ou n'est plus valable.",
    MailFault.NO_ENCRYPTION: "Le serveur de courriel n'offre pas le chiffrement que dit [courriel].",
    MailFault.PASSWORD_MISSING: (
        "Le mot de passe du serveur de courriel manque sur cette machine : portail courriel mot-de-passe"
    ),
    MailFault.NOT_ADMITTED: "Le serveur de courriel refuse l'utilisateur, son mot de passe ou l'expéditeur.",
}
