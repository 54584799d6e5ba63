"""`make vendor`: htmx, byte for byte as published, and its licence."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.web.paths import STATIC
from tests.make.npm import unpack

PACKAGE: Final = "htmx.org@4.0.1"
COPIES: Final = {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx-LICENSE.txt"}


def main() -> None:
    """Write the vendored files into static/vendor."""
    target = STATIC / "vendor"
    target.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        package = unpack(PACKAGE, Path(folder))
        for source, name in COPIES.items():
            (target / name).write_bytes((package / source).read_bytes())


if __name__ == "__main__":
    main()
