"""Details of people in words: names of fields, what is wrong with a value, diets, refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portail_tui.domain.families.health import Diet
from portail_tui.domain.families.people import ConsentCode, FieldWhy
from portail_tui.domain.shared.refusals import Reason, Refused
from portail_tui.texts.shared.formats import NBSP, counted

DIETS: Mapping[Diet, str] = {
    Diet.ORDINARY: "Menu ordinaire",
    Diet.NO_PORK: "Sans porc",
    Diet.NO_MEAT: "Sans viande",
    Diet.OWN_MEAL: "Apporte son repas (PAI)",
}

FIELDS: Mapping[str, str] = {
    "allergies": "Allergies",
    "pai": "Ce qu'il faut faire (PAI)",
    "doctor": "Médecin",
    "doctor_phone": "Téléphone du médecin",
    "name": "Prénom et nom",
    "phone": "Téléphone",
    "relation": "Lien avec l'enfant",
    "street": "Numéro et rue",
    "postcode": "Code postal",
    "city": "Commune",
    "email": "Adresse e-mail",
    "code": "Le code reçu",
}
"""Label of each field on screen, by its name in the code."""

CONSENTS: Mapping[ConsentCode, str] = {
    ConsentCode.PHOTO: "Photos et films de l'enfant dans les publications de la mairie",
    ConsentCode.OUTINGS: "Sorties à pied ou en car avec le groupe",
    ConsentCode.ALONE: "L'enfant rentre seul à la fin de l'activité",
    ConsentCode.NEWS: "Recevoir les actualités de la mairie par e-mail",
}
OWN_LIST = "C'est la liste de votre foyer. L'autre foyer a la sienne, et ne voit pas la vôtre."
OWN_CONSENTS = "Ce sont les accords de votre foyer. L'autre foyer donne les siens."

WHAT_IS_KEPT = (
    "Vous demandez à la mairie d'effacer les données de votre foyer. Un agent vous répond dans le mois : "
    "rien n'est effacé avant.\n\n"
    "Effacé : vos coordonnées, les fiches de vos enfants, leur santé, vos documents, vos accords.\n"
    "Gardé parce que la loi l'exige : les factures et les paiements, 10 ans ; le journal de ce qui a été "
    "fait, 12 mois.\n\n"
    "S'il reste des jours réservés ou une somme due, l'agent les règle d'abord avec vous. "
    "Une fiche d'enfant que l'autre foyer utilise reste à lui.\n"
)

WHAT_IS_KEPT = (
    "Vous demandez à la mairie d'effacer les données de votre foyer. Un agent vous répond dans le mois : "
    "rien n'est effacé avant.\n\n"
    "Effacé : vos coordonnées, les fiches de vos enfants, leur santé, vos documents, vos accords.\n"
    "Gardé parce que la loi l'exige : les factures et les paiements, 10 ans ; le journal de ce qui a été "
    "fait, 12 mois.\n\n"
    "S'il reste des jours réservés ou une somme due, l'agent les règle d'abord avec vous. "
    "Une fiche d'enfant que l'autre foyer utilise reste à lui.\n"
)

_WHY: Mapping[FieldWhy, str] = {
    FieldWhy.MISSING: "remplissez cette case",
    FieldWhy.TOO_LONG: "le texte est trop long, raccourcissez-le",
    FieldWhy.PHONE: "saisissez un numéro complet, par exemple 06 12 34 56 78",
    FieldWhy.EMAIL: "saisissez une adresse complète, par exemple nom@exemple.fr",
    FieldWhy.POSTCODE: "saisissez un code postal, par exemple 29000",
}


def _field(refused: Refused) -> str:
    name = str(refused.details.get("field", ""))
    why = _WHY[FieldWhy(str(refused.details.get("why", FieldWhy.MISSING)))]
    return f"Rien n'a été enregistré. «{NBSP}{FIELDS.get(name, name)}{NBSP}»{NBSP}: {why}."


def _code(refused: Refused) -> str:
    left = int(refused.details.get("left", 0))
    if not left:
        return "Rien n'a changé. Ce code n'est pas le bon, et c'était le dernier essai. Demandez-en un autre."
    tries = counted(left, "essai", "essais")
    return f"Rien n'a changé. Ce code n'est pas le bon. Il vous reste {tries}{NBSP}: recopiez le dernier message reçu."


REFUSALS: Mapping[Reason, str | Callable[[Refused], str]] = {
    Reason.FIELD_INVALID: _field,
    Reason.CHANGED_MEANWHILE: (
        "Rien n'a été enregistré. Cette fiche a changé depuis que vous l'avez ouverte. "
        "Notez votre texte, revenez en arrière, puis rouvrez-la."
    ),
    Reason.SAME_EMAIL: "Rien n'a changé. C'est déjà l'adresse de votre compte. Vous n'avez rien à faire.",
    Reason.NO_MAILS: (
        "Rien n'a changé. La mairie n'envoie pas de messages : demandez-lui de changer votre adresse e-mail."
    ),
    Reason.CODE_WRONG: _code,
    Reason.CODE_OVER: "Rien n'a changé. Ce code n'est plus valable. Demandez-en un autre.",
    Reason.SAME_ADDRESS: "Rien n'a changé. La mairie a déjà cette adresse. Vous n'avez rien à faire.",
    Reason.ALREADY_ASKED: "Votre demande est déjà enregistrée. Un agent de la mairie va vous répondre.",
    Reason.KEY_MISSING: (
        "Rien n'a changé. Les informations de santé ne sont pas disponibles ici pour l'instant, "
        "le reste du portail fonctionne. Donnez-les à la mairie, qui remettra ce service en marche."
    ),
    Reason.HEALTH_REASON_MISSING: (
        "La fiche reste fermée. Écrivez pourquoi vous l'ouvrez : ce motif est noté avec votre nom."
    ),
}
