"""Report of an applied town file: what changes, and which bookings it concerns, in short lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from portail_tui.domain.rules.apply_report import Concerned, Effect, Obstacle, SlotCounts, WhyNot
from portail_tui.domain.rules.town_file.diff import Change, ChangeKind, Step
from portail_tui.texts.rules.town_file_values import differing_rows, value_words
from portail_tui.texts.shared.formats import NBSP, counted

MOST_LETTERS = 120
"""Longest value shown on one line, in letters."""
_ROWS = {
    "annees": "Année scolaire",
    "vacances": "vacances",
    "fermetures": "fermeture",
    "jours_feries_en_plus": "jour férié",
    "ecoles": "École",
    "types": "Type d'activité",
    "pieces": "Pièce",
    "tarifs": "Tarif",
    "activites": "Activité",
    "unites": "unité",
    "groupes": "groupe",
    "forfaits": "forfait",
}
"""Noun for the rows of each list."""
_KEYS = {
    "commune": "Commune",
    "regie": "Régie",
    "tirelire": "Tirelire",
    "annee_scolaire": "Passage d'une année à l'autre",
    "reglement": "Règlement",
    "quotient": "Calcul du quotient",
    "habitants": "Habitants",
    "garde_alternee": "Garde alternée",
    "calendrier": "Calendrier",
    "reservation": "limite de réservation",
    "hors_delai": "limite hors délai",
    "annulation": "limite d'annulation",
    "ouvertures": "ouvertures",
    "pieces": "pièces demandées",
    "ecoles": "écoles",
    "unites": "unités",
    "deliberation": "délibération",
    "exterieur": "prix extérieur",
    "debut": "début",
    "libelle": "libellé",
    "telephone": "téléphone",
    "periode": "période",
    "resume": "résumé",
    "age_min": "âge minimum",
    "age_max": "âge maximum",
    "liste_attente": "liste d'attente",
    "inscription_prealable": "inscription préalable",
    "prix_suivis": "prix suivis",
}


def change_line(change: Change) -> str:
    """One change: « Restaurant scolaire, limite de réservation : 3 jours ouvrés avant, 23:59 → 2 jours avant, 12:00 »."""
    where = ", ".join(_steps(change.steps))
    where = where[:1].upper() + where[1:]
    key = change.steps[-1].key
    match change.kind:
        case ChangeKind.MOVED:
            return f"{where}{NBSP}: dans un autre ordre"
        case ChangeKind.ADDED if not change.after:
            return f"{where}{NBSP}: ajout"
        case ChangeKind.REMOVED if not change.before:
            return f"{where}{NBSP}: retrait"
        case ChangeKind.ADDED:
            return f"{where}{NBSP}: {_value(key, change.after)} (ajout)"
        case ChangeKind.REMOVED:
            return f"{where}{NBSP}: {_value(key, change.before)} (retrait)"
    if (rows := differing_rows(change.before, change.after)) is not None:
        return f"{where}{NBSP}: {_cut(rows[0])} → {_cut(rows[1])}"
    return f"{where}{NBSP}: {_value(key, change.before)} → {_value(key, change.after)}"


def _value(key: str, text: str) -> str:
    return _cut(value_words(key, text))


def _cut(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS]}…"


def _steps(steps: Iterable[Step]) -> Iterator[str]:
    steps = tuple(steps)
    inner = {step for _, step in pairwise(steps)}
    for step in steps:
        if not step.row:
            yield _KEYS.get(step.key, step.key.replace("_", " "))
        elif step.key == "activites" and step.name:
            yield f"{step.name} ({step.row})" if step is steps[-1] else step.name
        elif step.key == "tarifs":
            code, _, since = step.row.rpartition(" ")
            yield f"Tarif {code}, depuis le {'/'.join(reversed(since.split('-')))}"
        else:
            what = _ROWS.get(step.key, step.key)
            named = f"«{NBSP}{step.name}{NBSP}»" if step.name else step.row
            yield f"{what.lower() if step in inner else what} {named}"


def slot_lines(slots: SlotCounts) -> list[str]:
    """Slots added, changed and closed from today on."""
    found = (
        (slots.added, "séance ajoutée", "séances ajoutées"),
        (slots.removed, "séance retirée", "séances retirées"),
        (
            slots.unserved,
            "séance fermée, gardée pour ses réservations",
            "séances fermées, gardées pour leurs réservations",
        ),
        (slots.served_again, "séance rouverte", "séances rouvertes"),
        (slots.resized, "séance au nombre de places changé", "séances au nombre de places changé"),
    )
    return [counted(number, one, several) for number, one, several in found if number]


def concerned_line(one: Concerned) -> str:
    """Existing bookings concerned: « Cantine : 12 réservations de 5 familles, un jour qui n'est plus servi (elles restent) »."""
    bookings = counted(one.bookings, "réservation", "réservations")
    families = counted(one.families, "famille", "familles")
    days = counted(one.days, "jour", "jours")
    words = {
        Effect.UNSERVED: f"{bookings} ({families}) sur {days} où elle n'a plus lieu{NBSP}; elles restent",
        Effect.CROWDED: f"{bookings} de plus que de places, sur {days}{NBSP}; toutes restent",
        Effect.GIVEN: f"{counted(one.bookings, 'attente reçoit', 'attentes reçoivent')} une place ({families})",
        Effect.REPRICED: f"{bookings} ({families}) sur {days} payés d'avance, au nouveau prix",
    }
    return f"{one.activity}{NBSP}: {words[one.effect]}"


def why_not(one: WhyNot) -> str:
    """Why a file cannot be applied, and what to do."""
    said = one.details
    match one.obstacle:
        case Obstacle.OTHER_TOWN:
            return (
                f"ce fichier est celui de «{NBSP}{said['fichier']}{NBSP}», ces données sont celles de "
                f"«{NBSP}{said['base']}{NBSP}». Si la commune change de nom{NBSP}: --autre-nom"
            )
        case Obstacle.REGIE_HAS_MONEY:
            return (
                f"le code de la régie passe de «{NBSP}{said['base']}{NBSP}» à «{NBSP}{said['fichier']}{NBSP}», "
                "alors que de l'argent y est déjà compté. Gardez son code ; son nom peut changer."
            )
        case Obstacle.CHILD_TWICE:
            return (
                f"les nouveaux horaires de {said['code']} recouvrent ceux de {said['autre']}, alors que des enfants "
                f"ont réservé les deux ({counted(int(said['reservations']), 'jour', 'jours')}). Annulez d'abord "
                "ces jours, ou donnez un autre code à l'unité."
            )
        case Obstacle.PAYMENT_OF_BOOKED:
            return (
                f"«{NBSP}paiement{NBSP}» de {said['code']} change, alors que "
                f"{counted(int(said['reservations']), 'réservation est comptée', 'réservations sont comptées')} "
                "de l'autre façon. Donnez un autre code à l'activité : l'ancienne se ferme, ses jours restent."
            )
