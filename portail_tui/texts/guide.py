"""The town hall's leaflet for parents (« Mode d'emploi »), section by section.

The other modules call it the leaflet, and cite its sections by number."""

from __future__ import annotations

from dataclasses import dataclass

from portail_tui.texts.bookings.day_states import LEGEND, STATES


@dataclass(frozen=True, slots=True)
class GuideSection:
    number: int
    title: str
    paragraphs: tuple[str, ...]
    is_legend: bool = False
    """Whether the calendar's legend follows the section."""

    @property
    def heading(self) -> str:
        return f"{self.number} - {self.title}"


GUIDE = (
    GuideSection(
        1,
        "Se connecter à son compte",
        (
            "Saisissez votre email et votre mot de passe, puis choisissez « Se connecter ».",
            "Si l'un des deux ne convient pas, le portail ne dit pas lequel : vérifiez les deux. "
            "Après plusieurs essais, il faut attendre un peu.",
        ),
    ),
    GuideSection(
        2,
        "Première connexion ou mot de passe perdu",
        (
            "Saisissez votre email, puis choisissez « Mot de passe oublié » et suivez ce qui s'affiche.",
            "Rien dans la journée ? Les boîtes email sont capricieuses : regardez dans les indésirables, "
            "puis demandez à la mairie un mot de passe provisoire.",
            "Un mot de passe provisoire se change à la première connexion.",
        ),
    ),
    GuideSection(
        3,
        "Naviguer dans le portail",
        (
            "Dépliez le menu, à gauche de l'accueil ou par la touche F2 : toutes les démarches y sont.",
            "« MA FAMILLE » mène à « Mon profil » et aux « Fiches enfants ».",
            "Ce que vous avez à faire est écrit en haut de l'accueil. Les actualités de la mairie sont en bas, "
            "sous forme de vignettes : choisissez-en une pour la lire.",
            "F1 explique chaque écran, « ? » montre ses touches, Échap revient en arrière.",
        ),
    ),
    GuideSection(
        4,
        "Activer son compte famille et alimenter son porte-monnaie",
        (
            "Choisissez la tirelire, sur l'accueil ou dans le menu.",
            "La première fois, elle active le compte : vérifiez vos coordonnées, acceptez le règlement.",
            "Ensuite, choisissez un montant et payez. Le relevé montre tout ce qui entre et tout ce qui sort.",
        ),
    ),
    GuideSection(
        5,
        "Réserver vos activités",
        (
            "5.1 - Partez d'une vignette d'activité ou du menu « Réserver ». Choisissez l'enfant dans la liste : "
            "seules les activités qui le concernent sont proposées. "
            "« Vérifiez vos inscriptions » montre tout ce qui est déjà réservé.",
            "5.2 - Choisissez le type d'activité (périscolaire, extrascolaire, sport…) pour n'en voir que "
            "quelques-unes. Si un document manque, l'activité le dit.",
            "5.3 - « Occasionnelle » pour réserver jour par jour, « Régulière » pour les mêmes jours chaque "
            "semaine. Puis « Valider ».",
            "5.4 - Les jours orange peuvent être réservés. Choisissez-en un : il devient bleu. « Valider » "
            "enregistre vos choix et affiche une confirmation.",
        ),
    ),
    GuideSection(
        6,
        "Consulter les tarifs des activités",
        (
            "Dans le menu, « Factures » puis « Tarifs ». Choisissez un titre pour dérouler ses activités, puis "
            "une activité pour voir sa grille.",
            "Vos prix dépendent de votre quotient CAF ou de votre revenu de référence. Si la mairie n'a ni l'un "
            "ni l'autre, le tarif maximum s'applique : la page dit pourquoi, et comment y remédier.",
        ),
    ),
    GuideSection(
        7,
        "Consulter les factures",
        (
            "Dans le menu, « Factures » puis « Factures » : chaque facture, avec ce qui reste à payer et les "
            "moyens de paiement que la mairie accepte.",
            "L'image du fichier, dans la colonne de droite, imprime la facture ou l'enregistre.",
        ),
    ),
    GuideSection(
        8,
        "Envoyer un document",
        (
            "Dans le menu, « Mes démarches » puis « Envoyer un document ». Choisissez le fichier, dites s'il "
            "s'agit d'un document pour la famille ou pour l'un de ses membres, puis son type, et "
            "« Enregistrer ».",
            "Un accusé de réception s'affiche. Suivez ensuite l'état du document sur la même page.",
        ),
    ),
    GuideSection(
        9,
        "La légende du calendrier",
        ("Chaque jour a une couleur, un signe et un mot.",),
        is_legend=True,
    ),
    GuideSection(
        10,
        "Je rencontre un problème",
        (
            "10.1 - Un document est demandé. Certaines inscriptions attendent un document, en général une fois "
            "par an. Quand un agent doit le vérifier, la réservation s'ouvre dès qu'il l'a accepté.",
            "10.2 - « Votre compte famille n'est pas encore activé. » Choisissez la tirelire pour l'activer et y "
            "déposer de l'argent. Vos choix du calendrier sont gardés.",
            "10.3 - Aucune activité n'est proposée. Elles dépendent de l'âge et de la classe de l'enfant : "
            "demandez à la mairie s'il peut participer.",
        ),
    ),
)


def legend_lines() -> list[str]:
    """The calendar's legend, a line for each state: its glyph and its sentence."""
    return [f"{STATES[state].glyph}  {STATES[state].legend}" for state in LEGEND]
