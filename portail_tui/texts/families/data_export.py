"""Copy of a household's data (article 15 of the GDPR): names of its files, and its « lisez-moi »."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from portail_tui.domain.rules.rulebook import TownContact
from portail_tui.texts.shared.formats import long_date

FILES: Mapping[str, str] = {
    "family": "foyer",
    "family_residence": "residence",
    "family_category": "categories",
    "family_aid": "aides",
    "family_quotient": "quotients",
    "family_child": "enfants-du-foyer",
    "guardian": "responsables",
    "account": "comptes",
    "authorised_person": "personnes-autorisees",
    "consent": "accords",
    "address_change": "adresses-declarees",
    "erasure_request": "demandes-d-effacement",
    "deposit": "adresses-d-envoi",
    "document": "documents",
    "enrolment": "inscriptions",
    "booking": "reservations",
    "invoice": "factures",
    "invoice_line": "lignes-de-facture",
    "invoice_payment": "paiements-de-facture",
    "ledger_account": "comptes-d-argent",
    "ledger_movement": "mouvements-d-argent",
    "ledger_entry": "ecritures-d-argent",
    "operation": "demandes-enregistrees",
    "audit_event": "journal",
    "child": "enfants",
    "child_schooling": "scolarite",
    "child_health": "sante",
    "temporary_password": "mots-de-passe-provisoires",
    "email_change": "changement-d-adresse-e-mail",
    "outbox_mail": "messages",
    "login_throttle": "essais-de-connexion",
}
"""File name of each table. Documents and invoices are files of their own."""

README = "LISEZ-MOI.txt"
TITLE = "Mes données"
NO_HEALTH = {"non_fourni": "La santé se lit dans « Fiches enfants », par un responsable de l'enfant."}
KEY_MISSING = {"non_fourni": "Les informations de santé ne sont pas disponibles pour l'instant."}


def title(family: str, day: date) -> str:
    """File name of the whole copy."""
    return f"{TITLE}, famille {family}, {day.isoformat()}"


def readme(family: str, day: date, contact: TownContact, files: Mapping[str, int]) -> str:
    """Text of the « lisez-moi »: what the copy holds, and whom to ask. ``files``: lines of each file."""
    listed = "\n".join(f"  {name} : {count}" for name, count in sorted(files.items()))
    return (
        f"Copie des données de la famille {family}, faite le {long_date(day)}.\n\n"
        "Le dossier « donnees » contient un fichier par sujet (format JSON, que tout éditeur de texte ouvre).\n"
        "Les dossiers « documents » et « factures » contiennent les fichiers eux-mêmes.\n"
        "Les montants sont en centimes ; les instants, en temps universel (UTC).\n\n"
        f"Fichiers et nombre de lignes :\n{listed}\n\n"
        "Ce fichier contient des informations privées, peut-être de santé : gardez-le pour vous.\n"
        "Il ne contient ni mot de passe ni clé, et rien d'un autre foyer.\n\n"
        f"Une question, une correction ? {contact.service}, {contact.name}, {contact.phone}, {contact.email}\n"
    )
