"""`portail base …`: create, upgrade, check, back up and restore a town's store; store its password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from portail_tui import system
from portail_tui.cli import exit_codes
from portail_tui.cli.ops import cle
from portail_tui.cli.output import print_json
from portail_tui.cli.parser import Parser, say
from portail_tui.cli.store_actions import change_password, tell
from portail_tui.cli.store_config import NO_KEYRING, configured
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.ops.store_url import Address, PostgresAddress, SqliteAddress
from portail_tui.gateways import keyring_passwords

if TYPE_CHECKING:
    from portail_tui.store.store import Store

ACTIONS = {
    "creer": "créer les tables d'une base vide",
    "mettre-a-niveau": "mettre les tables au niveau de ce programme",
    "verifier": "dire l'état de la base, et ce qui ne va pas",
    "sauver": "sauver la base dans un fichier",
    "restaurer": "refaire une base vide à partir d'un fichier",
    "mot-de-passe": "ranger le mot de passe de la base dans le trousseau",
    "cle": "la clé des données de santé : portail base cle --aide",
}
WITH_FILE = frozenset({"sauver", "restaurer"})


def run(arguments: list[str]) -> int:
    """Do one of the actions on the configured store; the exit code."""
    if arguments[:1] == ["cle"]:
        return cle.run(arguments[1:])
    parser = Parser(
        "portail base",
        "Les données de la commune : un fichier de cette machine, ou une base PostgreSQL.",
        actions=ACTIONS,
    )
    parser.add_argument("fichier", nargs="?", metavar="F", help="le fichier de sauvegarde")
    parser.add_argument("--oublier", action="store_true", help="avec mot-de-passe : l'ôter du trousseau")
    parser.add_argument("--json", action="store_true", help="avec verifier : répondre en JSON")
    chosen = parser.parse_args(arguments)
    if (chosen.fichier is None) == (chosen.action in WITH_FILE):
        raise parser.refused("« sauver » et « restaurer », et eux seuls, demandent un fichier.")
    found = configured()
    if found is None:
        return exit_codes.MISUSED
    url, address = found
    actions: dict[str, Callable[[], int]] = {
        "creer": lambda: create(url, address),
        "mettre-a-niveau": lambda: bring_up_to_date(url),
        "verifier": lambda: check(url, address, as_json=chosen.json),
        "sauver": lambda: save(url, address, Path(chosen.fichier)),
        "restaurer": lambda: restore(url, address, Path(chosen.fichier)),
        "mot-de-passe": lambda: keep_password(url, address, forget=chosen.oublier),
    }
    try:
        return actions[chosen.action]()
    except StoreTrouble as trouble:
        return tell(trouble)


def create(url: str, address: Address) -> int:
    """Make the tables where there is nothing."""
    from portail_tui.store import schema

    clock = system.SystemClock()
    try:
        if isinstance(address, SqliteAddress):
            schema.create(url, clock)
        else:
            store = _open(url)
            schema.must_be_bare(store)
            schema.upgrade(store)
    except (FileExistsError, schema.NotEmpty):
        say(f"Il y a déjà des données à cette adresse, rien n'a été changé : {address.told}")
        return exit_codes.REFUSED
    except OSError:
        say(f"Le fichier ne peut pas être créé : {address.told}")
        return exit_codes.STORE_TROUBLE
    except StoreTrouble as trouble:
        if trouble.fault is not StoreFault.MISSING:
            raise
        say(f"Cette base n'existe pas sur le serveur : créez-la d'abord, vide (createdb). {address.told}")
        return exit_codes.STORE_TROUBLE
    print(f"La base est créée, encore sans commune : {address.told}")
    print("Pour y mettre votre commune : portail commune appliquer F")
    return exit_codes.OK


def bring_up_to_date(url: str) -> int:
    from portail_tui.store.schema import SchemaState, schema_state, upgrade

    store = _open(url)
    match schema_state(store):
        case SchemaState.EMPTY:
            say("Cette base n'a pas encore de tables. Pour les créer : portail base creer")
            return exit_codes.REFUSED
        case SchemaState.CURRENT:
            print("La base est déjà à niveau.")
        case SchemaState.OLDER:
            upgrade(store)
            print("La base est mise à niveau.")
    return exit_codes.OK


def check(url: str, address: Address, *, as_json: bool) -> int:
    """Print the store's state and every broken invariant; REFUSED where there is one."""
    from portail_tui.store.queries.ops import integrity_checks
    from portail_tui.store.schema import SchemaState, revision_of, state_of_revision

    store = _open(url)
    revision = revision_of(store)
    state = state_of_revision(revision)
    machine = system.SystemClock()
    with store.reading() as connection:
        version, is_encrypted = integrity_checks.engine_words(connection)
        late = (store.now(connection) - machine.now()) / timedelta(seconds=1)
        is_empty = state is SchemaState.EMPTY
        found = {} if state is not SchemaState.CURRENT else integrity_checks.anomalies(connection)
        families, bookings = (0, 0) if is_empty else integrity_checks.counts(connection)
        may_write = store.may_be_written(connection)
        key = cle.told_state(url, connection) if state is SchemaState.CURRENT else ""
    anomalies = [{"nature": what.value, "nombre": count} for what, count in found.items()]
    if as_json:
        print_json(
            {
                "adresse": address.told,
                "moteur": version,
                "chiffre": is_encrypted,
                "tables": revision,
                "etat": _STATES[state.value],
                "ecriture": may_write,
                "cle_de_sante": key,
                "horloge_ecart_secondes": round(late),
                "familles": families,
                "reservations": bookings,
                "anomalies": anomalies,
            }
        )
    else:
        print(f"{address.told} ({version})")
        print(f"Tables : {_STATES[state.value]}")
        if is_encrypted is not None:
            print(f"Connexion chiffrée : {'oui' if is_encrypted else 'non'}")
        if key:
            print(f"Clé des données de santé : {key}")
        if not may_write:
            print("Cette base refuse les écritures.")
        if abs(late) >= 1:
            print(f"L'horloge de la base, qui décide des délais, a {late:+.0f} s d'écart avec cette machine.")
        print(f"{families} familles, {bookings} réservations")
        for what, count in found.items():
            print(f"Anomalie : {_ANOMALIES[what.value]} ({count})")
        if not found and state is SchemaState.CURRENT:
            print("Tout est en ordre.")
    return exit_codes.OK if state is SchemaState.CURRENT and not found else exit_codes.REFUSED


