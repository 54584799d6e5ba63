"""Embedding: nobody may show the app inside a page of theirs, unless whoever serves it says who."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from starlette.testclient import TestClient

from app import cli
from app.settings import ALLOW_EMBEDDING_FROM, read_origins

PROBE = """
from starlette.testclient import TestClient
from app.main import app
for path in ("/", "/sparse-autoencoder/1", "/nothing"):
    print(TestClient(app).get(path).headers["content-security-policy"].split("; ")[-1])
"""


def served_with(variable: str) -> subprocess.CompletedProcess[str]:
    """What pages say when the app is started with the variable."""
    environment = {**os.environ, ALLOW_EMBEDDING_FROM.variable: variable}
    command = [sys.executable, "-c", PROBE]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_nobody_may_embed_by_default(client: TestClient) -> None:
    for path in ("/", "/sparse-autoencoder/1", "/nothing", "/api/lessons", "/static/icon.svg"):
        assert client.get(path).headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_whoever_is_named_may_and_nobody_else() -> None:
    says = served_with("https://lms.example.edu,https://*.school.example:8443")
    assert set(says.stdout.splitlines()) == {
        "frame-ancestors https://lms.example.edu https://*.school.example:8443"
    }


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "lms.example.edu",
        "https://lms.example.edu/course",
        "https://a.example; script-src *",
        "javascript:x",
    ],
)
def test_what_is_no_origin_is_refused_in_a_sentence(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--allow-embedding-from", text])
    assert "is not an origin such as https://lms.example.edu" in capsys.readouterr().err
    with pytest.raises(ValueError, match="is not an origin such as"):
        read_origins(text)


def test_a_slash_at_the_end_is_forgiven() -> None:
    assert read_origins(" https://lms.example.edu/ ") == ("https://lms.example.edu",)
