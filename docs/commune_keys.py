"""Writes the tables of keys of docs/commune.md from the declarations that the reader uses.

`python -m docs.commune_keys` rewrites them in place; a test tells when they are out of date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from portail_tui.domain.rules.town_file.json_schema import json_schema
from portail_tui.domain.shared.wall_clock import WEEKDAYS

Names = tuple[str, ...]
PAGE = Path(__file__).with_name("commune.md")
MARKED = re.compile(r"(<!-- clés : (?P<name>[^ ]+) -->\n).*?(<!-- fin -->)", re.DOTALL)
ALL_TARIFFS: Names = (
    "code",
    "depuis",
    "deliberation",
    "exterieur",
    "arrondi",
    "arrondi_a",
    "pas_minutes",
)
ALL_TARIFFS += ("cas", "reductions", "aides")
ALL_CASES: Names = (
    "nom",
    "exterieur",
    "occasionnel",
    "pai",
    "parent_isole",
    "rang_au_moins",
    "rang_au_plus",
)
ALL_CASES += ("enfants_au_moins", "enfants_au_plus", "age_au_moins", "age_au_plus", "niveaux", "ecoles")
ALL_CASES += ("categorie",)


def page() -> str:
    """The page as it should be."""
    return MARKED.sub(
        lambda found: f"{found[1]}{table(found['name'])}{found[3]}", PAGE.read_text(encoding="utf-8")
    )


def table(name: str) -> str:
    """The Markdown table of a section: « activites.unites », « delai.jours_avant », « tarif.tranches »…"""
    shape, keys = _shape(name)
    rows = ["| Clé | Valeur | Ce qu'elle dit |", "|---|---|---|"]
    for key in keys:
        said = shape["properties"][key]
        needed = "**obligatoire**" if key in shape["required"] else "facultative"
        rows.append(f"| `{key}` | {_value(said)} ; {needed} | {said['description']} |")
    return "\n".join(rows) + "\n"


def _shape(name: str) -> tuple[Mapping[str, Any], list[str]]:
    schema = json_schema()
    first, *rest = name.split(".")
    if first in ("delai", "majoration", "tarif", "cas"):
        forms = {form["title"]: form for form in schema["$defs"][first]["anyOf"]}
        common = {"tarif": ALL_TARIFFS, "cas": ALL_CASES}.get(first, ())
        if rest and rest[0] == "communes":
            return next(iter(forms.values())), list(common)
        if rest and rest[0] == "reductions":
            rows = next(iter(forms.values()))["properties"]["reductions"]["items"]
            return rows, list(rows["properties"])
        if rest and rest[0] == "aides":
            rows = next(iter(forms.values()))["properties"]["aides"]["items"]
            return rows, list(rows["properties"])
        form = forms[rest[0]]
        inner = form
        for key in rest[1:]:
            inner = inner["properties"][key]["items"]
        keys = [
            key for key in inner["properties"] if key != "forme" and (inner is not form or key not in common)
        ]
        return inner, keys
    inner = schema
    for key in name.split("."):
        inner = inner["properties"][key]
        inner = inner.get("items", inner)
    return inner, list(inner["properties"])


def _value(said: Mapping[str, Any]) -> str:
    if "$ref" in said:
        return {"delai": "un délai", "majoration": "une majoration", "cas": "un cas"}[
            said["$ref"].rsplit("/")[-1]
        ]
    if said.get("enum") == list(WEEKDAYS):
        return '`"lundi"`…'
    if "enum" in said:
        return " ou ".join(f'`"{value}"`' for value in said["enum"])
    if "anyOf" in said:
        return '`"12-24"` ou date'
    if "pattern" in said:
        return '`"08:30"`' if ":" in said["pattern"] else '`"12-24"`'
    if said.get("format") == "date":
        return "date"
    match said["type"]:
        case "string":
            return "texte"
        case "boolean":
            return "`true` ou `false`"
        case "integer":
            return "nombre entier"
        case "array":
            inner = said["items"]
            if inner.get("type") == "string":
                return "liste de textes"
            return "liste de jours" if "enum" in inner else "liste"
        case "object":
            return "section"
    return "nombre"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
