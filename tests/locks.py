"""What the locks name."""

from __future__ import annotations

import re
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def locked_requirements(lock: str) -> dict[str, str]:
    """Every pinned requirement of a lock, `name==version` with its marker, and the hashes under it."""
    text = re.sub(r"^ *#.*\n", "", (TOP / lock).read_text(), flags=re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text.strip())
    return {block.partition(" \\")[0]: block.partition(" \\")[2] for block in blocks}
