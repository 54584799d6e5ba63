"""Every colour of tokens.css in both themes: text is readable on all its grounds, and what colours tell apart
stays apart for the three common kinds of colour blindness (after Machado, Oliveira and Fernandes 2009)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from coloraide import Color

from app.exports.worksheets.xlsx import FORMATS
from app.web.colours import paper_colours
from tests.make import sizes

TOKENS = (Path(__file__).parents[2] / "static" / "tokens.css").read_text(encoding="utf-8")
COLOURS = {
    name: {"paper": paper, "board": board}
    for name, paper, board in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);", TOKENS)
}
THEMES = ("paper", "board")
SIGHTS = ("all colours", "protan", "deutan", "tritan")

PAIRS = tuple(f"p{k}" for k in range(1, 7))
ROLES = ("given", "weights", "activation", "loss", "gradient")
MINUS, PLUS = (tuple(f"{sign}{size}" for size in range(1, 5)) for sign in ("minus", "plus"))
TINTS = MINUS + PLUS
PAGE = ("paper", "panel")
TEXT = {
    "ink": (*PAGE, *TINTS, "wrong-ground", "changed-ground", "right-ground", "carried-ground", "lit"),
    "pen": (*PAGE, *TINTS, "wrong-ground", "changed-ground", "right-ground", "carried-ground", "lit"),
    "soft": PAGE,
    "accent": PAGE,
    "wrong": (*PAGE, "wrong-ground"),
    "changed": (*PAGE, "changed-ground"),
    "right": (*PAGE, "right-ground"),
    "carried": (*PAGE, "carried-ground"),
    "paper": ("changed", "right", "carried", "wrong", "soft"),
    "on-accent": ("accent",),
    "on-pair": PAIRS,
    **dict.fromkeys((*PAIRS, *ROLES), PAGE),
}
"""Each colour that writes, and every ground that it may stand on."""
LINES = {"rule", "grid", "focus", "on-code", "untold", "dark"}
"""Colours that draw lines, or the ground of a code for cameras, and never write."""


def seen(name: str, theme: str, sight: str) -> Color:
    """A colour as it looks to somebody."""
    colour = Color(COLOURS[name][theme])
    return colour if sight == "all colours" else colour.filter(sight, method="machado", space="srgb-linear")


def apart(one: str, other: str, theme: str, sight: str) -> float:
    """How different two colours look: CIEDE2000, where about 2 is just noticed side by side."""
    return float(seen(one, theme, sight).delta_e(seen(other, theme, sight), method="2000"))


def contrast(one: str, other: str, theme: str) -> float:
    """The contrast ratio of WCAG 2."""
    return float(Color(COLOURS[one][theme]).contrast(COLOURS[other][theme], method="wcag21"))


def test_every_colour_is_accounted_for() -> None:
    """A new one must say here where it writes, or that it draws lines."""
    assert set(COLOURS) == {*TEXT, *(ground for grounds in TEXT.values() for ground in grounds), *LINES}
    assert len(re.findall(r"#[0-9a-f]{6}", TOKENS)) == 2 * len(COLOURS), "a colour with one value"


@pytest.mark.parametrize("theme", THEMES)
def test_text_is_readable_on_every_ground(theme: str) -> None:
    faint = {
        (text, ground): ratio
        for text, grounds in TEXT.items()
        for ground in grounds
        if (ratio := contrast(text, ground, theme)) < 4.5
    }
    assert not faint


@pytest.mark.parametrize("theme", THEMES)
def test_the_ring_of_the_focus_is_seen_on_every_ground(theme: str) -> None:
    assert min(contrast("focus", ground, theme) for ground in PAGE) >= 4.5
    assert min(contrast("accent", ground, theme) for ground in TINTS) >= 3, "the current cell's ring"


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_minus_and_plus_are_told_apart_at_every_size(theme: str, sight: str) -> None:
    for size, (minus, plus) in enumerate(zip(MINUS, PLUS, strict=True), start=1):
        assert apart(minus, plus, theme, sight) > 10 + 4 * size, (minus, plus)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_sizes_are_told_apart_and_grow_in_order(theme: str, sight: str) -> None:
    """Neighbours differ, and every stronger tint is further from the paper than the one before it."""
    for scale in (("paper", *MINUS), ("paper", *PLUS)):
        for weaker, stronger in pairwise(scale):
            assert apart(weaker, stronger, theme, sight) > 5, (weaker, stronger)
        far = [apart("paper", tint, theme, sight) for tint in scale]
        assert far == sorted(far)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("colours", [PAIRS, ROLES], ids=["pairs", "roles"])
def test_pairs_and_roles_are_told_apart(colours: tuple[str, ...], theme: str, sight: str) -> None:
    distance = {(one, other): apart(one, other, theme, sight) for one, other in combinations(colours, 2)}
    closest = min(distance, key=distance.__getitem__)
    assert distance[closest] > 9, closest


def test_the_spreadsheet_has_the_colours_of_paper_and_can_be_read() -> None:
    """What it writes with is readable on white, and what stands in cells on their tints."""
    assert paper_colours() == {name: colours["paper"] for name, colours in COLOURS.items()}
    colours = {value["font_color"] for value in FORMATS.values() if "font_color" in value}
    cells = {FORMATS[kind]["font_color"] for kind in ("given", "worked", "refers")}
    assert colours <= set(paper_colours().values())
    for colour in colours:
        assert Color(colour).contrast("#ffffff", method="wcag21") >= 4.5, colour
    for colour in cells:
        for ground in (paper_colours()["minus4"], paper_colours()["plus4"]):
            assert Color(colour).contrast(ground, method="wcag21") >= 4.5, (colour, ground)


def test_the_numbered_classes_are_those_that_the_app_reckons_with() -> None:
    assert sizes.FILE.read_text(encoding="utf-8") == sizes.made(), "run make sizes"
