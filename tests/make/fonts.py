"""`make fonts`: the parts of four open font families that the app uses, with their licences.

STIX Two Math sets formulas, and its MATH table stays: without it a browser stretches no bracket, root or hat,
and places no index. IBM Plex Sans prints what is given and Kalam writes what is worked out; Source Serif 4
tells about it. Worksheets on paper are set in the same four, as TrueType, which typst reads: whole, for names
of any Latin alphabet may stand on them.
"""

from pathlib import Path
from string import ascii_letters, digits, printable, whitespace
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from app.web.paths import STATIC, TEMPLATES
from tests.make.npm import unpack

ITALICS: Final = frozenset(range(0x1D434, 0x1D468)) - {0x1D455}
"""In these a browser sets a one-letter <mi>, but for h: that is ℎ, and U+1D455 is no letter."""
MATHS_SIGNS: Final = (
    f"{ascii_letters}{digits}ℎλη𝜆𝜂𝜕 \N{NO-BREAK SPACE}()[]|‖+−·×÷/=≈≠<>≤≥,.:…^_←→∂√∑′²ˆ"
    "\N{COMBINING CIRCUMFLEX ACCENT}ıȷ"
)
"""What formulas are written with. Braces and tildes, which they have not, come in many sizes: 2 KB."""
PAPER_SIGNS: Final = "±θμσ𝜃𝜇𝜎⊙↦∇∞∈∥⊤″ΔΣ~˜¯\N{COMBINING MACRON}\N{COMBINING TILDE}"
"""On paper the mathematics also stands in for what the other families have not; weight is nothing there."""
TEXT_SIGNS: Final = "\N{NO-BREAK SPACE}−×·÷±↑↓½‘’“”–—…•©¹²³éüö"
ITALIC_SIGNS: Final = f"{ascii_letters}{digits} -−’"
HAND_SIGNS: Final = f"{digits}−-.,/× ¹²³"


MATHS: Final = ("ssty", "dtls", "flac")
"""Letters for indices, dotless letters below hats, flat hats over capitals."""
PRINTED: Final = (
    ("fontsource/ibm-plex-sans@5.3.0", "ibm-plex-sans-latin-400-normal"),
    ("fontsource/ibm-plex-sans@5.3.0", "ibm-plex-sans-latin-600-normal"),
    ("fontsource/source-serif-4@5.3.1", "source-serif-4-latin-400-normal"),
    ("fontsource/source-serif-4@5.3.1", "source-serif-4-latin-600-normal"),
    ("fontsource/kalam@5.3.0", "kalam-latin-400-normal"),
)
"""Package and file of what worksheets are set in, besides the mathematics."""


class Face(NamedTuple):
    """A font to make: its package, the file in it, the name here, the characters, the features kept; of one
    that has all weights, the lightest and the boldest kept."""

    package: str
    source: str
    name: str
    characters: frozenset[int]
    features: tuple[str, ...] = ("kern", "tnum", "lnum")
    weights: tuple[int, int] | None = None


def faces() -> tuple[Face, ...]:
    """Every font of the app."""
    text = codes(printable + TEXT_SIGNS) - codes(whitespace) | codes(" ")
    serif = "source-serif-4-latin"
    return (
        mathematics(codes(MATHS_SIGNS)),
        Face("fontsource/ibm-plex-sans@5.3.0", "ibm-plex-sans-latin-400-normal", "ibm-plex-sans", text),
        Face(
            "fontsource-variable/source-serif-4@5.3.1",
            f"{serif}-wght-normal",
            "source-serif",
            text,
            weights=(400, 600),
        ),
        Face(
            "fontsource/source-serif-4@5.3.1",
            f"{serif}-400-italic",
            "source-serif-italic",
            codes(ITALIC_SIGNS),
            (),
        ),
        Face("fontsource/kalam@5.3.0", "kalam-latin-400-normal", "kalam", codes(HAND_SIGNS)),
    )


def mathematics(characters: frozenset[int]) -> Face:
    """STIX Two Math with its italics and these."""
    package, source = "fontsource/stix-two-math@5.3.0", "stix-two-math-latin-400-normal"
    return Face(package, source, "stix-two-math", ITALICS | characters, MATHS)


def main() -> None:
    """Write the fonts and their licences."""
    for_screens(STATIC / "fonts")
    for_paper(TEMPLATES / "print")


def for_screens(target: Path) -> None:
    """The subsets that browsers load, and every family's licence."""
    target.mkdir(exist_ok=True)
    for face in faces():
        with TemporaryDirectory() as folder:
            package = unpack(f"@{face.package}", Path(folder))
            _subset(package, face).save(target / f"{face.name}.woff2")
            family = face.package.partition("/")[2].partition("@")[0]
            (target / f"OFL-{family}.txt").write_bytes((package / "LICENSE").read_bytes())


def for_paper(target: Path) -> None:
    """The fonts of worksheets, which stay on the server; their licences are those of the families above."""
    target.mkdir(exist_ok=True)
    for name, file in PRINTED:
        with TemporaryDirectory() as folder:
            package = unpack(f"@{name}", Path(folder))
            _true_type(_read(package, file)).save(target / f"{file}.ttf")
    face = mathematics(codes(MATHS_SIGNS + PAPER_SIGNS + printable))
    with TemporaryDirectory() as folder:
        package = unpack(f"@{face.package}", Path(folder))
        _true_type(_subset(package, face)).save(target / f"{face.name}.ttf")


def _read(package: Path, file: str) -> TTFont:
    """A font of a package; its own date stays in it, so that the same source always gives the same bytes."""
    return TTFont(package / f"files/{file}.woff2", recalcTimestamp=False)


def _true_type(font: TTFont) -> TTFont:
    """The font without the web's compression."""
    font.flavor = None
    return font


def _subset(package: Path, face: Face) -> TTFont:
    """The font with only the face's characters, the glyphs that they stretch into, and no hinting."""
    options = Options(
        layout_features=list(face.features), hinting=False, glyph_names=False, notdef_outline=True
    )
    font = _read(package, face.source)
    if face.weights:
        font = instantiateVariableFont(font, {"wght": face.weights})
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def codes(text: str) -> frozenset[int]:
    """The code points of a text."""
    return frozenset(map(ord, text))


if __name__ == "__main__":
    main()
