"""Names of keys on a French keyboard."""

from __future__ import annotations

_NAMES = {
    "space": "Espace",
    "enter": "Entrée",
    "escape": "Échap",
    "tab": "Tab",
    "shift+tab": "Maj+Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Début",
    "end": "Fin",
    "pageup": "Page préc.",
    "pagedown": "Page suiv.",
    "backspace": "Retour arrière",
    "delete": "Suppr",
    "question_mark": "?",
}


def key_name(key: str) -> str:
    """Name of the first of the keys bound: « Espace », « Ctrl+Q », « F1 »."""
    first = key.split(",", maxsplit=1)[0].strip()
    if first in _NAMES:
        return _NAMES[first]
    if first.startswith("ctrl+"):
        return f"Ctrl+{first.removeprefix('ctrl+').upper()}"
    return first.upper()
