"""What was made lately is kept within so many bytes; the least lately used goes first."""

from __future__ import annotations

from app.core.recently_made import RecentlyMade


def test_the_least_lately_used_is_put_away_when_there_is_no_room() -> None:
    kept = RecentlyMade[bytes](most=10, size=len)
    for name in "abcde":
        kept.keep(name, b"xx")
    assert kept.take("a") == b"xx"
    kept.keep("f", b"xx")
    assert [name for name in "abcdef" if kept.take(name)] == ["a", "c", "d", "e", "f"]
    assert kept.bytes == 10


def test_what_leaves_no_room_for_others_is_handed_back_but_not_kept() -> None:
    kept = RecentlyMade[bytes](most=10, size=len)
    assert kept.keep("small", b"x") == b"x"
    assert kept.keep("large", b"xxx") == b"xxx"
    assert (kept.take("small"), kept.take("large"), kept.bytes) == (b"x", None, 1)


def test_the_same_thing_kept_again_counts_once() -> None:
    kept = RecentlyMade[bytes](most=10, size=len)
    for thing in (b"x", b"xx", b"xx"):
        kept.keep("a", thing)
    assert (kept.take("a"), kept.bytes) == (b"xx", 2)
