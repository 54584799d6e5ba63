"""A gradient checked by a nudge: on its page only, in its step, and never too early."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.pages.test_pages import get


def test_a_gradient_is_checked_by_a_nudge(client: TestClient) -> None:
    """E = −2, nudged by 0.1: its square goes from 4 to 3.61, so about −4 per unit."""
    assert "Check it by a nudge</a>" in get(client, "/sparse-autoencoder/10?cell=G,1,2")
    html = get(client, "/sparse-autoencoder/10?cell=G,1,2&nudge=0.1")
    text = re.sub(
        r"\s+(?=[,:.])|(?<=\s)\s+", "", re.sub(r"<[^>]+>", " ", html[html.index('class="check"') :])
    )
    assert "by 0.1, and SSE goes from 5 to 4.61: −3.9 per unit." in text
    for row in ("1, 2 ] 2 4.41 4 3.61", "SSE 5.41 5 4.61", "one side (4.61 − 5) / 0.1 = −3.9"):
        assert row in text, row
    assert "both sides (4.61 − 5.41) / 0.2 = −4 worked out by the chain rule = −4" in text
    assert "The loss bends" in text
    assert "mixes two slopes" in get(client, "/sparse-autoencoder/13?cell=db_enc,2,1&nudge=1")


def test_a_nudge_stays_in_its_step(client: TestClient) -> None:
    """The frames of the step keep it, other steps and steps without a gradient do not."""
    html = get(client, "/sparse-autoencoder/12?cell=dZ,1,2&nudge=0.01")
    frames = re.findall(r'href="/sparse-autoencoder/12\?([^"]*cell=[^"]*)"', html)
    assert sum("nudge=0.01" in frame for frame in frames) > 10
    others = re.findall(r'href="/sparse-autoencoder/(?:1|11|13|sheet)[?][^"]*"', html)
    assert not [other for other in others if "nudge" in other]
    answer = client.get("/sparse-autoencoder/1?nudge=0.1&cell=1,1")
    assert answer.headers["location"] == "/sparse-autoencoder/1?cell=1,1"


def test_a_nudge_tells_nothing_too_early(client: TestClient) -> None:
    """Neither before the value is revealed nor for a blank, and only a cell that is a slope has one."""
    for query in ("cell=G,1,2&reveal=products&nudge=0.1", "cell=0&nudge=0.1", "cell=loss,1,1&nudge=0.1"):
        html = get(client, f"/sparse-autoencoder/10?{query}")
        assert 'class="check"' not in html
        assert "Check it by" not in html


@pytest.mark.parametrize("nudge", ["0", "-0.1", "11", "1e-5", "x", "1/0"])
def test_a_nudge_out_of_bounds_is_refused(client: TestClient, nudge: str) -> None:
    answer = client.get(f"/sparse-autoencoder/10?cell=G,1,2&nudge={nudge}")
    assert (answer.status_code, "<strong>nudge</strong>" in answer.text) == (422, True)
