"""Nothing is cut, covered or printed over a number: on presets, edited, trained and large exercises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from app.exercise.exercise import Base
from app.lessons import LESSONS
from tests.browser.many_pages import ManyPages, edited_frames, frames_of
from tests.long import IS_LONG, sampled

SAE: Final = "/sparse-autoencoder"
EDITED: Final = "W_enc=-1,0.123456789,1;2,0,1;1,1,-12.75;0,0,-1;0,1,1;-2,0,1e-7"
WAS: Final = f"{EDITED}&was=W_enc=-1,-1,0;1,0,1;1,1,0;0,0,-1;0,1,1;-2,0,0"
LARGE: Final = "seed=3&dims=10,10&examples=10"
LARGEST: Final = "seed=3&dims=16,16&examples=16"
SIZES: Final = ((1920, 1080), (1366, 768), (1024, 768), (390, 844), (360, 740))
OVERLAPS: Final = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const isSeen = (box) => box.width > 2 && box.height > 2;
  const boxOf = (element) => element.getBoundingClientRect();
  const written = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return boxOf(range);
  };
  // A line of text is higher than its figures are.
  const digits = (element, box) => {
    const high = parseFloat(getComputedStyle(element).fontSize) * .74;
    return new DOMRect(box.x, (box.top + box.bottom - high) / 2, box.width, high);
  };
  // What is typed in an input stands in its middle; its box says nothing of it.
  const typed = (input) => {
    const { fontSize, fontFamily, paddingLeft } = getComputedStyle(input);
    pen.font = `${fontSize} ${fontFamily}`;
    const [box, wide] = [boxOf(input), pen.measureText(input.value).width];
    const left = (box.left + parseFloat(paddingLeft) + box.right - wide) / 2;
    return digits(input, new DOMRect(left, box.y, wide, box.height));
  };
  const figure = (cell) => {
    const shown = cell.querySelector(".seen") ?? cell.querySelector("input, a, span:not(.hidden, .says)");
    if (!shown) return null;
    if (shown.matches("input")) return typed(shown);
    return shown.matches(".root") ? written(shown) : digits(shown, written(shown));
  };
  const isBefore = (end, start, by) => end <= start + by;
  const meet = (a, b, by) => !isBefore(a.right, b.left, by) && !isBefore(b.right, a.left, by)
    && !isBefore(a.bottom, b.top, by) && !isBefore(b.bottom, a.top, by);
  const found = [];
  const cells = [...document.querySelectorAll(".grid tbody td")].filter((cell) => isSeen(boxOf(cell)));
  const named = (element) => element.textContent.trim() || element.querySelector("input")?.value || "arrows";
  const tell = (what, element) => found.push(`${what}: ${named(element)}`);
  cells.forEach((cell) => {
    const [own, number] = [boxOf(cell), figure(cell)];
    if (!number || !isSeen(number)) return;
    if (number.left < own.left - 1 || number.right > own.right + 1) tell("wider than its cell", cell);
    const beside = [...cell.querySelectorAll(".before, .nth")].map((each) => digits(each, written(each)));
    beside.forEach((box) => {
      if (meet(number, box, 0)) tell("printed over", cell);
      const isOut = box.left < own.left || box.right > own.right || box.bottom > own.bottom + 1;
      if (isOut) tell("beyond its cell", cell);
    });
  });
  const place = (element) => {
    if (element.matches("svg")) return boxOf(element);
    return written(element.matches("caption") ? element.querySelector("math, .shape") : element);
  };
  const isClipped = (element) => getComputedStyle(element).clipPath !== "none";
  const isDrawn = (element) => !element.querySelector(".hidden") && !isClipped(element)
    && !(element.closest("thead") && isClipped(element.closest("thead")));
  const staged = cells.filter((cell) => cell.closest(".stage"));
  const names = [...document.querySelectorAll(".stage :is(th, caption, .arrows svg)")]
    .filter((element) => isSeen(boxOf(element)) && isDrawn(element))
    .map((element) => [element, place(element)]).filter(([, box]) => isSeen(box));
  names.forEach(([name, box], k) => {
    if (staged.some((cell) => meet(box, boxOf(cell), 2))) tell("over a cell", name);
    const others = names.slice(k + 1).filter(([, other]) => meet(box, other, 2));
    others.forEach(([other]) => tell(`over ${named(other)}`, name));
  });
  return found;
}"""
STATES: Final = (
    f"{SAE}/1",
    f"{SAE}/1?cell=2,3",
    f"{SAE}/1?cell=2,3&updates=1000",
    f"{SAE}/3?cell=2,3&updates=1000",
    f"{SAE}/4?updates=1000&compare=preset",
    f"{SAE}/1?updates=1000&compare=preset",
    f"{SAE}/12?cell=df,2,4&updates=1000",
    f"{SAE}/1?{EDITED}&cell=2,3",
    f"{SAE}/1?{WAS}",
    f"{SAE}/13?{WAS}",
    f"{SAE}/1?cell=2,3&{LARGE}",
    f"{SAE}/9?cell=SSE,1,1&{LARGE}",
    f"{SAE}/1?cell=2,3&{LARGEST}",
    f"{SAE}/sheet?updates=1000&compare=preset",
    "/autoencoder/2?cell=2,3&updates=1000&present=1",
    "/autoencoder/5?updates=1000&compare=preset",
)
AT_ONCE: Final = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const room = ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth;
  const working = document.querySelector(".derivation table");
  const parts = document.querySelectorAll(".board, .derivation, .controls, html");
  const cells = [...document.querySelectorAll(".stage .lit, .stage .current")];
  return {
    terms: document.querySelectorAll(".stage-numbers math").length,
    high: (working ?? document.querySelector(".stage")).getBoundingClientRect().bottom - box(".stage").top,
    room: innerHeight - box(".controls").height,
    sideways: Math.max(...[...parts].map(room)),
    outside: [...cells, ...document.querySelectorAll("#ask, .choices a, #next, #back")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return !width || left < 0 || right > innerWidth;
    }).map((element) => element.textContent),
    named: [...document.querySelectorAll(".stage th[scope=row]")].filter((name) => {
      const { bottom, height } = name.getBoundingClientRect();
      return working && height > 2 && name.checkVisibility() && bottom > box(".derivation").top + 1;
    }).map((name) => name.textContent),
  };
}"""
MOST_AT_ONCE: Final = 40
"""Products of a sum: more of them are scrolled down through, and never sideways."""


@pytest.fixture(scope="module")
def looked(browser: Browser) -> Iterator[Page]:
    """One page for all of these, in which nothing moves."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def phone(browser: Browser, server: str) -> Iterator[ManyPages]:
    """Frames of all kinds, on one page."""
    context = browser.new_context(base_url=server, reduced_motion="reduce")
    yield ManyPages.fetched(context.new_page(), f"{SAE}/1", dict.fromkeys(phone_frames()))
    context.close()


