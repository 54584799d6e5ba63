"""A first visit, with its fonts, styles and scripts, weighs less than 100 KB as it is sent."""

from __future__ import annotations

from gzip import compress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request
from starlette.testclient import TestClient

from app.web.assets import BEHAVIOURS, STYLES
from tests.browser.alive import Served

MOST = 97_500
MOST_OF_SCRIPT = 11_000
STATIC = Path(__file__).parents[2] / "static"


@pytest.mark.parametrize(
    "address", ["/", "/sparse-autoencoder", "/sparse-autoencoder/1?cell=2,3", "/autoencoder/3"]
)
def test_a_first_visit_is_light(browser: Browser, served: Served, address: str) -> None:
    """All but the next frame, which is fetched ahead when everything is there."""
    context = browser.new_context(base_url=served.url)
    page = context.new_page()
    finished: list[Request] = []

    def keep(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", keep)
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    needed = [request for request in finished if request.resource_type != "fetch"]
    weights = {request.url.rpartition("/")[2]: request.sizes()["responseBodySize"] for request in needed}
    context.close()
    assert [name for name in weights if name.endswith(".woff2")]
    assert sum(weights.values()) < MOST, sorted(weights.items(), key=lambda one: -one[1])


def test_the_scripts_are_light(client: TestClient) -> None:
    """All that is ours, as it is sent."""
    sent = [client.get(f"/static/{name}.js").content for name in ("theme", "all")]
    assert sum(len(compress(script, 5)) for script in sent) <= MOST_OF_SCRIPT


def test_every_behaviour_is_sent_and_each_is_short() -> None:
    assert {path.stem for path in STATIC.glob("*.js")} == {*BEHAVIOURS, "theme"}
    assert {path.stem for path in STATIC.glob("*.css")} == set(STYLES)
    for path in [*STATIC.glob("*.js"), *STATIC.glob("class/*.js")]:
        assert path.read_text(encoding="utf-8").count("\n") <= 60, path.name
