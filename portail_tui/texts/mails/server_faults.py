"""What is wrong with the mail server, as the town's staff reads it."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.ops.mail import MailFault

FAULTS: Mapping[MailFault, str] = {
    MailFault.UNREACHABLE: "Le serveur de courriel ne répond pas.",
    MailFault.CERTIFICATE: "Le certificat du serveur de courriel n'est pas le bon, ou n'est plus valable.",
    MailFault.NO_ENCRYPTION: "Le serveur de courriel n'offre pas le chiffrement que dit [courriel].",
    MailFault.PASSWORD_MISSING: (
        "Le mot de passe du serveur de courriel manque sur cette machine : portail courriel mot-de-passe"
    ),
    MailFault.NOT_ADMITTED: "Le serveur de courriel refuse l'utilisateur, son mot de passe ou l'expéditeur.",
}
