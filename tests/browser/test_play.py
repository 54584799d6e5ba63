"""Play presses Next, once each time, until the step ends or somebody does something; and the paces."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.alive import Served, listening, opened, settled, where

STEP = "/sparse-autoencoder/1"
WATCH_PRESSES = """() => {
    window.presses = 0;
    document.addEventListener("click", ({ target }) => { if (target.id === "next") presses += 1; }, true);
}"""


@pytest.fixture
def beaten(browser: Browser, served: Served) -> Iterator[Page]:
    """A page whose clock goes only when a test says so; it is painted all the same."""
    context = browser.new_context(base_url=served.url)
    said = listening(context)
    context.add_init_script("window.nextFrame = requestAnimationFrame.bind(window)")
    context.clock.install(time=0)
    context.add_init_script("window.requestAnimationFrame = nextFrame")
    context.clock.pause_at(10_000)
    yield context.new_page()
    served.quick()
    context.close()
    assert not said


def ready(page: Page, address: str, tempo: str = "500") -> None:
    opened(page, address)
    page.locator("#tempo").select_option(tempo)
    page.evaluate(WATCH_PRESSES)


def is_playing(page: Page) -> bool:
    return page.locator("#play").get_attribute("aria-pressed") == "true"


def presses(page: Page) -> int:
    """How often Next was pressed."""
    return int(page.evaluate("presses"))


def presses_within(page: Page, time: int) -> int:
    """How often Next is pressed in the next milliseconds of the page's clock; every frame comes at once."""
    before = presses(page)
    for part in [100] * (time // 100) + [time % 100]:
        page.clock.run_for(part)
        settled(page)
    return presses(page) - before


def test_play_follows_next_and_keeps_the_beat(beaten: Page) -> None:
    ready(beaten, f"{STEP}?cell=0&pace=cell")
    beaten.locator("#play").click()
    expect(beaten.locator("#play")).to_have_text("Pause")
    for cell in ("1,1", "1,2", "1,3", "1,4", "1,5", "2,1"):
        assert presses_within(beaten, 499) == 0
        assert presses_within(beaten, 1) == 1
        assert where(beaten) == f"sparse-autoencoder/1?cell={cell}&pace=cell"


@pytest.mark.parametrize(
    ("late", "rest"), [(200, 300), (900, 250)], ids=["the beat is kept", "half a beat at least"]
)
def test_a_frame_that_comes_late_is_seen_for_half_a_beat(beaten: Page, late: int, rest: int) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    beaten.route("**cell=1,1&pace=cell", hold)
    ready(beaten, f"{STEP}?cell=0&pace=cell")
    beaten.locator("#play").click()
    beaten.clock.run_for(500)
    beaten.clock.run_for(late)
    assert presses(beaten) == 1, "the frame is not there yet"
    held.pop().continue_()
    settled(beaten)
    assert where(beaten).endswith("cell=1,1&pace=cell")
    assert presses_within(beaten, rest - 1) == 0
    assert presses_within(beaten, 1) == 1


def test_play_stops_at_the_end_of_the_step(beaten: Page) -> None:
    ready(beaten, "/sparse-autoencoder/5?cell=L1_total,1,1&pace=row")
    beaten.locator("#play").click()
    assert presses_within(beaten, 500) == 1
    assert where(beaten) == "sparse-autoencoder/5?pace=row"
    expect(beaten.locator("#play")).to_have_text("Play")
    assert presses_within(beaten, 2000) == 0
    beaten.locator("#play").click()
    assert not is_playing(beaten), "there is nothing to play"


def test_play_runs_on_through_the_steps_where_asked_to(beaten: Page) -> None:
    ready(beaten, "/sparse-autoencoder/5?cell=L1_total,1,1&pace=step")
    beaten.get_by_label("through all steps").check()
    beaten.locator("#play").click()
    while not where(beaten).startswith("sparse-autoencoder/6"):
        assert presses_within(beaten, 500) == 1
    assert is_playing(beaten)


def test_play_stops_at_the_end_of_the_lesson(beaten: Page) -> None:
    ready(beaten, "/sparse-autoencoder/14?cell=0&pace=step")
    beaten.get_by_label("through all steps").check()
    beaten.locator("#play").click()
    while presses_within(beaten, 500):
        pass
    assert where(beaten) == "sparse-autoencoder/14?pace=step"
    expect(beaten.locator("#play")).to_have_text("Play")


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
def test_whatever_a_person_does_pauses(beaten: Page, act: object) -> None:
    ready(beaten, f"{STEP}?cell=0&pace=cell")
    beaten.keyboard.press("Space")
    assert is_playing(beaten)
    assert callable(act)
    act(beaten)
    expect(beaten.locator("#play")).to_have_text("Play")
    settled(beaten)
    assert presses_within(beaten, 1200) == 0


def test_the_tempo_and_running_on_can_be_chosen_while_it_plays(beaten: Page) -> None:
    ready(beaten, f"{STEP}?cell=0&pace=cell", tempo="4000")
    beaten.locator("#play").click()
    beaten.locator("#tempo").select_option("500")
    beaten.get_by_label("through all steps").check()
    assert is_playing(beaten)
    assert beaten.url.endswith("cell=0&pace=cell"), "choosing is no edit"


def test_two_quick_presses_do_not_double_it(beaten: Page) -> None:
    ready(beaten, f"{STEP}?cell=0&pace=cell")
    for _ in range(3):
        beaten.keyboard.press("Space")
    assert is_playing(beaten)
    assert presses_within(beaten, 1100) == 2


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
