"""What an entry of the glossary is."""

from __future__ import annotations

from typing import NamedTuple

AUTOENCODER, SPARSE = "autoencoder", "sparse-autoencoder"


class GlossaryTerm(NamedTuple):
    """A word, what it means, and the forms by which it is found in the lessons' words."""

    name: str
    means: str
    forms: tuple[str, ...] = ()
    lesson: str = SPARSE
    """The lesson whose numbers its meaning quotes."""

    @property
    def slug(self) -> str:
        """Its id on a page."""
        return self.name.lower().replace(" ", "-").replace("λ", "lambda").replace("η", "eta")
