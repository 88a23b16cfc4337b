"""Why a family pays the maximum, in words."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.rules.quotients import WhyMaximum

WHY_MAXIMUM: Mapping[WhyMaximum, str] = {
    WhyMaximum.NONE: "Tarif maximum : la mairie n'a ni votre quotient ni votre revenu. Envoyez-lui votre attestation.",
    WhyMaximum.SENT: "Tarif maximum pour l'instant : votre attestation de quotient attend un agent.",
    WhyMaximum.REFUSED: "Tarif maximum : votre attestation de quotient a été refusée. Envoyez-en une autre.",
    WhyMaximum.EXPIRED: "Tarif maximum : votre quotient n'est plus valable. Envoyez votre nouvelle attestation.",
    WhyMaximum.NO_INCOME: "Tarif maximum : la mairie n'a pas vos revenus. Envoyez-lui votre avis d'imposition.",
}
