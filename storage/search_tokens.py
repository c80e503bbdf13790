"""Search without readable names: keyed hashes of pairs, such as a surname's sound with a birth year.

A token finds candidates; their fields are then decrypted and scored, and a person decides. Only pairs are
hashed: a single name would be found by trying all names.
"""

import hmac
from hashlib import sha256

from storage.encoding import length_prefixed

_HEX_DIGITS = 16  # 64 bits: a chance match costs one needless comparison


def search_token(search_key: bytes, *pair: str) -> str:
    """A short token (16 hex digits) for a pair, usually its kind and its two halves, in this order."""
    return hmac.new(search_key, length_prefixed(*pair), sha256).hexdigest()[:_HEX_DIGITS]
