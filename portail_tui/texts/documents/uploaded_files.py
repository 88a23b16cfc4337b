"""Files that families send, in words: kind and size, why one is not accepted."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.documents.uploaded_files import MOST_PAGES, CheckedFile, FileFlaw, UploadedFileKind
from portail_tui.texts.shared.formats import NBSP, counted

KINDS_TAKEN = "PDF, JPEG, PNG ou HEIC, 10 Mo au plus"
NOTHING_SENT = "Rien n'a été envoyé."
_FLAWS: Mapping[FileFlaw, str] = {
    FileFlaw.EMPTY: "Ce fichier est vide. Ouvrez-le pour vérifier, puis enregistrez-le de nouveau.",
    FileFlaw.TOO_LARGE: "Ce fichier dépasse 10 Mo. Envoyez une photo moins lourde, ou un PDF.",
    FileFlaw.NAME_HIDES: "Le nom de ce fichier contient des caractères invisibles. Renommez-le, puis recommencez.",
    FileFlaw.NAME_TOO_LONG: "Le nom de ce fichier est trop long. Renommez-le, puis recommencez.",
    FileFlaw.UNKNOWN_KIND: f"Ce fichier n'est ni un PDF ni une photo. Envoyez-le en {KINDS_TAKEN}.",
    FileFlaw.NAME_DIFFERS: "Le nom de ce fichier annonce autre chose que son contenu. Enregistrez-le de nouveau en PDF ou en photo.",
    FileFlaw.BROKEN: "Ce fichier est abîmé ou incomplet : il ne s'ouvre pas. Refaites la photo ou téléchargez-le de nouveau.",
    FileFlaw.HOLDS_MORE: "Ce fichier contient autre chose qu'un document (une photo animée, par exemple). Refaites une photo simple, ou un PDF.",
    FileFlaw.ACTIVE: "Ce PDF contient un programme ou des fichiers joints. Imprimez-le en PDF, puis envoyez le nouveau fichier.",
    FileFlaw.ENCRYPTED: "Ce PDF est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis recommencez.",
    FileFlaw.TOO_MANY_PAGES: f"Ce PDF a plus de {MOST_PAGES} pages. N'envoyez que les pages demandées.",
    FileFlaw.TOO_MANY_PIXELS: "Cette photo est trop grande pour être ouverte. Refaites-la avec une définition plus petite.",
    FileFlaw.TOO_HEAVY: "Ce fichier est trop lourd à ouvrir. Refaites une photo simple, ou un PDF.",
}
_KINDS: Mapping[UploadedFileKind, str] = {
    UploadedFileKind.PDF: "PDF",
    UploadedFileKind.JPEG: "Photo JPEG",
    UploadedFileKind.PNG: "Image PNG",
    UploadedFileKind.HEIC: "Photo HEIC",
}


def flaw_sentence(flaw: FileFlaw) -> str:
    """Why a file is not accepted, what remains true, and what to do."""
    return f"{NOTHING_SENT} {_FLAWS[flaw]}"


def facts_line(file: CheckedFile) -> str:
    """Kind, pages and size: « PDF · 2 pages · 340 ko »."""
    facts = file.facts
    shape = (
        counted(facts.pages, "page", "pages")
        if facts.kind is UploadedFileKind.PDF
        else f"{facts.width} × {facts.height} points"
    )
    return " · ".join((_KINDS[facts.kind], shape, size(file.size)))


def size(count: int) -> str:
    """A number of bytes in decimal units: « 340 ko », « 2,1 Mo »."""
    if count < 1024:
        return f"{count}{NBSP}octets"
    if count < 1024 * 1024:
        return f"{round(count / 1024)}{NBSP}ko"
    return f"{count / 1024 / 1024:.1f}{NBSP}Mo".replace(".", ",")
