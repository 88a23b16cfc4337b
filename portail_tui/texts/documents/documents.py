"""Words of « Mes démarches »: state of a document, why a file could not be read, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from portail_tui.domain.documents.local_files import Unread
from portail_tui.domain.documents.requirements import DocumentState
from portail_tui.domain.documents.views import DocumentChoice, DocumentStanding, SentLine
from portail_tui.texts.documents.uploaded_files import NOTHING_SENT
from portail_tui.texts.shared.formats import long_date

STANDINGS: Mapping[DocumentStanding, str] = {
    DocumentStanding.RECEIVED: "Reçu",
    DocumentStanding.TO_CHECK: "À vérifier",
    DocumentStanding.ACCEPTED: "Accepté",
    DocumentStanding.REFUSED: "Refusé",
    DocumentStanding.EXPIRED: "Périmé",
    DocumentStanding.REPLACED: "Remplacé",
}
GLYPHS: Mapping[DocumentStanding, str] = {
    DocumentStanding.RECEIVED: "✓",
    DocumentStanding.TO_CHECK: "…",
    DocumentStanding.ACCEPTED: "✓",
    DocumentStanding.REFUSED: "✗",
    DocumentStanding.EXPIRED: "✗",
    DocumentStanding.REPLACED: "·",
}
MEANINGS: Mapping[DocumentStanding, str] = {
    DocumentStanding.RECEIVED: "La mairie l'a reçu. Vous n'avez rien d'autre à faire.",
    DocumentStanding.TO_CHECK: "La mairie l'a reçu. Un agent va le vérifier.",
    DocumentStanding.ACCEPTED: "La mairie l'a accepté.",
    DocumentStanding.REFUSED: "La mairie n'a pas pu l'accepter. Envoyez-en un autre.",
    DocumentStanding.EXPIRED: "Il n'est plus valable. Envoyez le nouveau.",
    DocumentStanding.REPLACED: "Vous en avez envoyé un autre depuis : c'est lui qui compte.",
}
TO_SEND = "À fournir"
THE_FAMILY = "La famille"
ON_PAPER = "Remis à la mairie, sans fichier."

UNREAD: Mapping[Unread, str] = {
    Unread.NOT_FOUND: f"{NOTHING_SENT} Aucun fichier à cet endroit. Vérifiez le chemin, ou cherchez-le avec « Parcourir ».",
    Unread.A_FOLDER: f"{NOTHING_SENT} C'est un dossier. Choisissez un fichier dedans avec « Parcourir ».",
    Unread.NO_RIGHT: f"{NOTHING_SENT} Ce fichier ne se laisse pas lire. Copiez-le dans vos documents, puis recommencez.",
    Unread.NOT_A_FILE: f"{NOTHING_SENT} Ce n'est pas un fichier. Choisissez un PDF ou une photo.",
    Unread.TROUBLE: f"{NOTHING_SENT} Ce fichier n'a pas pu être lu. Vérifiez que la clé USB est bien branchée, puis recommencez.",
}


def choice_note(choice: DocumentChoice) -> str:
    """Note beside a kind of document to send: what the town already has of it; empty where it has nothing."""
    if choice.at_other_home:
        return "La mairie a déjà cette pièce."
    match choice.state:
        case DocumentState.SENT:
            return "Déjà envoyé : le nouveau le remplacera."
        case DocumentState.ACCEPTED:
            return "Déjà accepté : il compte jusqu'à ce que le nouveau le soit."
        case DocumentState.REFUSED:
            return f"Refusé : {choice.reason}"
        case DocumentState.EXPIRED:
            return "Celui que la mairie a n'est plus valable."
        case DocumentState.MISSING:
            return "Demandé pour réserver." if choice.is_asked else ""


AWAITS_AGENT = "Un agent va le vérifier. Vous lirez sa réponse dans « Mes documents »."
SAY_WHAT_FIRST = "Rien n'est envoyé : dites pour qui, et quel document."
FROM_PHONE = "Dites pour qui et quel document, puis envoyez-le depuis un téléphone ou un autre ordinateur."
PREVIEW_HERE = "Ici, la première page"
UNLOCKED = "Vous pouvez réserver dès maintenant ce qui le demandait."
NO_WAY = (
    "D'ici, le portail ne peut pas prendre votre fichier. "
    "Apportez votre document à la mairie, ou envoyez-le-lui par courriel."
)


def line_note(line: SentLine) -> str:
    """State of a document that was sent, and what to do."""
    sentence = MEANINGS[line.standing]
    if line.standing is DocumentStanding.REFUSED and line.reason:
        sentence = f"Refusé : {line.reason} Envoyez-en un autre."
    if line.standing is DocumentStanding.ACCEPTED and line.expires_on is not None:
        sentence = f"La mairie l'a accepté. Il est valable jusqu'au {long_date(line.expires_on)}."
    return sentence
