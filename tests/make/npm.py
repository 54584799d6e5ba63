"""What the scripts beside this one share: the files of a package published on npm."""

import subprocess
import tarfile
from pathlib import Path


def unpack(package: str, into: Path) -> Path:
    """Fetch `name@version` and unpack it in `into`. Returns the folder that holds its files.

    Raises CalledProcessError when npm cannot fetch it.
    """
    command = ["npm", "pack", "--silent", package]
    answer = subprocess.run(command, cwd=into, check=True, capture_output=True, text=True)
    with tarfile.open(into / answer.stdout.split()[-1]) as archive:
        archive.extractall(into, filter="data")
    return into / "package"
