"""Fixtures that several tests of classes take."""

from tests.live.both_stores import redis, run

__all__ = ["redis", "run"]
