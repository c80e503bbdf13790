"""The app's two icons, drawn here: a shield with a tick, since no picture of anybody's may be used."""

import struct
import zlib
from collections.abc import Callable
from itertools import pairwise
from typing import Final

Pixel = tuple[int, int, int, int]
Point = tuple[float, float]

COLOUR_SIZE: Final = 192
OUTLINE_SIZE: Final = 32

_GROUND: Final[Pixel] = (29, 53, 87, 255)
_FIGURE: Final[Pixel] = (255, 255, 255, 255)
_NOTHING: Final[Pixel] = (255, 255, 255, 0)
_TICK: Final = ((0.36, 0.50), (0.46, 0.61), (0.66, 0.37))
_TICK_WIDTH: Final = 0.045
_RIM: Final = 0.06


def colour() -> bytes:
    """The full icon: a white shield on dark blue, as PNG."""

    def pixel(x: float, y: float) -> Pixel:
        return _FIGURE if _in_shield(x, y, 0) and not _on_tick(x, y) else _GROUND

    return _png(COLOUR_SIZE, pixel)


def outline() -> bytes:
    """The small icon: the shield's rim and tick in white, the rest see-through, as PNG."""

    def pixel(x: float, y: float) -> Pixel:
        on_rim = _in_shield(x, y, 0) and not _in_shield(x, y, _RIM)
        return _FIGURE if on_rim or _on_tick(x, y) else _NOTHING

    return _png(OUTLINE_SIZE, pixel)


def _in_shield(x: float, y: float, inset: float) -> bool:
    """Whether a point of the unit square lies in the shield, `inset` away from its edge."""
    top, shoulder, foot, half = 0.16 + inset, 0.48, 0.88 - 1.4 * inset, 0.30 - inset
    if not top <= y <= foot:
        return False
    narrowing = 1.0 if y <= shoulder else (1 - ((y - shoulder) / (foot - shoulder)) ** 2) ** 0.5
    return abs(x - 0.5) <= half * narrowing


def _on_tick(x: float, y: float) -> bool:
    return any(_distance((x, y), start, end) <= _TICK_WIDTH for start, end in pairwise(_TICK))


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to the line between two others."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    along = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
    return float(((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2) ** 0.5)


def _png(size: int, pixel: Callable[[float, float], Pixel]) -> bytes:
    rows = b"".join(
        b"\0" + b"".join(bytes(pixel((x + 0.5) / size, (y + 0.5) / size)) for x in range(size))
        for y in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
