"""The password of a remote store, in the system's keyring: never in a file of ours, in arguments or in a log.

The keyring's library is imported when it is asked, and it is asked only where a server wants a password.
"""

from __future__ import annotations

from portail_tui.domain.store_address import Address

SERVICE = "portail-famille"
"""How the keyring's own programs show whose password it is; the address without its options is the user."""


class NoKeyring(Exception):
    """This machine has no keyring, or one that cannot be asked (no session to unlock it)."""


def password_of(address: Address) -> str | None:
    """The password kept for ``address``; None where none is, or where there is no keyring to ask."""
    import keyring  # noqa: PLC0415 (0.1 s that a local store does without)
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        return keyring.get_password(SERVICE, address.told)
    except (KeyringError, OSError, RuntimeError):
        return None


def keep_password(address: Address, password: str) -> None:
    """Keep the password of ``address``. Raises NoKeyring."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    if keyring.get_keyring().priority < 1:  # none at all, or one that writes passwords in a plain file
        raise NoKeyring
    try:
        keyring.set_password(SERVICE, address.told, password)
    except (KeyringError, OSError, RuntimeError) as error:
        raise NoKeyring from error


def forget_password(address: Address) -> bool:
    """Whether there was a password kept for ``address``, which no longer is. Raises NoKeyring."""
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError, PasswordDeleteError  # noqa: PLC0415

    try:
        keyring.delete_password(SERVICE, address.told)
    except PasswordDeleteError:
        return False
    except (KeyringError, OSError, RuntimeError) as error:
        raise NoKeyring from error
    return True
