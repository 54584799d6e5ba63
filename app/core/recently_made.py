"""What was made lately, kept until it takes too much memory; the least lately used is put away first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class RecentlyMade(Generic[T]):
    """Things by what they are made from, in all at most so many bytes; size says how many one takes."""

    def __init__(self, most: int, size: Callable[[T], int]) -> None:
        self.most, self.size = most, size
        self.things: OrderedDict[Hashable, T] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def take(self, key: Hashable) -> T | None:
        """A thing made before."""
        with self.lock:
            if key in self.things:
                self.things.move_to_end(key)
            return self.things.get(key)

    def keep(self, key: Hashable, thing: T) -> T:
        """Keeps a thing and hands it back; one that leaves no room for others is not kept."""
        if (size := self.size(thing)) > self.most // 4:
            return thing
        with self.lock:
            self.put_away(key)
            self.things[key] = thing
            self.bytes += size
            while self.bytes > self.most:
                self.put_away(next(iter(self.things)))
        return thing

    def clear(self) -> None:
        """Forgets everything."""
        with self.lock:
            self.things.clear()
            self.bytes = 0

    def put_away(self, key: Hashable) -> None:
        """Forgets a thing, where it is there."""
        if key in self.things:
            self.bytes -= self.size(self.things.pop(key))
