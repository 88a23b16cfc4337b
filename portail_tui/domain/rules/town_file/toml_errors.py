"""Syntax errors of the TOML reader, in French."""

from __future__ import annotations

import re

_PLACE = re.compile(
    r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.S
)
_WORDS: tuple[tuple[str, str], ...] = (
    (r"Invalid initial character for a key part", "un nom de clé était attendu"),
    (r"Invalid statement", "ni une clé ni une section ne commence ainsi"),
    (r"Expected '=' after a key.*", "le signe « = » manque après la clé"),
    (r"Expected newline or end of document after a statement", "la ligne devrait s'arrêter là"),
    (r"Expected '\]' at the end of a table declaration", "le crochet « ] » de la section manque"),
    (r"Expected '\]\]' at the end of an array declaration", "les crochets « ]] » de la section manquent"),
    (r"Cannot declare \('(.+)',?\) twice", "cette section est écrite deux fois"),
    (r"Cannot (?:overwrite a value|redefine namespace .*)", "cette clé est écrite deux fois"),
    (r"Cannot mutate immutable namespace.*", "ces clés sont déjà écrites entre accolades"),
    (r"Duplicate inline table key.*", "cette clé est écrite deux fois entre les accolades"),
    (r"Invalid value", "cette valeur n'est pas comprise : un texte se met entre guillemets"),
    (r"Invalid date or datetime", "cette date n'existe pas"),
    (r"Unclosed array", "le crochet « ] » d'une liste manque"),
    (r"Unclosed inline table", "l'accolade « } » manque"),
    (r"Unterminated string|Expected (?:\"|').*", "les guillemets d'un texte ne sont pas fermés"),
    (r"Illegal character.*|Found invalid character.*", "un caractère n'a pas sa place ici"),
    (
        r"Unescaped '\\' in a string|Invalid hex value|.*not a Unicode scalar value.*",
        "« \\ » s'écrit « \\\\ »",
    ),
)
ENDED = "le fichier s'arrête trop tôt"


def in_french(message: str) -> tuple[int | None, str]:
    """The line of a mistake (None for the end of the file), and a French sentence."""
    found = _PLACE.match(message)
    what, line = (found["what"], found["line"]) if found else (message, None)
    words = next((words for pattern, words in _WORDS if re.fullmatch(pattern, what, re.S)), "")
    if line is None:
        return None, f"ce fichier n'est pas du TOML : {words or ENDED}."
    return int(line), f"ce fichier n'est pas du TOML (ligne {line}){' : ' if words else ''}{words}."
