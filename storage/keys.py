"""The master keys, which wrap every other key.

Data, search and audit keys are random and are stored only wrapped. What is wrapped names the master key that
wrapped it, so a rotation re-wraps a few short strings and leaves everything they seal as it is.
"""

import base64
import binascii
import hashlib
import re
import secrets
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = "w1"


class BadMasterKeyError(ValueError):
    """The text given as master keys is not usable; says which key and why, never the key."""


class CannotUnwrapError(Exception):
    """A wrapped key cannot be opened: its master key is not among those given, or it was changed."""


def new_key() -> bytes:
    """A new random key (32 bytes) for data, search or audit."""
    return secrets.token_bytes(KEY_BYTES)


class MasterKeys:
    """The master keys of this deployment; the first is the current one, the others only open what is old."""

    def __init__(self, keys: list[bytes]) -> None:
        self._keys = {_key_id(key): key for key in keys}
        self._current = _key_id(keys[0])

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read one or several keys (url-safe base64 of 32 bytes) separated by commas, spaces or new lines.

        Raises BadMasterKeyError.
        """
        words = [word for word in re.split(r"[\s,]+", text) if word]
        if not words:
            raise BadMasterKeyError("No master key was given")
        return cls([_parse_one(word, f"Master key {n} of {len(words)}") for n, word in enumerate(words, 1)])

    @staticmethod
    def generate() -> str:
        """A new master key as text that `parse` reads."""
        return base64.urlsafe_b64encode(new_key()).decode()

    def wrap(self, data_key: bytes) -> str:
        """The key, encrypted under the current master key, as text to store."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._keys[self._current]).encrypt(nonce, data_key, self._current.encode())
        return ".".join((_FORMAT, self._current, base64.urlsafe_b64encode(nonce + sealed).decode()))

    def unwrap(self, wrapped: str) -> bytes:
        """The key inside. Raises CannotUnwrapError."""
        key_id, body = _split(wrapped)
        if key_id not in self._keys:
            raise CannotUnwrapError(f"The master key {key_id} is not among those given")
        try:
            return AESGCM(self._keys[key_id]).decrypt(
                body[:_NONCE_BYTES], body[_NONCE_BYTES:], key_id.encode()
            )
        except (InvalidTag, ValueError):
            raise CannotUnwrapError(f"A key wrapped with the master key {key_id} was changed") from None

    def rewrap(self, wrapped: str) -> str:
        """The same key under the current master key. Raises CannotUnwrapError."""
        return self.wrap(self.unwrap(wrapped))

    def is_current(self, wrapped: str) -> bool:
        """Whether this was wrapped with the current master key, so needs no re-wrapping."""
        return _split(wrapped)[0] == self._current


def _parse_one(word: str, name: str) -> bytes:
    try:
        key = base64.b64decode(word, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        # Without the cause: its traceback would hold the key.
        raise BadMasterKeyError(f"{name} is not url-safe base64") from None
    if len(key) != KEY_BYTES:
        raise BadMasterKeyError(f"{name} holds {len(key)} bytes, not {KEY_BYTES}")
    return key


def _key_id(key: bytes) -> str:
    """A short name for a key, from which the key cannot be found."""
    return hashlib.sha256(b"master key id:" + key).hexdigest()[:12]


def _split(wrapped: str) -> tuple[str, bytes]:
    try:
        form, key_id, body = wrapped.split(".")
        sealed = base64.b64decode(body, altchars=b"-_", validate=True)
    except ValueError:
        raise CannotUnwrapError("This is not a wrapped key") from None
    if form != _FORMAT:
        raise CannotUnwrapError("This is not a wrapped key of a known form")
    return key_id, sealed
