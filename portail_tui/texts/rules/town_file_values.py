"""Values of a town's file in short words; the rarer forms as the file writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portail_tui.domain.rules.town_file.diff import written
from portail_tui.texts.shared.formats import counted, money, numeric

EUROS = frozenset({"prix", "exterieur", "montant", "plancher", "solde_bas", "au_moins", "au_plus"})
EUROS |= {"versement_au_moins", "versement_au_plus"}
"""Keys whose values are amounts."""


def value_words(key: str, text: str) -> str:
    """Words for a key's value: « 3 jours ouvrés avant, 23:59 », « 4,00 € », « oui »."""
    value = tomllib.loads(f"valeur = {text}", parse_float=Decimal)["valeur"]
    if key in EUROS and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return money(int(value * 100))
    match value:
        case bool():
            return "oui" if value else "non"
        case date():
            return numeric(value)
        case str():
            return f"« {value} »"
        case dict():
            return _table(value)
        case [*texts] if all(isinstance(one, str) for one in texts):
            return ", ".join(texts) or "aucun"
    return text


def differing_rows(before: str, after: str) -> tuple[str, str] | None:
    """Rows that are not in both of two lists (brackets of a grid), so that one changed price is not lost in a
    long grid. None for other values, and for rows that only change places."""
    lists = [tomllib.loads(f"rows = {text}", parse_float=Decimal)["rows"] for text in (before, after)]
    if not all(isinstance(one, list) and one and isinstance(one[0], dict) for one in lists):
        return None
    old = [row for row in lists[0] if row not in lists[1]]
    new = [row for row in lists[1] if row not in lists[0]]
    if not old and not new:
        return None
    return "; ".join(map(_row, old)) or "rien", "; ".join(map(_row, new)) or "rien"


def _row(row: Mapping[str, Any]) -> str:
    """« à partir de 860, prix 3,05 € »."""
    return ", ".join(
        f"{_ROW_KEYS.get(key, key.replace('_', ' '))} {_number(key, value)}" for key, value in row.items()
    )


def _number(key: str, value: Any) -> str:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return money(int(value * 100)) if key in EUROS else f"{value}".replace(".", ",")
    return written(value)


_ROW_KEYS = {"a_partir_de": "à partir de", "jusqu_a": "jusqu'à", "au_moins": "au moins", "au_plus": "au plus"}


def _table(table: Mapping[str, Any]) -> str:
    tell = _FORMS.get(str(table.get("forme")))
    if tell is None:
        return written(dict(table))
    left = dict(table)
    del left["forme"]
    try:
        words = list(tell(left))
    except (KeyError, TypeError):  # a form of another kind of rule under the same name
        return written(dict(table))
    return ", ".join([*words, *(f"{key} = {written(value)}" for key, value in left.items())])


def _days_before(left: dict[str, Any]) -> Iterator[str]:
    days, hour = left.pop("jours"), left.pop("a")
    kind = (" ouvré" if left.pop("ouvres", False) else "") + (" franc" if left.pop("francs", False) else "")
    plural = kind.replace("é", "és").replace("franc", "francs")
    yield "le jour même" if days == 0 else f"{counted(days, f'jour{kind}', f'jours{plural}')} avant"
    yield hour


def _hours_before(left: dict[str, Any]) -> Iterator[str]:
    hours = left.pop("heures")
    worked = " ouvrées" if left.pop("ouvres", False) else ""
    yield f"{counted(hours, 'heure', 'heures')}{worked} avant"


def _week_before(left: dict[str, Any]) -> Iterator[str]:
    day, weeks, hour = left.pop("jour"), left.pop("semaines", 1), left.pop("a")
    yield f"le {day} de la semaine d'avant" if weeks == 1 else f"le {day}, {weeks} semaines avant"
    yield hour


def _last_such_day(left: dict[str, Any]) -> Iterator[str]:
    yield f"le dernier {left.pop('jour')} avant"
    yield left.pop("a")


def _month_before(left: dict[str, Any]) -> Iterator[str]:
    day, months, hour = left.pop("le"), left.pop("mois", 1), left.pop("a")
    yield f"le {day} du mois d'avant" if months == 1 else f"le {day}, {months} mois avant"
    yield hour


def _never(_left: dict[str, Any]) -> Iterator[str]:
    yield "jamais"


def _percent(left: dict[str, Any]) -> Iterator[str]:
    yield f"+{left.pop('taux')} %".replace(".", ",")


def _amount(left: dict[str, Any]) -> Iterator[str]:
    yield f"+{money(int(Decimal(left.pop('montant')) * 100))}"


def _instead(left: dict[str, Any]) -> Iterator[str]:
    yield f"{money(int(Decimal(left.pop('prix')) * 100))} à la place du prix"


_FORMS: Mapping[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "jours_avant": _days_before,
    "heures_avant": _hours_before,
    "semaine_precedente": _week_before,
    "dernier_jour": _last_such_day,
    "mois_precedent": _month_before,
    "jamais": _never,
    "pourcentage": _percent,
    "montant": _amount,
    "remplacement": _instead,
}
