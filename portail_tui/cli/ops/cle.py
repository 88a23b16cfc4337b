"""`portail base cle …`: the key that health data are encrypted with: made, changed, saved apart from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portail_tui import settings, system
from portail_tui.cli import exit_codes
from portail_tui.cli.parser import Parser, say
from portail_tui.cli.store_actions import tell, write_new
from portail_tui.cli.store_config import configured
from portail_tui.domain.ops.data_keys import BYTES, KeyFault, KeyTrouble, WrappingKey
from portail_tui.domain.ops.store_errors import StoreTrouble

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from portail_tui.services.core.context import ServiceContext
    from portail_tui.store.store import Store

ACTIONS = {
    "creer": "créer la clé, une fois pour toutes, et la ranger sur cette machine",
    "tourner": "chiffrer de nouveau toutes les données, sous une clé neuve",
    "sauver": "copier la clé dans un fichier, à garder ailleurs que les sauvegardes",
}

_FAULTS = {
    KeyFault.NONE_MADE: ("Cette commune n'a pas encore de clé : portail base cle creer",),
    KeyFault.NOT_HERE: (
        "Cette machine n'a pas la clé de la commune. Copiez-y celle que vous avez gardée",
        "(portail base cle sauver F, sur une machine qui l'a), lisible par vous seul (chmod 600), dans",
        "  {file}",
    ),
    KeyFault.TOO_OPEN: ("D'autres peuvent lire le fichier de la clé. Fermez-le : chmod 600 {where}",),
    KeyFault.UNREADABLE: ("Le fichier de la clé est illisible, ou ce n'est pas une clé : {where}",),
    KeyFault.DAMAGED: ("Des données chiffrées sont abîmées. Restaurez une sauvegarde.",),
}


def run(arguments: list[str]) -> int:
    """Do one of the actions on the configured store; the exit code."""
    parser = Parser(
        "portail base cle",
        "La clé qui chiffre les données de santé. Elle n'est jamais dans la base.",
        actions=ACTIONS,
    )
    parser.add_argument("fichier", nargs="?", metavar="F", help="avec sauver : le fichier à écrire")
    parser.add_argument(
        "--fichier",
        dest="in_file",
        action="store_true",
        help=f"avec creer : dans le fichier {settings.KEY_FILE}, même s'il y a un trousseau",
    )
    chosen = parser.parse_args(arguments)
    if (chosen.fichier is None) == (chosen.action == "sauver"):
        raise parser.refused("« sauver », et lui seul, demande un fichier.")
    found = configured()
    if found is None:
        return exit_codes.MISUSED
    url, _ = found
    try:
        match chosen.action:
            case "creer":
                return create(url, in_keyring=not chosen.in_file)
            case "tourner":
                return turn(url)
            case _:
                return save(url, Path(chosen.fichier))
    except StoreTrouble as trouble:
        return tell(trouble)
    except KeyTrouble as trouble:
        tell_key(trouble)
        return exit_codes.REFUSED


def tell_key(trouble: KeyTrouble) -> None:
    """Say why this machine cannot open what is encrypted, and what to do."""
    for line in _FAULTS[trouble.fault]:
        say(line.format(file=settings.key_path(), where=trouble.where))


def create(url: str, *, in_keyring: bool) -> int:
    """Make the town's key where it has none. The machine keeps it before the store relies on it."""
    from portail_tui.bootstrap import key_places
    from portail_tui.services.ops.data_keys import KeyState, make_first_key, state_of_keys

    context = _context(url)
    with context.store.reading() as connection:
        state, trouble = state_of_keys(connection, context.vault)
    if state is not KeyState.NONE:
        say("Cette commune a déjà sa clé, rien n'a été changé.")
        if trouble is not None:
            tell_key(trouble)
        return exit_codes.REFUSED
    places = key_places(url)
    key = next(iter(places.held()), None)  # brought here by hand, or left by a creation that was interrupted
    kept: Path | None = None
    if key is None:
        key = WrappingKey(system.draw(BYTES))
        try:
            kept = places.keep(key, in_keyring=in_keyring)
        except OSError:
            say(f"Le fichier de la clé ne peut pas être écrit : {places.file}")
            return exit_codes.STORE_TROUBLE
        where = "dans le trousseau" if kept is None else f"dans {kept}"
        print(f"La clé est créée, et rangée sur cette machine {where}")
    else:
        print("La clé que cette machine avait déjà devient celle de la commune.")
    if not make_first_key(context, key):
        say("Une autre machine vient de créer la clé de la commune : la sienne sert.")
        return exit_codes.REFUSED
    print("Sans elle, les données de santé sont perdues. Gardez-en une copie ailleurs que les sauvegardes :")
    print("  portail base cle sauver F")
    return exit_codes.OK


def turn(url: str) -> int:
    from portail_tui.services.ops.data_keys import turn_key

    turned = turn_key(_context(url))
    print(f"La clé des données est neuve. Lignes chiffrées de nouveau : {turned.rows}")
    return exit_codes.OK


def save(url: str, path: Path) -> int:
    from portail_tui.gateways.key_files import write_key
    from portail_tui.services.ops.data_keys import wrapping_key

    key = wrapping_key(_context(url))
    code = write_new(path, lambda: write_key(path, key))
    if code != exit_codes.OK:
        return code
    print(f"La clé est copiée dans {path}, lisible par vous seul.")
    print("Gardez-la ailleurs que les sauvegardes de la base : qui a les deux lit tout.")
    return exit_codes.OK


def told_state(url: str, connection: Connection) -> str:
    """« sur cette machine », « absente de cette machine », « pas encore créée »."""
    from portail_tui.bootstrap import key_places, town_vault
    from portail_tui.services.ops.data_keys import KeyState, state_of_keys

    state, _ = state_of_keys(connection, town_vault(key_places(url)))
    return {
        KeyState.HERE: "sur cette machine",
        KeyState.AWAY: "absente de cette machine",
        KeyState.NONE: "pas encore créée",
    }[state]


def kept_apart(store: Store) -> None:
    """Tell, of a backup just made, that the key is not in it."""
    from portail_tui.store.queries.ops import data_keys
    from portail_tui.store.schema import SchemaState, schema_state

    if schema_state(store) is not SchemaState.CURRENT:
        return  # of an older program, which encrypted nothing
    with store.reading() as connection:
        if data_keys.newest_id(connection) is None:
            return
    print("Les données de santé y sont chiffrées, et leur clé n'y est pas : gardez-la ailleurs.")
    print("  portail base cle sauver F")


def _context(url: str) -> ServiceContext:
    from portail_tui.bootstrap import open_context

    return open_context(url, system.SystemClock(), needs_town=False)
