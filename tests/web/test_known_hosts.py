"""A name that nobody has allowed goes into no link, and one that can be no name goes nowhere."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.settings import ALLOWED_HOSTS, PUBLIC_URL

PAGE = "/sparse-autoencoder/1"


def under(client: TestClient, host: str, path: str = PAGE) -> int:
    """The status of a request under a name."""
    return client.get(path, headers={"host": host}).status_code


def test_any_name_is_allowed_unless_some_are_listed(client: TestClient) -> None:
    for host in ("example.org", "127.0.0.1:8000", "[::1]:8000", "by_hand", "EXAMPLE.org:80"):
        assert under(client, host) == 200, host


@pytest.mark.parametrize("host", ['a"b', "a/b", "a b", "a?b", "user@example.org", "é.example", "a:b:c"])
def test_what_can_be_no_name_is_refused(client: TestClient, host: str) -> None:
    assert client.get(PAGE, headers={b"host": host.encode("latin-1")}).status_code == 400


def test_only_listed_names_are_answered(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ALLOWED_HOSTS.variable, "hand.example, *.school.example")
    for host in ("hand.example", "HAND.example:8000", "a.school.example"):
        assert under(client, host) == 200, host
    for host in ("school.example", "hand.example.evil.example", "evilschool.example", "127.0.0.1"):
        assert under(client, host) == 400, host
    refused = client.get(PAGE, headers={"host": "evil.example"})
    assert "not served under that name" in refused.text
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert under(client, "10.0.0.7", "/healthz") == 200


def test_the_name_of_the_public_address_need_not_be_listed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ALLOWED_HOSTS.variable, "inside.example")
    monkeypatch.setenv(PUBLIC_URL.variable, "https://hand.example:8443")
    assert under(client, "hand.example:8443") == 200
    assert under(client, "other.example") == 400
