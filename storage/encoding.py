"""One unambiguous way to turn several values into the bytes that a key signs or binds."""

_ABSENT = b"\x00"
_PRESENT = b"\x01"
_LENGTH_BYTES = 8


def length_prefixed(*parts: str | bytes | None) -> bytes:
    """The parts in order, each with its length, so that no two lists of parts give the same bytes.

    None and the empty text differ; a text and its UTF-8 bytes do not.
    """
    return b"".join(_part(part) for part in parts)


def _part(part: str | bytes | None) -> bytes:
    if part is None:
        return _ABSENT
    raw = part.encode() if isinstance(part, str) else part
    return _PRESENT + len(raw).to_bytes(_LENGTH_BYTES, "big") + raw
