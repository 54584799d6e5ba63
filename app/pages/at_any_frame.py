"""What of a page is the same at every frame: the parts of the page without one, made once for all of them.

A part that is asked for here is made in a context that has no frame, no refused edit and no address of the
app, so it cannot depend on them; what it is made from stands in its key.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, TypeVar, cast

from app.core.recently_made import RecentlyMade
from app.exercise.state import looking
from app.pages.context import Context, Part

T = TypeVar("T", bound=Part)
MOST: Final = 64
"""Parts that are kept: each holds on to its exercise, worked out, of which as many are kept as well."""
PARTS: Final[RecentlyMade[Part]] = RecentlyMade(MOST, lambda _: 1)


def at_any_frame(make: Callable[[Context], T], context: Context, *also: Hashable) -> T:
    """The part that make makes of the page without its frame. also: what else it is made from."""
    state = looking(context.state, frame=None)
    key = (
        make,
        context.lesson.slug,
        context.urls.exercise,
        state.screen,
        context.name,
        context.updates,
        also,
    )
    kept = PARTS.take(key)
    if kept is None:
        kept = PARTS.keep(key, make(Context(state, context.name, context.sheet, context.updates)))
    return cast(T, kept)
