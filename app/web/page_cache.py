"""Pages made lately, kept compressed: a page is a function of its address, so it need not be made again."""

from __future__ import annotations

from collections import OrderedDict

LONGEST_KEPT = 50_000


class PageCache:
    """Pages made lately, compressed, by address; the least lately used are put away first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.pages: OrderedDict[str, bytes] = OrderedDict()

    def take(self, where: str) -> bytes | None:
        """A page made before."""
        if where in self.pages:
            self.pages.move_to_end(where)
        return self.pages.get(where)

    def keep(self, where: str, packed: bytes) -> None:
        """Keeps a page that is not too long."""
        if len(packed) <= LONGEST_KEPT:
            self.pages[where] = packed
        while len(self.pages) > self.most:
            self.pages.popitem(last=False)
