"""Prints what addresses of the app in the working directory answer, as a list in JSON."""

from __future__ import annotations

import json
import sys

from starlette.testclient import TestClient

from app.main import app

if __name__ == "__main__":
    print(json.dumps([TestClient(app).get(address).text for address in sys.argv[1:]]))
