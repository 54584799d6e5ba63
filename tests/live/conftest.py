"""Fixtures that several tests of classes take."""

import pytest
from starlette.testclient import TestClient

from tests.live.both_stores import redis, run
from tests.live.class_calls import STEP, opened

__all__ = ["redis", "run"]


@pytest.fixture
def key(client: TestClient) -> str:
    """A class opened at a cell of the first step."""
    return opened(client, STEP)
