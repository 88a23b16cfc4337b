"""Encryption: AES-256-GCM, the way every encrypted value of the store is written.

A sealed text is base64 of a 12-byte nonce, then the ciphertext with its tag. What it is about (its table,
column, row and key) is authenticated with it: moved to another row, it no longer opens. The library is
imported when something is first sealed or opened.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from portail_tui.gateways.protocols import NotOpened

NONCE_BYTES = 12


def seal(secret: bytes, plain: bytes, about: str, nonce: bytes) -> str:
    """``plain`` encrypted under ``secret``; ``nonce`` serves once."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    sealed = AESGCM(secret).encrypt(nonce, plain, about.encode())
    return base64.b64encode(nonce + sealed).decode()


def open_sealed(secret: bytes, sealed: str, about: str) -> bytes:
    """The decrypted value. Raises NotOpened."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    try:
        data = base64.b64decode(sealed, validate=True)
        return AESGCM(secret).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], about.encode())
    except (InvalidTag, ValueError, binascii.Error):
        raise NotOpened from None


def fingerprint(secret: bytes, plain: bytes) -> str:
    """Tells whether two values are the same to who holds the key, and nothing to who does not: few diets
    exist, and a plain digest of one is guessed by trying them."""
    derived = hmac.digest(secret, b"portail fingerprint", hashlib.sha256)
    return hmac.new(derived, plain, hashlib.sha256).hexdigest()
