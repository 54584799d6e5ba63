"""Where the templates, the static files and the version are found."""

import sysconfig
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parents[1]


def _folder(name: str) -> Path:
    """The folder `name`: inside the package (installed from a wheel) or beside it (a checkout).

    Raises FileNotFoundError, naming both places, when it is in neither.
    """
    places = (_PACKAGE / name, _PACKAGE.parent / name)
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no folder {name!r}: looked for {places[0]} and {places[1]}")


TEMPLATES: Final = _folder("templates")
STATIC: Final = _folder("static")
VERSION: Final = version("autoencoders-by-hand")


def installed() -> list[str]:
    """Everything that is installed beside the app, each with its version."""
    places = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    return sorted(path.name for place in places for path in Path(place).glob("*.dist-info"))


def fingerprint(beside: Sequence[str]) -> str:
    """A short fingerprint of everything that pages are made from: it changes with every upgrade."""
    digest = sha256("\n".join([VERSION, *beside]).encode())
    for folder in (_PACKAGE, TEMPLATES, STATIC):
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


BUILD: Final = fingerprint(installed())
