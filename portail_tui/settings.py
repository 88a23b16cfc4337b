"""Where this machine keeps the portal's things, and which store it opens. Read afresh each time it is asked.

``PORTAIL_BASE`` names the store by its URL; without it, the key ``base`` of ``reglages.toml`` in the settings
folder. ``PORTAIL_DONNEES`` replaces the folder of data (and of settings and logs, which then lie in it).
"""

from __future__ import annotations

import os
from pathlib import Path

APP = "portail-famille"
BASE, FOLDER = "PORTAIL_BASE", "PORTAIL_DONNEES"
SETTINGS_FILE = "reglages.toml"
KEY_FILE = "cle-de-donnees"
"""The name of the file of the town's key, and of the credential that systemd gives a service."""


class InvalidSettings(ValueError):
    """The settings file cannot be read; the message is French."""


def data_folder() -> Path:
    """Folder of stores: the user's data folder."""
    if (folder := os.environ.get(FOLDER)) is not None:
        return Path(folder)
    from platformdirs import user_data_path  # noqa: PLC0415 (0.01 s that an explicit folder does without)

    return user_data_path(APP, appauthor=False)


def log_folder() -> Path:
    """Folder of the log of unexpected errors."""
    if (folder := os.environ.get(FOLDER)) is not None:
        return Path(folder)
    from platformdirs import user_log_path  # noqa: PLC0415

    return user_log_path(APP, appauthor=False)


def settings_path() -> Path:
    """The settings file, whether or not it is there."""
    if (folder := os.environ.get(FOLDER)) is not None:
        return Path(folder) / SETTINGS_FILE
    from platformdirs import user_config_path  # noqa: PLC0415

    return user_config_path(APP, appauthor=False) / SETTINGS_FILE


def key_path() -> Path:
    """The file of the town's key, whether or not it is there: beside the settings, never beside a backup."""
    return settings_path().with_name(KEY_FILE)


def key_credential() -> Path | None:
    """File in which systemd provides the town's key to this service, if any."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return None if folder is None else Path(folder) / KEY_FILE


def store_url() -> str | None:
    """The URL of the configured store, or None. Raises InvalidSettings."""
    return os.environ.get(BASE) or _text("base", "une adresse")


def scanner_folder() -> Path | None:
    """Folder in which this machine's scanner leaves its files, or None. Raises InvalidSettings."""
    folder = _text("numeriseur", "un dossier")
    return None if folder is None else Path(folder).expanduser()


def deposit_address() -> str | None:
    """The public address of the upload page, without a final slash, or None. Raises InvalidSettings."""
    address = _text("depot", "une adresse")
    if address is not None and not address.startswith("https://"):
        raise InvalidSettings(f"Dans {settings_path()}, « depot » commence par https://")
    return None if address is None else address.rstrip("/")


def _text(key: str, what: str) -> str | None:
    """A key of the settings file, or None. Raises InvalidSettings. ``what``: what its value is, in French."""
    import tomllib  # noqa: PLC0415 (the demonstration does without)

    path = settings_path()
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8")).get(key)
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise InvalidSettings(f"Le fichier de réglages est illisible : {path}") from None
    if value is not None and not isinstance(value, str):
        raise InvalidSettings(f"Dans {path}, « {key} » est {what} entre guillemets.")
    return value
