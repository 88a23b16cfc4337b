"""What is said of people's own details: fields, what is wrong with them, diets, refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portail_tui.domain.health import Diet
from portail_tui.domain.people import FieldWhy
from portail_tui.domain.refusals import Reason, Refused
from portail_tui.texts.formats import NBSP

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
}
"""What each field is called on screen, by its name."""

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


REFUSALS: Mapping[Reason, str | Callable[[Refused], str]] = {
    Reason.FIELD_INVALID: _field,
    Reason.CHANGED_MEANWHILE: (
        "Rien n'a été enregistré. Cette fiche a changé depuis que vous l'avez ouverte. "
        "Notez votre texte, revenez en arrière, puis rouvrez-la."
    ),
    Reason.KEY_MISSING: (
        "Rien n'a changé. Les informations de santé ne sont pas disponibles ici pour l'instant, "
        "le reste du portail fonctionne. Donnez-les à la mairie, qui remettra ce service en marche."
    ),
    Reason.HEALTH_REASON_MISSING: (
        "La fiche reste fermée. Écrivez pourquoi vous l'ouvrez : ce motif est noté avec votre nom."
    ),
}
