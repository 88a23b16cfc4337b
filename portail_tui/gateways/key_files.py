"""The town's wrapping key on this machine: in a systemd credential, a file readable by its owner only, or
the keyring, in this order. Never in the store, in arguments, in the environment or in a log."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portail_tui.domain.ops.data_keys import KeyFault, KeyTrouble, WrappingKey
from portail_tui.gateways.keyring_passwords import NoKeyring

SERVICE = "portail-famille-cle"
"""Service name in the keyring; the user is the store's address without its options."""


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """Possible places of a town's key on this machine."""

    file: Path
    credential: Path | None = None
    """Of the service that systemd has started."""
    town: str | None = None
    """Under which name the keyring has it; None: the keyring is not asked."""

    def held(self) -> Iterator[WrappingKey]:
        """The keys that this machine holds, each place asked only when the ones before do not serve.

        Raises KeyTrouble: TOO_OPEN, UNREADABLE.
        """
        if self.credential is not None and (key := _in_file(self.credential, is_credential=True)):
            yield key
        if key := _in_file(self.file):
            yield key
        if self.town is not None and (key := _in_keyring(self.town)):
            yield key

    def keep(self, key: WrappingKey, *, in_keyring: bool) -> Path | None:
        """Keep a new key: in the keyring where there is one and it is wanted, else in the file, which is
        answered. Raises FileExistsError, OSError."""
        if in_keyring and self.town is not None:
            try:
                _to_keyring(self.town, key)
                return None
            except NoKeyring:
                pass
        write_key(self.file, key)
        return self.file


def write_key(path: Path, key: WrappingKey) -> None:
    """A key in a new file of its owner's alone. Raises FileExistsError, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123 (a descriptor)
        file.write(key.written() + "\n")
        file.flush()
        os.fsync(file.fileno())


def _in_file(path: Path, *, is_credential: bool = False) -> WrappingKey | None:
    try:
        # systemd keeps a credential to its service by other means than its mode
        if not is_credential and os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeyTrouble(KeyFault.TOO_OPEN, str(path))
        text = path.read_text(encoding="ascii")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError):
        raise KeyTrouble(KeyFault.UNREADABLE, str(path)) from None
    try:
        return WrappingKey.read(text)
    except KeyTrouble as trouble:
        raise KeyTrouble(trouble.fault, str(path)) from None


def _in_keyring(town: str) -> WrappingKey | None:
    import keyring  # noqa: PLC0415 (0.1 s that a key in a file does without)
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        text = keyring.get_password(SERVICE, town)
    except (KeyringError, OSError, RuntimeError):
        return None
    return None if text is None else WrappingKey.read(text)


def _to_keyring(town: str, key: WrappingKey) -> None:
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    if keyring.get_keyring().priority < 1:  # none at all, or one that writes in a plain file
        raise NoKeyring
    try:
        keyring.set_password(SERVICE, town, key.written())
    except (KeyringError, OSError, RuntimeError):
        raise NoKeyring from None
