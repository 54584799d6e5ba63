"""A gradient checked by a nudge: on its page only, in its step, and never too early."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.pages.answered import get


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
    assert "mixes two slopes" in get(client, "/sparse-autoencoder/13?cell=db_enc,2,1&nudge=1.5")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("/sparse-autoencoder/11?cell=dW_dec,2,3&nudge=2", "A length in n passes 0 on the way"),
        ("/sparse-autoencoder/12?cell=B,2,2&nudge=0.1", "is 0 and can never be negative"),
        ("/sparse-autoencoder/12?updates=1000&cell=B,3,3&nudge=0.5", "A smaller nudge has both."),
        (
            "/sparse-autoencoder/13?b_enc=-1;-1;1;0;-1;-2&cell=dW_enc,6,1&nudge=0.1",
            "one slope where it opens and another where it stays closed",
        ),
    ],
)
def test_why_both_sides_may_not_agree_is_told(client: TestClient, url: str, told: str) -> None:
    """To which side of a weight its ReLU opens depends on the token: the corner is told by the ReLU."""
    html = get(client, url)
    assert told in " ".join(re.sub(r"<[^>]+>", "", html[html.index('class="check"') :]).split())


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


@pytest.mark.parametrize(
    ("url", "bends"),
    [
        ("/autoencoder/6?cell=G,1,1&nudge=0.001", True),
        ("/autoencoder/6?cell=G,3,1&nudge=0.01", True),
        ("/sparse-autoencoder/10?cell=G,1,1&nudge=0.1&X=900,-1,-1,2,1;-2,-2,1,-1,1;2,1,1,1,-1", True),
        ("/sparse-autoencoder/11?cell=dW_dec,1,4&nudge=0.001", True),
        ("/sparse-autoencoder/8?cell=S,1,1&nudge=0.5", False),
        ("/sparse-autoencoder/12?cell=dZ,1,3&nudge=0.5", False),
        ("/sparse-autoencoder/11?cell=dW_dec,1,1&nudge=0.1&b_enc=-9;-9;-9;-9;-9;-9", False),
    ],
)
def test_a_loss_bends_where_a_square_moves_however_large_it_is(
    client: TestClient, url: str, bends: bool
) -> None:
    """A square has a bend of h everywhere, which a loss of 660 does not hide; a silent feature moves none."""
    html = get(client, url)
    assert ("The loss bends" in html, "The loss is straight here" in html) == (bends, not bends)


def test_numbers_of_a_nudge_that_are_not_0_are_not_printed_as_0(client: TestClient) -> None:
    """E goes from 0 to 0.0001, and its square with it; between both sides nothing is left, and that is 0."""
    html = get(client, "/autoencoder/6?cell=G,1,1&nudge=0.0001")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html[html.index('class="check"') :]))
    assert "2 1×10⁻⁸ 0 1×10⁻⁸" in text
    assert re.search(r"both sides \S+ − \S+ / 0.0002 = 0 ", text.replace("(", "").replace(")", ""))
