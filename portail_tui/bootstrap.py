"""The one place where the rooms are put together: a store's URL, a clock and the gateways make a ``Portal``.

Imported only in the thread that opens the store, while the log-in screen is already up.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.exc import NoResultFound

from portail_tui import settings, system
from portail_tui.domain.ops.store_errors import StoreFault, StoreTrouble
from portail_tui.domain.ops.store_url import read_address
from portail_tui.domain.shared.clock import Clock
from portail_tui.gateways import encryption, keyring_passwords
from portail_tui.gateways.inspection import inspect
from portail_tui.gateways.key_files import KeyPlaces
from portail_tui.gateways.protocols import CardPayments, Mailer
from portail_tui.gateways.school_holidays import years_around
from portail_tui.gateways.smtp import SmtpMailer
from portail_tui.portal import Portal
from portail_tui.services.core.context import ServiceContext
from portail_tui.services.core.vault import Vault
from portail_tui.services.ops.send_mail import MailSender
from portail_tui.services.portal import open_to_screens
from portail_tui.store.engines.retry import RetryPauses
from portail_tui.store.schema import SchemaState, schema_state, upgrade
from portail_tui.store.store import Store, open_store


def open_portal(
    url: str,
    clock: Clock,
    *,
    cards: CardPayments | None = None,
    keys: KeyPlaces | None = None,
    bring_up_to_date: bool = False,
    clock_decides: bool = False,
    mailer: Mailer | None = None,
) -> Portal:
    """The portal on the store named by ``url``.

    ``cards``: who takes payments by card; None, and the town's means at the desk are named instead.
    ``keys``: where the town's key is; None, and the places that the settings name.
    ``bring_up_to_date``: whether the tables of an older version may be changed first.
    ``clock_decides``: whether ``clock`` decides deadlines even on a remote store, which asks its server.
    ``mailer``: who carries the town's mails, over SMTP unless told otherwise.
    Raises StoreTrouble, and InvalidAddress for a URL that names no store.
    """
    context = open_context(
        url,
        clock,
        cards=cards,
        keys=keys,
        bring_up_to_date=bring_up_to_date,
        clock_decides=clock_decides,
        mailer=mailer,
    )
    return open_to_screens(replace(context, mails_queued=MailSender(context, system.new_id).wake))


def open_context(
    url: str,
    clock: Clock,
    *,
    cards: CardPayments | None = None,
    keys: KeyPlaces | None = None,
    bring_up_to_date: bool = False,
    clock_decides: bool = False,
    mailer: Mailer | None = None,
    needs_town: bool = True,
) -> ServiceContext:
    """What services work with, for commands: as ``open_portal``. ``needs_town``: False for whoever brings the
    first town to a store that has none yet."""
    store = town_store(url, clock, clock_decides=clock_decides)
    try:
        _check(store, bring_up_to_date=bring_up_to_date)
        vault = town_vault(keys or key_places(url))
        context = ServiceContext(
            store=store,
            vault=vault,
            inspect=inspect,
            school_years=years_around,
            cards=cards,
            mailer=mailer or SmtpMailer(keyring_passwords.mail_password),
            deposit_address=_deposit_address(),
        )
        with store.reading() as connection:
            if not store.may_be_written(connection):
                # told now rather than at the first booking
                raise StoreTrouble(StoreFault.READ_ONLY)
            if needs_town:
                context.rulebooks.read(connection)  # the first page finds it ready
    except NoResultFound:
        store.close()
        raise StoreTrouble(StoreFault.EMPTY) from None
    except StoreTrouble:
        store.close()
        raise
    return context


def town_vault(keys: KeyPlaces) -> Vault:
    """Encryption and decryption of the town's sensitive rows."""
    return Vault(keys.held, system.draw, encryption)


def key_places(url: str) -> KeyPlaces:
    """Places of this machine where the key of the town at ``url`` may be."""
    return KeyPlaces(settings.key_path(), settings.key_credential(), read_address(url).told)


def town_store(url: str, clock: Clock, *, clock_decides: bool = False) -> Store:
    """The store named by ``url``, its password asked of the keyring where it needs one."""
    pauses = RetryPauses(chance=system.chance().random)
    return open_store(
        url,
        clock,
        password=lambda: keyring_passwords.password_of(read_address(url)),
        pauses=pauses,
        clock_decides=clock_decides,
    )


def _deposit_address() -> str | None:
    """Address of the upload page. An invalid setting gives none; `portail servir depot` reports it."""
    try:
        return settings.deposit_address()
    except settings.InvalidSettings:
        return None


def _check(store: Store, *, bring_up_to_date: bool) -> None:
    match schema_state(store):
        case SchemaState.EMPTY:
            raise StoreTrouble(StoreFault.EMPTY)
        case SchemaState.OLDER if not bring_up_to_date:
            raise StoreTrouble(StoreFault.TOO_OLD)
        case SchemaState.OLDER:
            upgrade(store)
