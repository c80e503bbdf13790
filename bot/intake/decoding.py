"""From the bytes of a file to its text."""

import codecs
import re
from typing import Literal

Refusal = Literal[
    "empty",
    "too_large",
    "too_many_rows",
    "xlsx",
    "xls",
    "zip",
    "pdf",
    "binary",
    "no_header",
    "not_json",
    "broken",
]

LARGEST_FILE = 10_000_000  # bytes
_SAMPLE = 4_096  # bytes looked at to tell one kind of file from another
_SHARE_OF_NULS = 0.3  # of every other byte, in UTF-16 text of a Latin alphabet
_SHARE_OF_CONTROLS = 0.02  # of all characters; text from a form has next to none

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


class FileRefused(Exception):
    """The whole file cannot be read. `reason` is a code; nothing of the content is in the message."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


def decode(data: bytes) -> str:
    """The text of the file: UTF-8, UTF-16 with or without a mark, else Windows-1252.

    NUL characters, which a file cut off by its disk is filled up with, are taken out. Raises FileRefused
    for a file that is empty, larger than 10 MB or no text.
    """
    if len(data) > LARGEST_FILE:
        raise FileRefused("too_large")
    _refuse_known_binaries(data)
    text = _decoded(data).replace("\x00", "")
    if not text.strip():
        raise FileRefused("empty")
    if len(_CONTROLS.findall(text)) > _SHARE_OF_CONTROLS * len(text):
        raise FileRefused("binary")
    return text


def _refuse_known_binaries(data: bytes) -> None:
    if data.startswith(b"PK\x03\x04"):
        raise FileRefused("xlsx" if b"xl/" in data else "zip")
    if data.startswith(bytes.fromhex("d0cf11e0")):
        raise FileRefused("xls")
    if data.startswith(b"%PDF"):
        raise FileRefused("pdf")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    nuls = _utf16_without_mark(data)
    if nuls:
        return data.decode(nuls, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _utf16_without_mark(data: bytes) -> str | None:
    """The byte order of UTF-16, told by which half of each Latin letter is zero."""
    sample = data[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    if sample[1::2].count(0) > _SHARE_OF_NULS * half > sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > _SHARE_OF_NULS * half > sample[1::2].count(0):
        return "utf-16-be"
    return None
