"""Play presses Next, once each time, until the step ends or somebody does something; and the paces."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.alive import Served, opened, settled, where

STEP = "/sparse-autoencoder/1"
WATCH_PRESSES = """() => {
    window.presses = [];
    document.addEventListener("click", ({ target }) => {
        if (target.id === "next") presses.push(performance.now());
    }, true);
}"""


def ready(page: Page, address: str, tempo: str = "500") -> None:
    opened(page, address)
    page.locator("#tempo").select_option(tempo)
    page.evaluate(WATCH_PRESSES)


def is_playing(page: Page) -> bool:
    return page.locator("#play").get_attribute("aria-pressed") == "true"


def presses_within(page: Page, time: int) -> int:
    """How often Next is pressed in the next milliseconds."""
    before = page.evaluate("presses.length")
    page.evaluate("time => new Promise(resolve => setTimeout(resolve, time))", time)
    return int(page.evaluate("presses.length")) - int(before)


def test_play_follows_next_and_keeps_the_beat(alive: Page, served: Served) -> None:
    ready(alive, f"{STEP}?cell=0&pace=cell")
    served.ragged(5)
    alive.locator("#play").click()
    expect(alive.locator("#play")).to_have_text("Pause")
    alive.wait_for_url("**cell=2,1&**")
    assert alive.evaluate("presses.length") == 6


def test_a_frame_that_comes_late_is_seen_for_half_a_beat(alive: Page, served: Served) -> None:
    ready(alive, f"{STEP}?cell=0&pace=cell")
    alive.evaluate("""() => {
        window.seen = [];
        document.addEventListener("htmx:after:swap", () => { window.shown = performance.now(); });
        document.addEventListener("click", ({ target }) => {
            if (target.id === "next" && window.shown) seen.push(performance.now() - shown);
        }, true);
    }""")
    served.slow(0.9)
    alive.locator("#play").click()
    alive.wait_for_url("**cell=1,4&**")
    seen = alive.evaluate("seen")
    assert len(seen) == 3
    assert all(time >= 249 for time in seen), seen


def test_play_stops_at_the_end_of_the_step(alive: Page) -> None:
    ready(alive, "/sparse-autoencoder/5?cell=L1_total,1,1&pace=row")
    alive.locator("#play").click()
    alive.wait_for_url("**/5?pace=row")
    expect(alive.locator("#play")).to_have_text("Play")
    assert presses_within(alive, 700) == 0
    alive.locator("#play").click()
    assert not is_playing(alive), "there is nothing to play"


def test_play_runs_on_through_the_steps_where_asked_to(alive: Page) -> None:
    ready(alive, "/sparse-autoencoder/5?cell=L1_total,1,1&pace=step")
    alive.get_by_label("through all steps").check()
    alive.locator("#play").click()
    alive.wait_for_url("**/6?pace=step")
    assert is_playing(alive)


def test_play_stops_at_the_end_of_the_lesson(alive: Page) -> None:
    ready(alive, "/sparse-autoencoder/14?cell=0&pace=step")
    alive.get_by_label("through all steps").check()
    alive.locator("#play").click()
    alive.wait_for_url("**/14?pace=step")
    expect(alive.locator("#play")).to_have_text("Play")


@pytest.mark.parametrize(
    "act",
    [
        lambda page: page.keyboard.press("ArrowRight"),
        lambda page: page.keyboard.press("Space"),
        lambda page: page.keyboard.press("Shift"),
        lambda page: page.locator("#next").click(),
        lambda page: page.locator("h1").click(),
        lambda page: page.locator("#play").click(),
        lambda page: page.locator("#X-1-1").fill("4"),
        lambda page: page.evaluate(
            "Object.defineProperty(document, 'hidden', { value: true });"
            "document.dispatchEvent(new Event('visibilitychange'))"
        ),
    ],
    ids=["a key", "Space", "Shift", "Next", "a click", "Pause", "an edit", "a hidden page"],
)
def test_whatever_a_person_does_pauses(alive: Page, act: object) -> None:
    ready(alive, f"{STEP}?cell=0&pace=cell")
    alive.keyboard.press("Space")
    assert is_playing(alive)
    assert callable(act)
    act(alive)
    expect(alive.locator("#play")).to_have_text("Play")
    settled(alive)
    assert presses_within(alive, 700) == 0


def test_the_tempo_and_running_on_can_be_chosen_while_it_plays(alive: Page) -> None:
    ready(alive, f"{STEP}?cell=0&pace=cell", tempo="4000")
    alive.locator("#play").click()
    alive.locator("#tempo").select_option("500")
    alive.get_by_label("through all steps").check()
    assert is_playing(alive)
    assert alive.url.endswith("cell=0&pace=cell"), "choosing is no edit"


def test_two_quick_presses_do_not_double_it(alive: Page) -> None:
    ready(alive, f"{STEP}?cell=0&pace=cell")
    for _ in range(3):
        alive.keyboard.press("Space")
    assert is_playing(alive)
    assert presses_within(alive, 1300) == 2


def test_choosing_how_to_play_asks_the_server_nothing(alive: Page, served: Served) -> None:
    opened(alive, f"{STEP}?cell=1,1&pace=cell")
    alive.locator("#next").focus()
    settled(alive)
    alive.locator("#tempo").select_option("500")
    alive.get_by_label("through all steps").check()
    settled(alive)
    assert not [asked for asked in served.asked if asked.startswith("POST")]


def test_the_guided_pace_tells_a_chosen_cell_in_three_presses(alive: Page) -> None:
    opened(alive, f"{STEP}?cell=0")
    seen = []
    while "Next step" not in alive.locator("#next").inner_text():
        alive.keyboard.press("ArrowRight")
        settled(alive)
        seen.append(where(alive).partition("?")[2])
    slowly = [frame for frame in seen if "reveal" in frame]
    assert slowly[:4] == [
        "cell=1,1&reveal=cells",
        "cell=1,1&reveal=products",
        "cell=2,3&reveal=cells",
        "cell=2,3&reveal=products",
    ]
    assert seen[2:4] == ["cell=1,1", "cell=1,5"], "the rest of a row at once"


def test_a_chosen_cell_shows_its_operands_then_its_products_then_its_value(alive: Page) -> None:
    opened(alive, f"{STEP}?cell=2,3&reveal=cells")
    stages = alive.locator(".derivation tr")
    cell = alive.locator("#Z-2-3")
    assert (stages.count(), cell.inner_text(), alive.locator("td.lit").count()) == (1, "", 8)
    alive.keyboard.press("ArrowRight")
    settled(alive)
    assert (stages.count(), cell.inner_text()) == (3, "")
    alive.locator("#more").click()
    settled(alive)
    assert cell.inner_text() == "−1"
    assert stages.last.get_attribute("class") == "stage-value"


@pytest.mark.parametrize(
    ("pace", "stops"),
    [
        ("cell", ["cell=1,1", "cell=1,2", "cell=1,3"]),
        ("row", ["cell=1,5", "cell=2,5", "cell=3,5"]),
        ("step", [""]),
    ],
)
def test_the_paces(alive: Page, pace: str, stops: list[str]) -> None:
    opened(alive, f"{STEP}?cell=0")
    alive.locator(".controls .choices a", has_text=pace).click()
    settled(alive)
    for stop in stops:
        alive.keyboard.press("PageDown")
        settled(alive)
        assert where(alive) == f"sparse-autoencoder/1?{stop}{'&' * bool(stop)}pace={pace}"
