"""Personal fields, sealed with AES-GCM and bound to the place where they are kept.

A value copied to another row or column cannot be read there. Destroying the key erases every value under it.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.encoding import length_prefixed

_FORMAT = b"\x01"
_NONCE_BYTES = 12


class Unreadable(Exception):
    """A sealed value cannot be opened: another key, another place, or changed. Never says what it holds."""


def seal(key: bytes, value: str, *, table: str, row: str, column: str) -> bytes:
    """Encrypt a text under `key` (32 bytes) for this one table, row and column."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    place = length_prefixed(table, row, column)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, value.encode(), place)


def unseal(key: bytes, sealed: bytes, *, table: str, row: str, column: str) -> str:
    """The text that was sealed for this table, row and column. Raises Unreadable."""
    form, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    if form != _FORMAT:
        raise Unreadable(f"A value in {table}.{column} is not sealed in a known form")
    try:
        return AESGCM(key).decrypt(nonce, body, length_prefixed(table, row, column)).decode()
    except (InvalidTag, ValueError):
        raise Unreadable(f"A value in {table}.{column} cannot be opened") from None
