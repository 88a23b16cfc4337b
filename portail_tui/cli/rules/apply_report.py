"""`portail commune appliquer F` and `… exporter [F]`: the store's règlement, changed or written out."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portail_tui.cli import exit_codes
from portail_tui.cli.output import print_json
from portail_tui.cli.parser import say
from portail_tui.cli.store_actions import on_configured_store, write_new
from portail_tui.domain.rules.apply_report import Applied, NotApplied
from portail_tui.domain.rules.town_file import TownFile
from portail_tui.domain.shared.text import shown
from portail_tui.texts.rules import apply_report as words

if TYPE_CHECKING:
    from portail_tui.services.core.context import ServiceContext


def apply(file: TownFile, text: str, *, is_trial: bool, may_rename: bool, as_json: bool) -> int:
    """Make a file the règlement in force; with --essai, only report its effect."""
    from portail_tui.services.rules.apply_town_file import apply_town_file

    def do(context: ServiceContext) -> int:
        answer = apply_town_file(context, file, text, is_trial=is_trial, may_rename=may_rename)
        if isinstance(answer, NotApplied):
            return _refused(answer, as_json=as_json)
        if as_json:
            print_json(_data(answer, is_trial=is_trial))
        else:
            for line in _lines(answer, is_trial=is_trial):
                print(line)
        return exit_codes.OK

    return on_configured_store(do, needs_town=False)


def export(path: str | None) -> int:
    """Print the file in force, comments and all; or write it to a new file."""
    from portail_tui.services.rules.apply_town_file import text_in_force

    def do(context: ServiceContext) -> int:
        text = text_in_force(context)
        if text is None:
            say("Aucun fichier n'a encore été appliqué à ces données : il n'y a rien à exporter.")
            say("Pour en appliquer un : portail commune appliquer F")
            return exit_codes.REFUSED
        if path is None:
            sys.stdout.write(shown(text) if sys.stdout.isatty() else text)
            return exit_codes.OK
        code = write_new(Path(path), partial(_write, Path(path), text))
        if code == exit_codes.OK:
            print(f"Le fichier en vigueur est écrit dans {path}")
        return code

    return on_configured_store(do, needs_town=False)


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="") as new:
        new.write(text)


def _refused(answer: NotApplied, *, as_json: bool) -> int:
    if as_json:
        reasons = [{"motif": one.obstacle.value, **one.details} for one in answer.reasons]
        print_json({"applique": False, "refus": reasons})
    else:
        say("Rien n'a été changé :")
        for one in answer.reasons:
            say(f"- {words.why_not(one)}")
    return exit_codes.REFUSED


def _data(answer: Applied, *, is_trial: bool) -> dict[str, Any]:
    changes = None
    if answer.changes is not None:
        changes = [
            {"nature": one.kind.value, "ou": one.where, "avant": one.before, "apres": one.after}
            for one in answer.changes
        ]
    return {
        "applique": not is_trial,
        "change": answer.is_changed,
        "premiere_fois": answer.is_first,
        "annees": list(answer.years),
        "changements": changes,
        "seances": {
            "ajoutees": answer.slots.added,
            "retirees": answer.slots.removed,
            "fermees": answer.slots.unserved,
            "rouvertes": answer.slots.served_again,
            "places_changees": answer.slots.resized,
        },
        "concernes": [
            {
                "effet": one.effect.value,
                "activite": one.activity,
                "jours": one.days,
                "reservations": one.bookings,
                "familles": one.families,
            }
            for one in answer.concerned
        ],
    }


def _lines(answer: Applied, *, is_trial: bool) -> list[str]:
    if not answer.is_changed and not answer.changes:
        return ["Rien ne change : c'est déjà le règlement en vigueur."]
    lines = ["Essai : rien n'est enregistré. Ce qui changerait :" if is_trial else "Ce qui change :"]
    if answer.is_first:
        lines.append("- Commune nouvelle : tout son fichier")
    elif answer.changes is None:
        lines.append("- Le fichier d'avant n'est pas connu : les différences ne se lisent pas clé par clé")
    lines += (f"- {words.change_line(one)}" for one in answer.changes or ())
    lines += (f"- {line}" for line in words.slot_lines(answer.slots))
    if answer.concerned:
        lines.append("Familles concernées :")
        lines += (f"- {words.concerned_line(one)}" for one in answer.concerned)
    years = ", ".join(answer.years)
    lines.append(f"Années scolaires ouvertes : {years}.")
    if is_trial:
        lines.append("Pour l'appliquer : la même commande, sans --essai")
    else:
        lines.append("Le règlement est en vigueur.")
    return lines