_STATES = {"current": "à niveau", "older": "à mettre à niveau", "empty": "aucune"}
_ANOMALIES = {
    "ledger_unbalanced": "le grand livre d'une régie n'est pas équilibré",
    "movement_unbalanced": "des mouvements d'argent ne sont pas équilibrés",
    "places_miscounted": "des places sont mal comptées",
    "waiting_miscounted": "des listes d'attente sont mal comptées",
    "charge_unlike_booking": "des réservations ne coûtent pas ce qui a été débité",
    "child_twice": "des enfants sont attendus à deux endroits à la fois",
    "file_damaged": "le fichier est abîmé",
    "rows_without_parent": "des lignes se rapportent à d'autres qui n'existent pas",
}


def save(url: str, address: Address, backup: Path) -> int:
    from portail_tui.store import backups
    from portail_tui.store.schema import SchemaState, schema_state

    store = _open(url)
    if schema_state(store) is SchemaState.EMPTY:
        raise StoreTrouble(StoreFault.EMPTY)
    code = _with_file(
        lambda: (
            backups.save_file(address.path, backup)
            if isinstance(address, SqliteAddress)
            else backups.save_database(address, backup, keyring_passwords.password_of(address))
        ),
        f"La base est sauvée dans {backup}",
    )
    if code == exit_codes.OK:
        cle.kept_apart(store)
    return code


def restore(url: str, address: Address, backup: Path) -> int:
    from portail_tui.store import backups, schema

    if isinstance(address, PostgresAddress):
        try:
            schema.must_be_bare(_open(url))
        except schema.NotEmpty:
            say(f"Il y a déjà des données à cette adresse, rien n'a été changé : {address.told}")
            return exit_codes.REFUSED
    return _with_file(
        lambda: (
            backups.restore_file(backup, address.path)
            if isinstance(address, SqliteAddress)
            else backups.restore_database(backup, address, keyring_passwords.password_of(address))
        ),
        f"La base est restaurée : {address.told}",
    )


def _with_file(do: Callable[[], None], done: str) -> int:
    from portail_tui.store.backups import BackupFault, BackupTrouble

    try:
        do()
    except FileExistsError as error:
        say(f"Ce fichier existe déjà, rien n'a été changé : {error}")
        return exit_codes.REFUSED
    except FileNotFoundError as error:
        say(f"Ce fichier n'existe pas : {error}")
        return exit_codes.MISUSED
    except OSError as error:
        say(f"Le fichier ne peut pas être écrit : {error.filename or ''}")
        return exit_codes.STORE_TROUBLE
    except BackupTrouble as trouble:
        match trouble.fault:
            case BackupFault.NO_PROGRAM:
                say(f"Il faut le programme {trouble.where}, de PostgreSQL (paquet postgresql-client).")
            case BackupFault.PROGRAM_TOO_OLD:
                say(f"Le programme {trouble.where} est plus ancien que le serveur : installez sa version.")
            case BackupFault.UNREADABLE:
                say("Ce fichier n'est pas une sauvegarde du portail, ou il est abîmé. Rien n'a été changé.")
            case BackupFault.PROGRAM_FAILED:
                say(f"La base n'a pas pu être copiée, rien n'a été changé. PostgreSQL dit : {trouble.where}")
        return exit_codes.STORE_TROUBLE
    print(done)
    return exit_codes.OK


def keep_password(url: str, address: Address, *, forget: bool) -> int:
    """Keep the store's password in the keyring, typed without being shown or given on the standard input."""
    if isinstance(address, SqliteAddress):
        say("Un fichier de cette machine n'a pas de mot de passe.")
        return exit_codes.MISUSED
    code = change_password(
        address.told,
        keep=partial(keyring_passwords.keep_password, address),
        forget=partial(keyring_passwords.forget_password, address) if forget else None,
        without_keyring=NO_KEYRING,
    )
    if forget or code != exit_codes.OK:
        return code
    store = _open(url)
    with store.reading():
        print("La base répond.")
    return exit_codes.OK


def _open(url: str) -> Store:
    from portail_tui.bootstrap import town_store

    return town_store(url, system.SystemClock())
