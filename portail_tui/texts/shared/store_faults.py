"""Faults of the store in words."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.ops.store_errors import StoreFault

FAULTS: Mapping[StoreFault, str] = {
    StoreFault.BUSY: "Beaucoup de familles enregistrent en ce moment. Attendez quelques secondes, puis réessayez.",
    StoreFault.READ_ONLY: "Les données ne peuvent pas être modifiées pour l'instant. Prévenez la mairie.",
    StoreFault.CORRUPT: "Les données sont illisibles. Prévenez la mairie, qui a une sauvegarde.",
    StoreFault.TOO_NEW: (
        "Ces données viennent d'une version plus récente du portail. Installez la dernière version du programme."
    ),
    StoreFault.MISSING: "Les données du portail sont introuvables. Prévenez la mairie.",
    StoreFault.UNREACHABLE: "Les données ne répondent pas. Réessayez dans une minute ou prévenez la mairie.",
    StoreFault.DISK_FULL: "Le disque de la mairie est plein. Prévenez la mairie.",
    StoreFault.TOO_OLD: (
        "Ces données viennent d'une version plus ancienne du portail. Demandez à la mairie de les mettre à niveau."
    ),
    StoreFault.EMPTY: "Aucune commune n'est encore enregistrée ici. Prévenez la mairie.",
    StoreFault.PASSWORD_MISSING: (
        "Cette machine n'a pas le mot de passe des données. Prévenez la mairie, qui l'y met par « portail base "
        "mot-de-passe »."
    ),
    StoreFault.NOT_ADMITTED: "Les données refusent cette machine ou son mot de passe. Prévenez la mairie.",
    StoreFault.ANSWER_LOST: (
        "La réponse s'est perdue en route : vos choix sont peut-être déjà enregistrés. Réessayez, rien ne sera "
        "fait deux fois."
    ),
}


def store_fault(fault: StoreFault, *, writing: bool) -> str:
    """What is wrong with the store. ``writing``: also says that nothing was saved, where that is certain."""
    if not writing or fault is StoreFault.ANSWER_LOST:
        return FAULTS[fault]
    return f"Rien n'a été enregistré, vos choix sont toujours à l'écran. {FAULTS[fault]}"
