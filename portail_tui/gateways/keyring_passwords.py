"""Passwords of the servers that the portal uses, in the system's keyring: never in a file of ours, in
arguments or in a log.

The keyring's library is imported when it is asked, and it is asked only where a server wants a password.
"""

from __future__ import annotations

import os
from pathlib import Path

from portail_tui.domain.ops.store_url import Address
from portail_tui.domain.rules.mail_server import MailServer

SERVICE = "portail-famille"
"""Service name in the keyring; the user is the store's address without its options."""
CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Folder in which systemd puts the credentials of a service (« LoadCredential= »), readable by it only."""
MAIL_CREDENTIAL = "portail-courriel"


class NoKeyring(Exception):
    """This machine has no keyring, or one that cannot be asked (no session to unlock it)."""


def password_of(address: Address) -> str | None:
    """The stored password of a store; None where there is none, or no keyring."""
    return _kept(address.told)


def keep_password(address: Address, password: str) -> None:
    """Keep the password of a store. Raises NoKeyring."""
    _keep(address.told, password)


def forget_password(address: Address) -> bool:
    """Remove the stored password of a store; False where there was none. Raises NoKeyring."""
    return _forget(address.told)


def mail_password(server: MailServer) -> str | None:
    """The password of a mail server's user: what systemd gives this service, or what the keyring has."""
    if folder := os.environ.get(CREDENTIALS):
        try:
            return Path(folder, MAIL_CREDENTIAL).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError:
            pass
    return _kept(mail_account(server))


def keep_mail_password(server: MailServer, password: str) -> None:
    """Keep the password of a mail server's user. Raises NoKeyring."""
    _keep(mail_account(server), password)


def forget_mail_password(server: MailServer) -> bool:
    """Remove the stored mail password; False where there was none. Raises NoKeyring."""
    return _forget(mail_account(server))


def mail_account(server: MailServer) -> str:
    """Account of the password in the keyring: « smtp://user@host »."""
    return f"smtp://{server.user}@{server.host}"


def _kept(user: str) -> str | None:
    import keyring  # noqa: PLC0415 (0.1 s that a local store does without)
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(SERVICE, user)
    except (KeyringError, OSError, RuntimeError):
        return None


def _keep(user: str, password: str) -> None:
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    if keyring.get_keyring().priority < 1:  # none at all, or one that writes passwords in a plain file
        raise NoKeyring
    try:
        keyring.set_password(SERVICE, user, password)
    except (KeyringError, OSError, RuntimeError) as error:
        raise NoKeyring from error


def _forget(user: str) -> bool:
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415

    try:
        keyring.delete_password(SERVICE, user)
    except PasswordDeleteError:
        return False
    except (KeyringError, OSError, RuntimeError) as error:
        raise NoKeyring from error
    return True