def test_nothing_stands_over_a_number_or_a_name(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, reduced_motion="reduce")
    states = ManyPages.fetched(context.new_page(), STATES[0], STATES)
    for size in SIZES:
        for address, found in states.measured(size, OVERLAPS).items():
            assert not found, (size, address, found)
    context.close()


def phone_frames() -> Iterator[str]:
    """Frames of every result: trained and compared, edited, large, drawn at other sizes; presets besides."""
    middle, last = (lambda count: count // 2), (lambda count: count - 1)
    for lesson in (LESSONS["sparse-autoencoder"], LESSONS["autoencoder"]):
        for updates, place in sampled([(1000, last)], [(0, middle), (1000, middle)]):
            yield from frames_of(lesson, Base(), place, updates)
        yield from (f"{each}&compare=preset" for each in frames_of(lesson, Base(), middle, 1000))
    yield from edited_frames(LESSONS["sparse-autoencoder"], middle)
    yield from frames_of(LESSONS["sparse-autoencoder"], Base(5, (4, 9), 5), last, 200)
    yield from frames_of(LESSONS["sparse-autoencoder"], Base(3, (11, 3), 5), middle, 1000)
    if IS_LONG:
        yield from frames_of(LESSONS["sparse-autoencoder"], Base(3, (10, 10), 10), middle)
        yield from frames_of(LESSONS["autoencoder"], Base(7, (6, 5, 4, 3, 2, 3, 4, 5, 6), 5), middle)


@pytest.mark.parametrize(("size", "left_out"), [((360, 740), ""), ((390, 844), ".map")])
def test_on_a_phone_operands_cell_and_line_are_seen_at_once(
    phone: ManyPages, size: tuple[int, int], left_out: str
) -> None:
    """The map scrolls by itself: what fits 360 pixels fits 390."""
    for address, found in phone.measured(size, AT_ONCE, left_out).items():
        assert found["sideways"] <= 0, (address, found)
        assert not found["outside"] + found["named"], (address, found)
        assert found["terms"] > MOST_AT_ONCE or found["high"] <= found["room"], (address, found)


def test_on_a_phone_a_trained_exercise_says_so_in_one_line(looked: Page, server: str) -> None:
    """With its three ways on within reach, named in full for whoever hears them."""
    looked.set_viewport_size({"width": 360, "height": 740})
    looked.goto(f"{server}{SAE}/1?updates=1000")
    notice = looked.locator(".trained")
    assert (notice.bounding_box() or {"height": 999})["height"] < 60
    for name in ("Training", "Back to the numbers before training", "Keep these numbers"):
        way = notice.get_by_role("button" if name.startswith("Keep") else "link", name=name, exact=True)
        box = way.bounding_box()
        assert box, name
        assert box["x"] + box["width"] <= 360, name


def test_a_given_number_is_short_to_see_and_exact_to_edit(looked: Page, server: str) -> None:
    looked.set_viewport_size({"width": 1366, "height": 768})
    looked.goto(f"{server}{SAE}/1?{EDITED}")
    cell = looked.locator("td", has=looked.locator("#W_enc-1-2"))
    field = looked.locator("#W_enc-1-2")
    assert cell.locator(".seen").inner_text() == "0.123"
    assert field.input_value() == field.get_attribute("title") == "0.123456789"
    assert field.evaluate("input => getComputedStyle(input).opacity") == "0"
    field.focus()
    assert field.evaluate("input => getComputedStyle(input).opacity") == "1"
    assert field.evaluate("input => input.scrollWidth <= input.clientWidth")
    assert looked.locator("td", has=looked.locator("#W_enc-6-3")).locator(".seen").inner_text() == "1×10⁻⁷"
    assert looked.locator("#W_enc-6-3").input_value() == "0.0000001"
