"""Prints what one address of the app in the working directory answers."""

from __future__ import annotations

import sys

from starlette.testclient import TestClient

from app.main import app

if __name__ == "__main__":
    print(TestClient(app).get(sys.argv[1]).text)
