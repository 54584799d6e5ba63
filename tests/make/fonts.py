"""`make fonts`: the part of STIX Two Math that the app's formulas use, and its licence.

The MATH table stays: without it a browser stretches no bracket, root or hat, and places no index.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from app.files import STATIC
from tests.make.npm import unpack

PACKAGE: Final = "@fontsource/stix-two-math@5.3.0"
SOURCE: Final = "files/stix-two-math-latin-400-normal.woff2"

# A browser sets a one-letter <mi> in the mathematical italic letters, Greek ones too.
RANGES: Final = (
    (0x20, 0x7E),  # basic Latin
    (0x3B1, 0x3C9),  # α to ω
    (0x1D434, 0x1D467),  # italic A to z
    (0x1D6E2, 0x1D71B),  # italic Α to Ω, α to ω, ∂ and variants
    (0x1D400, 0x1D433),  # bold A to z
)
SIGNS: Final = (
    "\N{NO-BREAK SPACE}−±·×÷⋅∘⊙=≈≠≤≥<>←→↦⇒∂∇√∑∏Σ∞∈ℎℝ‖|∥⊤…⋯⋮½"
    "′″‴ΓΔΘΛΠΦΨΩ"
    "()[]{}⟨⟩⌊⌋⌈⌉"
    "\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING MACRON}\N{COMBINING TILDE}^ˆ~˜¯ıȷ"
)


def main() -> None:
    """Write the font and its licence into static/fonts."""
    target = STATIC / "fonts"
    target.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        package = unpack(PACKAGE, Path(folder))
        _subset(package / SOURCE).save(target / "stix-two-math.woff2")
        (target / "OFL-stix-two-math.txt").write_bytes((package / "LICENSE").read_bytes())


def _subset(source: Path) -> TTFont:
    """The font with only the characters above, the glyphs that they stretch into, and no hinting.

    Its own date stays in it, so that the same source always gives the same bytes.
    """
    options = Options(layout_features=["*"], hinting=False, glyph_names=False, notdef_outline=True)
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def wanted() -> set[int]:
    """Every code point that the font must have."""
    ranges = {code for first, last in RANGES for code in range(first, last + 1)}
    return ranges - {0x1D455} | {ord(sign) for sign in SIGNS}  # italic h is ℎ: U+1D455 is unassigned


if __name__ == "__main__":
    main()
