"""The town's news, dated around the day on which the demonstration is made."""

from __future__ import annotations

from datetime import date, timedelta

from portail_tui.texts.shared.formats import long_date

Item = tuple[int, str, str, str, date, date]
"""Position, title, summary, Markdown body, first and last day."""


def items(today: date, *, strike_on: date | None, holidays: str) -> list[Item]:
    """News of the home page. ``holidays``: name of the next school holidays."""
    news: list[Item] = []
    if strike_on is not None:
        news.append(
            _item(
                0,
                "Grève : pas d'accueil ni de restauration",
                f"Les services périscolaires sont fermés le {long_date(strike_on)}.",
                f"Un mouvement de grève ferme les services périscolaires **le {long_date(strike_on)}**.\n\n"
                "- Les réservations de ce jour sont **annulées et recréditées** ; vous n'avez rien à faire.\n"
                "- Les écoles vous disent elles-mêmes si les cours ont lieu.\n\n"
                "Merci de votre compréhension.",
                today,
                -1,
                max(1, (strike_on - today).days),
            )
        )
    news += [
        _item(
            1,
            "Menus de la semaine",
            "Un repas végétarien le jeudi, des fruits de l'Orlette en dessert.",
            "Les menus sont préparés par la cuisine centrale, avec **62 %** de produits bio ou locaux.\n\n"
            "| Jour | Plat | Dessert |\n|---|---|---|\n"
            "| Lundi | Hachis de canard, salade | Pomme |\n"
            "| Mardi | Colin à l'aneth, riz | Fromage blanc |\n"
            "| Jeudi | Lasagnes aux légumes | Poire |\n"
            "| Vendredi | Poulet, haricots verts | Riz au lait |",
            today,
            -2,
            12,
        ),
        _item(
            2,
            f"{holidays} : le programme du centre de loisirs",
            "Sorties, cirque et cuisine ; les réservations se font ici.",
            f"# {holidays}\n\nAu programme : cirque, sortie au château de Mayran, cuisine du monde.\n\n"
            "Les habitants réservent six semaines avant le premier jour, les autres familles une semaine "
            "plus tard. Pensez à la **fiche sanitaire** et au **justificatif de domicile**.",
            today,
            -6,
            40,
        ),
        _item(
            3,
            "Quotient familial : pensez à le mettre à jour",
            "Sans attestation valable, le tarif maximum s'applique.",
            "Votre quotient vaut un an. Apportez votre attestation de la CAF à l'accueil "
            "ou envoyez-la par courriel **avant sa date de fin**.\n\n"
            "Pas de quotient ? Votre avis d'imposition suffit.",
            today,
            -15,
            60,
        ),
        _item(
            4,
            "L'école de natation affiche complet",
            "Inscrivez-vous sur la liste d'attente : les désistements sont fréquents.",
            "Huit enfants par séance, c'est peu : la plupart des séances sont complètes.\n\n"
            "Sur le calendrier, choisissez un jour **complet** pour rejoindre sa liste d'attente. "
            "Si une place se libère, elle vous revient dans l'ordre d'arrivée.",
            today,
            -20,
            60,
        ),
        _item(
            5,
            "Fête du jeu sur la place du Tilleul",
            "Un après-midi de jeux en bois, ouvert à tous.",
            "Venez en famille : jeux en bois, échecs géants et goûter offert par l'amicale des parents.",
            today,
            -9,
            9,
        ),
    ]
    return news


def _item(
    position: int, title: str, summary: str, body: str, today: date, from_days: int, to_days: int
) -> Item:
    return (
        position,
        title,
        summary,
        body,
        today + timedelta(days=from_days),
        today + timedelta(days=to_days),
    )
