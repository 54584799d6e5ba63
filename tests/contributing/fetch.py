"""Prints what addresses of the app in the working directory answer, as a list in JSON."""

from __future__ import annotations

import json

from starlette.testclient import TestClient

from app.main import app


def main(*addresses: str) -> None:
    """Prints their texts."""
    print(json.dumps([TestClient(app).get(address).text for address in addresses]))
