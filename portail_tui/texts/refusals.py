"""Refusals in words: one sentence for each Reason.

Each opens with what remains true, says the reason, and names one next step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portail_tui.domain.bookings.day_state import NotOffered
from portail_tui.domain.bookings.unit_rules import Clash
from portail_tui.domain.bookings.views import EnrolmentAsked
from portail_tui.domain.documents.uploaded_files import FileFlaw
from portail_tui.domain.families.facts import EnrolmentStatus
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.texts.accounts import passwords
from portail_tui.texts.bookings.day_states import NOT_OFFERED
from portail_tui.texts.documents.uploaded_files import flaw_sentence
from portail_tui.texts.families import people
from portail_tui.texts.money.wallet import ACTIVATE_FIRST
from portail_tui.texts.shared.formats import NBSP, counted, money

NOTHING_DEBITED = "Rien n'a été débité."
HOW_TO_WAIT = (
    "Vous entrez sur une liste d'attente : rien n'est débité pour l'instant. Quand une place se libérera, elle "
    "peut être réservée et débitée aussitôt. Ou nous vous prévenons d'abord, et elle vous est gardée 24 heures."
)
AT_ONCE = "Réservez-la aussitôt"
ASK_FIRST = "Prévenez-moi d'abord"
NOTHING_FOR_CHILD = (
    "Les activités proposées dépendent de l'âge et de la classe de l'enfant choisi. "
    "Aucune ne lui est ouverte pour l'instant. "
    "Rapprochez-vous de la mairie pour vérifier s'il peut participer."
)


def _details(refused: Refused, name: str) -> int:
    return int(refused.details.get(name, 0))


def _documents(refused: Refused) -> str:
    names = str(refused.details.get("documents", "")).splitlines()
    listed = ", ".join(f"«{NBSP}{name}{NBSP}»" for name in names)
    what = "Un document manque" if len(names) < 2 else "Des documents manquent"
    return (
        f"{NOTHING_DEBITED} {what} pour cette activité{NBSP}: {listed}. "
        f"Menu, «{NBSP}Mes démarches{NBSP}», puis «{NBSP}Envoyer un document{NBSP}»."
    )


def _wallet_short(refused: Refused) -> str:
    return (
        f"{NOTHING_DEBITED} Il manque {money(_details(refused, 'missing_cents'))} dans votre tirelire{NBSP}: "
        f"le total est de {money(_details(refused, 'total_cents'))} et votre solde de "
        f"{money(_details(refused, 'balance_cents'))}. Alimentez votre tirelire, vos choix sont gardés."
    )


def _enrolment(refused: Refused) -> str:
    match refused.details.get("state"):
        case EnrolmentStatus.PENDING.value:
            why = f"Inscription demandée{NBSP}: vous réserverez dès qu'un agent l'aura acceptée."
        case EnrolmentStatus.REFUSED.value:
            reason = refused.details.get("reason", "")
            why = f"Inscription refusée{NBSP}: {reason} Demandez-la de nouveau, ou adressez-vous à la mairie."
        case _:
            why = f"Demandez d'abord l'inscription de votre enfant{NBSP}: un agent doit l'accepter."
    return f"{NOTHING_DEBITED} {why}"


def _not_offered(refused: Refused) -> str:
    why = NOT_OFFERED[NotOffered(str(refused.details.get("why", NotOffered.CLOSED)))]
    return f"{why}. Choisissez un autre jour."


def _unit_clash(refused: Refused) -> str:
    unit = f"«{NBSP}{refused.details.get('unit', '')}{NBSP}»"
    if refused.details.get("why") == Clash.REQUIRES.value:
        return f"Il faut aussi réserver {unit} ce jour-là. Choisissez les deux."
    return f"Cela ne va pas avec {unit} le même jour. Choisissez l'un des deux."


def _unit_needed(refused: Refused) -> str:
    unit = f"«{NBSP}{refused.details.get('unit', '')}{NBSP}»"
    return f"{unit} en a besoin ce jour-là. Annulez les deux ensemble."


def _too_few_days(refused: Refused) -> str:
    least = counted(_details(refused, "least"), "jour", "jours")
    return f"Cette activité demande au moins {least} par semaine. Choisissez d'autres jours de cette semaine."


def _sibling(refused: Refused) -> str:
    return f"{refused.details.get('child', '')} ne peut pas venir ce jour-là, et vous demandez tous ou aucun."


def _price_changed(refused: Refused) -> str:
    return (
        f"Le prix de ce jour est passé de {money(_details(refused, 'shown_cents'))} à "
        f"{money(_details(refused, 'price_cents'))} depuis que vous l'avez choisi. "
        "Choisissez-le de nouveau si ce prix vous convient."
    )


def _amount(refused: Refused) -> str:
    return (
        f"{NOTHING_DEBITED} Le montant va de {money(_details(refused, 'least_cents'))} à "
        f"{money(_details(refused, 'most_cents'))}. Saisissez par exemple «{NBSP}20{NBSP}» ou «{NBSP}20,50{NBSP}»."
    )


def _desk(refused: Refused) -> str:
    means = str(refused.details.get("means", "")).splitlines()
    return f"{NOTHING_DEBITED} La mairie encaisse à l'accueil{NBSP}: {', '.join(means)}."


def _try_later(refused: Refused) -> str:
    seconds = _details(refused, "seconds")
    wait = counted(seconds, "seconde", "secondes")
    if seconds >= 60:
        wait = counted(-(-seconds // 60), "minute", "minutes")
    return f"Trop d'essais. Attendez {wait}, puis recommencez."


_REFUSALS: Mapping[Reason, str | Callable[[Refused], str]] = {
    Reason.BAD_CREDENTIALS: "L'adresse ou le mot de passe ne convient pas. Vérifiez-les, puis recommencez.",
    Reason.TRY_LATER: _try_later,
    Reason.PASSWORD_WRONG: passwords.WRONG,
    Reason.PASSWORD_UNFIT: lambda refused: passwords.unfit(
        str(refused.details.get("why", "")), _details(refused, "least")
    ),
    Reason.TICKET_OVER: passwords.TICKET_OVER,
    Reason.NO_ACCOUNT: passwords.NO_ACCOUNT,
    Reason.NOT_ALLOWED: f"{NOTHING_DEBITED} Votre compte ne donne pas accès à cette page. Adressez-vous à la mairie.",
    Reason.NOTHING_FOR_CHILD: NOTHING_FOR_CHILD,
    Reason.ACCOUNT_INACTIVE: f"{NOTHING_DEBITED} {ACTIVATE_FIRST}",
    Reason.DOCUMENT_MISSING: _documents,
    Reason.FILE_REFUSED: lambda refused: flaw_sentence(FileFlaw(str(refused.details["flaw"]))),
    Reason.NO_FILE_FROM_HERE: (
        "Rien n'a été envoyé. D'ici, le portail ne peut pas prendre votre fichier. Apportez votre document à la mairie."
    ),
    Reason.DEPOSIT_OVER: (
        "Rien n'a été envoyé. Cette adresse a déjà servi, ou son délai est passé. Demandez-en une autre dans le portail."
    ),
    Reason.TOO_MANY_DOCUMENTS: (
        "Rien n'a été envoyé. Vous avez déjà envoyé beaucoup de documents aujourd'hui. Recommencez demain, ou voyez avec la mairie."
    ),
    Reason.WALLET_SHORT: _wallet_short,
    Reason.DAY_FULL: "La dernière place vient d'être prise. Choisissez un autre jour.",
    Reason.NOT_OFFERED: _not_offered,
    Reason.TOO_LATE_TO_CANCEL: "Le délai d'annulation est passé. Pour un motif sérieux, appelez la mairie.",
    Reason.ALREADY_BOOKED: "Ce jour est déjà réservé. Vous n'avez rien à faire.",
    Reason.ALREADY_WAITING: "Votre enfant est déjà sur la liste d'attente de ce jour. Vous n'avez rien à faire.",
    Reason.NOT_BOOKED: "Ce jour n'est plus réservé. Vous n'avez rien à faire.",
    Reason.NO_WAITING_LIST: "Cette activité n'a pas de liste d'attente. Choisissez un autre jour.",
    Reason.PLACE_FREED: "Une place vient de se libérer. Choisissez ce jour de nouveau pour la réserver.",
    Reason.EXPECTED_ELSEWHERE: "Votre enfant est déjà attendu ce jour-là.",
    Reason.OVERLAPS: "Votre enfant est déjà inscrit à une autre activité à cette heure-là. Annulez-la d'abord.",
    Reason.UNIT_CLASH: _unit_clash,
    Reason.UNIT_NEEDED: _unit_needed,
    Reason.TOO_FEW_DAYS: _too_few_days,
    Reason.PACKAGE_ONLY: "Cette activité se réserve à la semaine. Choisissez la semaine entière.",
    Reason.PACKAGE_WHOLE: "Ce forfait se réserve et s'annule en entier. Choisissez tous ses jours.",
    Reason.SIBLING_REFUSED: _sibling,
    Reason.PRICE_CHANGED: _price_changed,
    Reason.NOTHING_CHOSEN: "Choisissez au moins un jour orange, puis validez.",
    Reason.ENROLMENT_FIRST: _enrolment,
    Reason.ENROLMENT_ASKED: "Cette inscription est déjà demandée. Un agent de la mairie va vous répondre.",
    Reason.ALREADY_ENROLLED: "Votre enfant est déjà inscrit à cette activité. Vous pouvez réserver.",
    Reason.NO_ENROLMENT_NEEDED: "Cette activité se réserve sans inscription préalable. Choisissez vos jours.",
    Reason.OPERATION_REUSED: (
        f"{NOTHING_DEBITED} Cette demande a déjà été traitée. Revenez à l'écran précédent, puis recommencez."
    ),
    Reason.AMOUNT_INVALID: _amount,
    Reason.PAY_AT_DESK: _desk,
    Reason.PAYMENT_DECLINED: (
        f"{NOTHING_DEBITED} Le paiement n'a pas abouti. Recommencez, ou payez à l'accueil de la mairie."
    ),
    Reason.RULES_NOT_ACCEPTED: "Cochez la case pour accepter le règlement, puis continuez.",
    Reason.ALREADY_ACTIVE: "Votre compte famille est déjà actif. Vous pouvez réserver.",
    Reason.NOTHING_TO_REFUND: f"{NOTHING_DEBITED} La tirelire de cette famille n'a rien à rembourser.",
    Reason.QUOTIENT_OVER: "Rien n'a changé. Cette attestation n'est plus valable à cette date : demandez la nouvelle.",
    Reason.NOTHING_CHANGES: "Rien n'a changé. Saisissez un montant autre que zéro.",
    **people.REFUSALS,
    Reason.REASON_MISSING: "Rien n'a changé. La famille lira votre motif : écrivez-le, puis recommencez.",
    Reason.DATE_PAST: "Rien n'a changé. Cette date est passée : saisissez le dernier jour où le document est valable.",
    Reason.ALREADY_TREATED: "Rien n'a changé. Cette demande est déjà traitée, ou retirée. Passez à la suivante.",
    Reason.PERIOD_NOT_OVER: "Rien n'est émis. Seuls les jours passés se facturent : choisissez une date passée.",
    Reason.NOTHING_TO_INVOICE: (
        "Rien n'est émis. Cette famille n'a rien à facturer, ou moins d'un euro : attendez le mois suivant."
    ),
    Reason.ALREADY_UNDONE: "Rien n'a changé. Cette facture est déjà annulée : lisez son avoir.",
    Reason.TREATED_TOO_LATE: (
        "Rien n'a changé. Ce jour a commencé : la demande est annulée et recréditée. Passez à la suivante."
    ),
}


def refusal(refused: Refused) -> str:
    """The sentence for a refused request, or for one refused day of a request."""
    sentence = _REFUSALS[refused.reason]
    return sentence if isinstance(sentence, str) else sentence(refused)


def enrolment_asked(asked: EnrolmentAsked) -> str:
    """Confirmation that a request for enrolment was sent."""
    return (
        f"La mairie a reçu votre demande{NBSP}: {asked.child_name}, {asked.activity_name}, {asked.school_year}. "
        "Vous pourrez réserver dès qu'un agent l'aura acceptée."
    )
