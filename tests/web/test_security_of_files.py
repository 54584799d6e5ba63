"""What protects a page is said of all that opens as one; a part of a page says what concerns parts."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

OF_DOCUMENTS = {
    "content-security-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "referrer-policy",
}
OF_ALL = {"x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin"}
PARTS = ["all.css", "all.js", "theme.js", "vendor/htmx.min.js", "fonts/kalam.woff2"]


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_page_says_what_holds_for_parts(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200
    assert OF_ALL.items() <= dict(answer.headers).items()
    assert not OF_DOCUMENTS & set(answer.headers)


@pytest.mark.parametrize(
    "path", ["/", "/sparse-autoencoder/1", "/static/icon.svg", "/static/nothing.js", "/nothing.js"]
)
def test_whatever_opens_as_a_document_is_protected_as_one(client: TestClient, path: str) -> None:
    headers = dict(client.get(path).headers)
    assert OF_ALL.items() <= headers.items()
    assert set(headers) >= OF_DOCUMENTS
