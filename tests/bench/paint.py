"""From a key or an edit to the painted change, in Chromium, beside a bare page that changes one text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, Literal, NamedTuple

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench.serve import APP, serving
from tests.bench.table import aligned, figure, times
from tests.conftest import WITH_A_WINDOW, installed_browser

DELAY: Final = 150
PAUSE: Final = 700
"""Milliseconds before a press: whoever looks at a page rests, and the next step is read ahead meanwhile."""
REFRESH: Final = 1000 / 60
"""Milliseconds from one picture of a screen to the next: what is drawn is seen with the one that follows."""
HELD: Final = 80
"""Milliseconds that a finger stays on a key. Let go at once, a timer that tells of a paint comes late."""
BARE: Final = """<!doctype html><title>bare</title><p id="text">0</p><script>
addEventListener("keydown", () => { text.textContent = Number(text.textContent) + 1; });
</script>"""
WATCH: Final = """([selector, kind, refresh]) => {
  const find = () => document.querySelector(selector);
  const read = () => find()?.value ?? find()?.textContent;
  const before = read();
  window.painted = new Promise((done, fail) => {
    let start = null;
    // The last one: Shift is pressed before what it is pressed with.
    const note = (event) => { start = event.timeStamp; };
    addEventListener(kind, note, { capture: true });
    const watcher = new MutationObserver(() => {
      if (start === null || read() === before) return;
      watcher.disconnect();
      removeEventListener(kind, note, { capture: true });
      requestAnimationFrame((picture) => setTimeout(() => {
        const drawn = performance.now();
        const seen = picture + refresh * Math.max(1, Math.ceil((drawn - picture) / refresh));
        done([drawn - start, seen - start]);
      }));
    });
    const everything = { childList: true, subtree: true, characterData: true, attributes: true };
    watcher.observe(document.documentElement, everything);
    setTimeout(fail, 20000, new Error(`${selector} did not change`));
  });
}"""


class Waits(NamedTuple):
    """Milliseconds until a change is drawn and until it is seen, each a median and a 95th percentile."""

    drawn: tuple[float, float]
    seen: tuple[float, float]


class Condition(NamedTuple):
    """How slow the processor and the network are made."""

    name: str
    slower: int
    delay: int


class Manner(NamedTuple):
    """How often something is done, with what pause before, and under which condition."""

    often: int
    pause: int
    condition: Condition


class Action(NamedTuple):
    """Something done on a page, and where its effect is seen."""

    name: str
    address: str
    selector: str
    kind: str
    do: Callable[[Page, int], None]
    aim: tuple[int, int] = (2, 3)
    """How many times as long as the bare page's its median and its 95th percentile may be."""


CONDITIONS: Final = (
    Condition("normal", 1, 0),
    Condition("processor slowed four times", 4, 0),
    Condition(f"network delayed {DELAY} ms", 1, DELAY),
)


def press(*keys: str) -> Callable[[Page, int], None]:
    """Presses one key after the other, one each time."""
    return lambda page, count: page.keyboard.press(keys[count % len(keys)], delay=HELD)


def edit(page: Page, count: int) -> None:
    """Types another number into the first weight and leaves the cell."""
    cell = page.locator("#W_enc-1-1")
    cell.fill(str(count + 2))
    cell.blur()


def slide(page: Page, _: int) -> None:
    """Moves the slider of training by one update."""
    page.locator("#updates").press("ArrowRight", delay=HELD)


LESSON: Final = "/sparse-autoencoder"
ACTIONS: Final = (
    Action("next frame", f"{LESSON}/1?cell=0&pace=cell", ".progress", "keydown", press("ArrowRight")),
    Action("next step", f"{LESSON}/1", "h1", "keydown", press("Shift+ArrowRight", "Shift+ArrowLeft")),
    Action("slider", f"{LESSON}/training?updates=300", "#slide b", "keydown", slide),
    Action("edit", f"{LESSON}/1", "#Z-1-2", "change", edit, (3, 3)),
)
CHANGE: Final = Action("bare page", "", "#text", "keydown", press("ArrowRight"))


def ratios(found: Waits, bare: Waits, aim: tuple[int, int]) -> list[str]:
    """How many times as long as the bare page's: drawn, then seen, this with its aims."""
    drawn, seen = (
        [times(mine / theirs) for mine, theirs in zip(*pair, strict=True)]
        for pair in zip(found, bare, strict=True)
    )
    return [*drawn, *(text for mine, most in zip(seen, aim, strict=True) for text in (mine, times(most)))]


def paint(
    count: int,
    pause: int = PAUSE,
    conditions: Sequence[Condition] = CONDITIONS,
    browsers: Sequence[str] = WITH_A_WINDOW,
) -> str:
    """A table of medians and 95th percentiles in milliseconds, and their ratios to the bare page's."""
    heads = ("drawn: p50", "p95", "seen: p50", "p95", "drawn: p50", "p95", "seen: p50", "aim", "p95", "aim")
    rows: list[tuple[str, ...]] = [("", "", *heads)]
    with serving(APP) as port, browser_page(browsers) as (page, session):
        for condition in conditions:
            slow_down(session, condition)
            bare = measured(page, CHANGE, Manner(count, pause, condition), port)
            rows.append((condition.name, CHANGE.name, *in_figures(bare), *[""] * 6))
            for action in ACTIONS:
                found = measured(page, action, Manner(count, pause, condition), port)
                rows.append(("", action.name, *in_figures(found), *ratios(found, bare, action.aim)))
    return aligned(rows, words=2)


def in_figures(found: Waits) -> list[str]:
    """The milliseconds as they are printed."""
    return [figure(wait) for pair in found for wait in pair]


@contextmanager
def browser_page(browsers: Sequence[str]) -> Iterator[tuple[Page, CDPSession]]:
    """A page in Chromium and the session that slows it down."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=installed_browser(browsers), args=["--no-sandbox"]
        )
        page = browser.new_page()
        yield page, page.context.new_cdp_session(page)
        browser.close()


def slow_down(session: CDPSession, condition: Condition) -> None:
    """Makes the browser as slow as the condition says."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": condition.slower})
    network = {"offline": False, "latency": condition.delay, "downloadThroughput": -1, "uploadThroughput": -1}
    session.send("Network.emulateNetworkConditions", network)


def measured(page: Page, action: Action, manner: Manner, port: int) -> Waits:
    """How long an action takes that is done again and again, at the pace of a person."""
    if action.address:
        settled: Literal["load", "networkidle"] = "networkidle" if manner.pause else "load"
        page.goto(f"http://127.0.0.1:{port}{action.address}", wait_until=settled)
    else:
        page.goto("about:blank")
        page.set_content(BARE)
    drawn, seen = zip(*(once(page, action, k, manner) for k in range(manner.often)), strict=True)
    return Waits(middle_and_most(drawn), middle_and_most(seen))


def middle_and_most(spent: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    ordered = sorted(spent)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def once(page: Page, action: Action, k: int, manner: Manner) -> tuple[float, float]:
    """Milliseconds from one event until its effect is drawn, and until a screen shows it."""
    page.wait_for_timeout(manner.pause + 3 * manner.condition.delay)
    page.evaluate(WATCH, [action.selector, action.kind, REFRESH])
    action.do(page, k)
    drawn, seen = page.evaluate("window.painted")
    return float(drawn), float(seen)
