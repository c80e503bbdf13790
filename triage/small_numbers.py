"""Small numbers are not shown: a count of one or two in a small town is a family.

A number from 1 to 4 is held back. So that it cannot be worked out from what stands beside it, a second one is held back
with it where it would be the only one, and a total beside held-back numbers is rounded to the nearest 5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

SMALL = 5
_K = TypeVar("_K")


@dataclass(frozen=True)
class Shown:
    """Counts as they may be shown: None is held back. `total` is exact only when nothing is; `rounded` says so."""

    counts: Mapping[object, int | None]
    total: int
    rounded: bool


def is_small(count: int) -> bool:
    """Whether a count must not be shown."""
    return 0 < count < SMALL


def shown(counts: Iterable[tuple[_K, int]]) -> Shown:
    """One group of counts that add up to a total, with what must be held back held back."""
    exact = dict(counts)
    held = {key for key, count in exact.items() if is_small(count)}
    others = [key for key, count in exact.items() if count and key not in held]
    if len(held) == 1 and others:
        held.add(min(others, key=lambda key: exact[key]))
    total = sum(exact.values())
    return Shown(
        counts={key: None if key in held else count for key, count in exact.items()},
        total=_to_nearest_five(total) if held else total,
        rounded=bool(held),
    )


def beside(total: int, parts: Shown) -> Shown:
    """A total that these parts belong to: exact beside held-back parts, it would tell what they add up to."""
    rounded = parts.rounded or is_small(total)
    return Shown({}, _to_nearest_five(total) if rounded else total, rounded)


def share(part: int, whole: int) -> int | None:
    """A percentage, whole and rounded; None where the part, the rest or the whole is too small to be shown."""
    if whole < SMALL or is_small(part) or is_small(whole - part):
        return None
    return round(100 * part / whole)


def _to_nearest_five(count: int) -> int:
    return SMALL * round(count / SMALL)
