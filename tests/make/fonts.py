"""`make fonts`: the parts of four open font families that the app uses, with their licences.

STIX Two Math sets formulas, and its MATH table stays: without it a browser stretches no bracket, root or hat,
and places no index. IBM Plex Sans prints what is given and Kalam writes what is worked out; Source Serif 4
tells about it. Worksheets on paper are set in the same four, as TrueType, which typst reads: whole, for names
of any Latin alphabet may stand on them.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from app.web.paths import STATIC, TEMPLATES
from tests.make.npm import unpack

# A browser sets a one-letter <mi> in the mathematical italic letters, Greek ones too.
RANGES: Final = (
    (0x20, 0x7E),  # basic Latin
    (0x1D434, 0x1D467),  # italic A to z
)
SIGNS: Final = (
    "\N{NO-BREAK SPACE}−±·×÷⊙=≈≠≤≥<>←→↦∂∇√∑∞∈ℎ‖|∥⊤…′″ΔΣ()[]{}"
    "ληθμσ𝜆𝜂𝜃𝜇𝜎𝜕"
    "\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING MACRON}\N{COMBINING TILDE}^ˆ~˜¯ıȷ"
)
TEXT_SIGNS: Final = "\N{NO-BREAK SPACE}−×·÷±≈≠≤≥→←↑↓½√∞‘’“”–—…•©⁰¹²³⁴⁵⁶⁷⁸⁹⁻éüö"
ITALIC_SIGNS: Final = "\N{NO-BREAK SPACE}−’“”–"
HAND_SIGNS: Final = "0123456789−-.,/×√∞ ⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


MATHS: Final = ("ssty", "dtls", "flac")
"""Letters for indices, dotless letters below hats, flat hats over capitals."""
PRINTED: Final = (
    ("ibm-plex-sans@5.3.0", "ibm-plex-sans-latin-400-normal"),
    ("ibm-plex-sans@5.3.0", "ibm-plex-sans-latin-600-normal"),
    ("source-serif-4@5.3.1", "source-serif-4-latin-400-normal"),
    ("source-serif-4@5.3.1", "source-serif-4-latin-600-normal"),
    ("kalam@5.3.0", "kalam-latin-400-normal"),
)
"""Package and file of what worksheets are set in, besides the mathematics."""


class Face(NamedTuple):
    """A font to make: its package, the file in it, the name here, the characters, the features kept."""

    package: str
    source: str
    name: str
    characters: frozenset[int]
    features: tuple[str, ...] = ("kern", "tnum", "lnum")


def faces() -> tuple[Face, ...]:
    """Every font of the app."""
    ascii_codes = frozenset(range(0x20, 0x7F))
    text, italic, hand = ascii_codes | codes(TEXT_SIGNS), ascii_codes | codes(ITALIC_SIGNS), codes(HAND_SIGNS)
    return (
        Face("stix-two-math@5.3.0", "stix-two-math-latin-400-normal", "stix-two-math", wanted(), MATHS),
        Face("ibm-plex-sans@5.3.0", "ibm-plex-sans-latin-400-normal", "ibm-plex-sans", text),
        Face("source-serif-4@5.3.1", "source-serif-4-latin-400-normal", "source-serif", text),
        Face("source-serif-4@5.3.1", "source-serif-4-latin-600-normal", "source-serif-bold", text),
        Face("source-serif-4@5.3.1", "source-serif-4-latin-400-italic", "source-serif-italic", italic, ()),
        Face("kalam@5.3.0", "kalam-latin-400-normal", "kalam", hand),
    )


def main() -> None:
    """Write the fonts and their licences."""
    for_screens(STATIC / "fonts")
    for_paper(TEMPLATES / "print")


def for_screens(target: Path) -> None:
    """The subsets that browsers load, and every family's licence."""
    target.mkdir(exist_ok=True)
    for face in faces():
        with TemporaryDirectory() as folder:
            package = unpack(f"@fontsource/{face.package}", Path(folder))
            _subset(package / f"files/{face.source}.woff2", face).save(target / f"{face.name}.woff2")
            licence = f"OFL-{face.package.partition('@')[0]}.txt"
            (target / licence).write_bytes((package / "LICENSE").read_bytes())


def for_paper(target: Path) -> None:
    """The fonts of worksheets, which stay on the server; their licences are those of the families above."""
    target.mkdir(exist_ok=True)
    for name, file in PRINTED:
        with TemporaryDirectory() as folder:
            package = unpack(f"@fontsource/{name}", Path(folder))
            _true_type(TTFont(package / f"files/{file}.woff2", recalcTimestamp=False)).save(
                target / f"{file}.ttf"
            )
    mathematics = TTFont(STATIC / "fonts" / "stix-two-math.woff2", recalcTimestamp=False)
    _true_type(mathematics).save(target / "stix-two-math.ttf")


def _true_type(font: TTFont) -> TTFont:
    """The font without the web's compression."""
    font.flavor = None
    return font


def _subset(source: Path, face: Face) -> TTFont:
    """The font with only the face's characters, the glyphs that they stretch into, and no hinting.

    Its own date stays in it, so that the same source always gives the same bytes.
    """
    options = Options(
        layout_features=list(face.features), hinting=False, glyph_names=False, notdef_outline=True
    )
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def codes(text: str) -> frozenset[int]:
    """The code points of a text."""
    return frozenset(map(ord, text))


def wanted() -> frozenset[int]:
    """Every code point that formulas need."""
    ranges = {code for first, last in RANGES for code in range(first, last + 1)}
    return frozenset(ranges - {0x1D455}) | codes(SIGNS)  # italic h is ℎ: U+1D455 is unassigned


if __name__ == "__main__":
    main()
