"""Files that the portal makes, in words: ways to print, open or save one, and the result."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.shared.generated_files import GeneratedFileKind, Handed
from portail_tui.texts.shared.formats import NBSP, counted

KINDS: Mapping[GeneratedFileKind, str] = {
    GeneratedFileKind.PDF: "Document à imprimer (PDF)",
    GeneratedFileKind.CSV: "Tableau pour tableur (CSV)",
    GeneratedFileKind.ZIP: "Dossier compressé (ZIP)",
}
NO_WAY_FROM_AFAR = (
    "Ce terminal ne peut ni imprimer ni enregistrer ce fichier. Ouvrez le portail dans un navigateur pour le "
    "télécharger, ou demandez-le à l'accueil de la mairie."
)
NO_WAY_AT_KIOSK = (
    "Cette borne ne peut pas imprimer en ce moment. Demandez ce document à l'accueil de la mairie, "
    "ou ouvrez le portail chez vous."
)
NOT_FOR_PAPER = (
    "Ce fichier ne s'imprime pas. Ouvrez le portail chez vous, dans un navigateur, pour le télécharger, "
    "ou demandez-le à l'accueil de la mairie."
)
A_MOMENT = "Un instant…"
DOWNLOADED = (
    "Le téléchargement a commencé : cherchez le fichier dans les téléchargements de votre navigateur."
)
OPENED = "Le document s'ouvre dans une autre fenêtre."

_TROUBLES: Mapping[Handed, str] = {
    Handed.EXISTS: "Rien n'est enregistré. Un autre fichier porte déjà ce nom : changez-le, ou remplacez-le.",
    Handed.NO_FOLDER: "Rien n'est enregistré. Ce dossier n'existe pas : corrigez-le, puis recommencez.",
    Handed.REFUSED: "Rien n'est enregistré. Ce dossier ne l'accepte pas : choisissez-en un autre.",
    Handed.DISK_FULL: "Rien n'est enregistré. Le disque est plein : faites de la place, puis recommencez.",
    Handed.NO_PRINTER: "Rien n'est imprimé. L'imprimante ne répond pas : vérifiez-la, puis recommencez.",
    Handed.NO_VIEWER: "Aucun programme de cet ordinateur ne l'ouvre. Enregistrez-le plutôt.",
    Handed.TOO_LONG: "L'imprimante tarde à répondre. Regardez si la feuille sort avant de recommencer.",
}


def handed(outcome: Handed, done: str) -> str:
    """Result of handing over a file. ``done``: the sentence where all went well."""
    return done if outcome is Handed.DONE else _TROUBLES[outcome]


def printed(printer: str) -> str:
    """Confirmation that a printer accepted a file."""
    return f"Envoyé à l'imprimante «{NBSP}{printer}{NBSP}». La feuille sort dans un instant."


def saved(path: str) -> str:
    """Confirmation that a file was saved."""
    return f"Enregistré{NBSP}: {path}"


def size(octets: int) -> str:
    """Size in kilobytes, rounded up, never zero: « 26 ko »."""
    if octets < 1_000_000:
        return f"{-(-octets // 1000)}{NBSP}ko"
    return f"{counted(-(-octets // 1_000_000), 'Mo', 'Mo')}"
