"""Answers of a method, kept with its object by the object itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar, cast
from weakref import WeakMethod

P = ParamSpec("P")
T = TypeVar("T")


def cached_method(method: Callable[P, T]) -> Callable[P, T]:
    """functools.cache() of a bound method, for its own object to keep and to ask.

    A cache that held on to the object would be a circle with it: then all that it leads to, an exercise
    worked out, would wait for the garbage collector, and a page for that.
    """
    held = WeakMethod(method)

    def answered(*args: P.args, **named: P.kwargs) -> T:
        found = held()
        assert found is not None, "asked through its object, which is there"
        return found(*args, **named)

    return cast(Callable[P, T], cache(answered))
