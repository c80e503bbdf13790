"""Contrast of the style sheet's colours, in light and in dark: text 4.5 to 1, edges, stripes and the focus ring 3 to 1."""

import re

import pytest

from bot.surfaces.web.page import STATIC

CSS = (STATIC / "web.css").read_text()
LIGHT, DARK = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in CSS.split("@media", 2)[:2])
TEXT = [
    *((text, ground) for text in ("ink", "soft", "link", "wrong") for ground in ("paper", "sheet")),
    *((text, ground) for text in ("ink", "soft") for ground in ("calm", "notice")),
    ("on-act", "act"),
    ("on-deep", "deep"),
    ("link", "notice"),
]
EDGES = [
    (edge, ground)
    for edge in ("edge", "focus", "red", "amber", "green", "blue", "wrong")
    for ground in ("paper", "sheet")
]


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_is_right() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground", "least"), [(*pair, 4.5) for pair in TEXT] + [(*pair, 3.0) for pair in EDGES]
)
def test_everything_can_be_told_from_its_ground(
    colours: dict[str, str], front: str, ground: str, least: float
) -> None:
    assert contrast(colours[front], colours[ground]) >= least


def test_amber_and_green_are_never_text() -> None:
    assert not re.search(r"(?<![-a-z])color: var\(--(amber|green)\)", CSS)
