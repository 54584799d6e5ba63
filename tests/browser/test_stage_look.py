"""What a machine can judge of the look: crossings meet, everything fits a projector, motion is a choice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from app.core.lesson import Lesson
from app.exercise.exercise import Base, start
from app.lessons import LESSONS
from app.settings import PUBLIC_URL
from app.training.descent import worked
from tests.browser.many_pages import ManyPages, edited_frames, frames_of
from tests.long import IS_LONG, sampled

SAE: Final = "/sparse-autoencoder"
MEASURE: Final = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const high = (element, sample) => {
    const { fontSize, fontFamily } = getComputedStyle(element);
    pen.font = `${fontSize} ${fontFamily}`;
    return pen.measureText(sample).actualBoundingBoxAscent;
  };
  const seen = (selector) => [...document.querySelectorAll(selector)].filter((element) => {
    const { width, height } = element.getBoundingClientRect();
    const text = (element.value ?? element.textContent).trim();
    return width > 2 && height > 2 && text && !element.querySelector(".hidden");
  });
  const box = document.querySelector(".board").getBoundingClientRect();
  const figures = seen(".stage td > :is(a, span, input)").filter((figure) => !figure.querySelector("small"));
  const room = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
    [scrollWidth - clientWidth, scrollHeight - clientHeight];
  const outside = seen(".stage :is(table, caption)").filter((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
  });
  return {
    figure: Math.min(...figures.map((figure) => high(figure, "8"))),
    name: Math.min(...seen(".stage :is(th, .shape)").map((name) => high(name, "H")), 1e3),
    working: Math.min(...seen(".derivation td:last-child mn")
      .filter((digit) => !digit.matches("msup > :last-child")).map((digit) => high(digit, "8")), 1e3),
    cut: figures.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent),
    scrolled: [".board", ".telling", "html"].flatMap((part) => room(document.querySelector(part))),
    outside: outside.map((element) => element.textContent.trim().slice(0, 20)),
  };
}"""


def frames(lesson: Lesson) -> Iterator[str]:
    """Every result of every step, worked out and at its first cell."""
    sheet, _ = worked(start(lesson, Base()))
    for step in sheet.plan.steps:
        for k, result in enumerate(step.results):
            row, column = sheet.cells(result)[0][1:]
            name = f"{result.name}," if len(step.results) > 1 else ""
            yield f"/{lesson.slug}/{step.number}?" + (f"result={result.name}&" if k else "") + "present=1"
            yield f"/{lesson.slug}/{step.number}?cell={name}{row},{column}&present=1"


@contextmanager
def many_pages(browser: Browser, server: str, addresses: list[str], **more: Any) -> Iterator[ManyPages]:
    """All of these in one window."""
    context = browser.new_context(base_url=server, **more)
    yield ManyPages.fetched(context.new_page(), addresses[0], addresses)
    context.close()


def looked_at(browser: Browser, size: tuple[int, int], **more: Any) -> Page:
    """A page of its own in a window of that size."""
    return browser.new_context(viewport={"width": size[0], "height": size[1]}, **more).new_page()


PROJECTORS: Final = (((1920, 1080), 24), ((1280, 720), 16))
"""A window, and how many pixels high its figures must be."""


def test_every_step_of_both_presets_fits_a_projector(browser: Browser, server: str) -> None:
    addresses = [each for lesson in LESSONS.values() if lesson.is_listed for each in frames(lesson)]
    with many_pages(browser, server, addresses) as pages:
        for size, least in PROJECTORS:
            for address, found in pages.measured(size, MEASURE).items():
                assert found["figure"] >= least, (size, address, found)
                assert found["working"] >= least, (size, address, found)
                assert found["name"] >= least * 2 / 3 - 0.01, (size, address, found)
                assert not found["cut"] + found["outside"], (size, address, found)
                assert max(found["scrolled"]) <= 0, (size, address, found)


def test_an_old_projector_is_not_scrolled_either(browser: Browser, server: str) -> None:
    page = looked_at(browser, (1024, 768))
    for address in (f"{SAE}/11?cell=D,1,1", f"{SAE}/3?cell=1,1", f"{SAE}/8?cell=L1_weighted,1,1"):
        page.goto(f"{server}{address}&present=1")
        page.evaluate("document.fonts.ready")
        found = page.evaluate(MEASURE)
        assert max(found["scrolled"]) <= 0, (address, found)
        assert not found["cut"] + found["outside"], (address, found)
    page.context.close()


BOARD: Final = """() => {
  const board = document.querySelector(".board");
  const box = board.getBoundingClientRect();
  const isSeen = ({ width, height }) => width > 2 && height > 2;
  const outside = [...document.querySelectorAll(".stage :is(td, caption math, .shape)")].filter((element) => {
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
    const isIn = left > box.left - 1 && right < box.right + 1 && top > box.top - 1 && bottom < box.bottom + 1;
    return isSeen({ width, height }) && !isIn;
  });
  const controls = document.querySelector(".controls").getBoundingClientRect();
  return {
    outside: outside.map((element) => element.textContent.trim()),
    scrolled: Math.max(board.scrollWidth - board.clientWidth, board.scrollHeight - board.clientHeight),
    controls: controls.height,
    below: controls.bottom - innerHeight,
  };
}"""
LECTURES: Final = (*sampled([(1024, 768)], [(1280, 720)]), (1920, 1080))


def lectured() -> Iterator[str]:
    """Every result: trained, and edited so that cells say what they held; in a long run of presets too."""
    for lesson in (LESSONS["sparse-autoencoder"], LESSONS["autoencoder"]):
        yield from frames_of(lesson, Base(), lambda _: 0) if IS_LONG else ()
        yield from frames_of(lesson, Base(), lambda count: count - 1, 1000)
    yield from edited_frames(LESSONS["sparse-autoencoder"], lambda _: 0)


def test_every_step_stands_on_its_board_preset_trained_or_edited(browser: Browser, server: str) -> None:
    """Above the map, with nothing cut, nothing scrolled, and a bar of one line."""
    context = browser.new_context(base_url=server, reduced_motion="reduce")
    pages = ManyPages.fetched(context.new_page(), f"{SAE}/1", dict.fromkeys(lectured()))
    for size in LECTURES:
        for address, found in pages.measured(size, BOARD).items():
            assert not found["outside"], (size, address, found)
            assert found["scrolled"] <= 0, (size, address, found)
            assert found["controls"] < 60, (size, address, found)
            assert found["below"] <= 0, (size, address, found)
    large = frames_of(LESSONS["sparse-autoencoder"], Base(3, (10, 10), 10), lambda _: 0)
    pages = ManyPages.fetched(context.new_page(), f"{SAE}/1", large)
    for address, found in pages.measured(LECTURES[-1], BOARD).items():
        assert not found["outside"], (address, found)
        assert found["scrolled"] <= 0, (address, found)
    context.close()


def test_ten_products_are_projected_with_all_names(browser: Browser, server: str) -> None:
    """What stands beside small figures is not cut, whole or at a frame."""
    deep = "/autoencoder/2?seed=3&dims=10,10,10,10,10&examples=10&present=1"
    trained = f"{SAE}/1?seed=3&dims=10,10&updates=5&present=1"
    addresses = [deep, f"{deep}&cell=Z1,10,9", trained, f"{trained}&cell=10,5"]
    with many_pages(browser, server, addresses) as pages:
        for size in ((1920, 1080), (1366, 768), (1280, 800)):
            for address, found in pages.measured(size, BOARD).items():
                assert not found["outside"], (size, address, found)
                assert found["scrolled"] <= 0, (size, address, found)


EDGES: Final = """() => {
  const edges = (place, side) => [...document.querySelectorAll(`.crossing > .${place} tbody tr`)]
    .map((row) => [...row.querySelectorAll("td")].map((cell) => cell.getBoundingClientRect()[side]));
  const first = (rows) => rows.map((row) => row[0]);
  return [
    ...["left", "right"].map((side) => [edges("top", side)[0], edges("result", side)[0]]),
    ...["left", "bias"].filter((place) => edges(place, "top").length).flatMap((place) =>
      ["top", "bottom"].map((side) => [first(edges(place, side)), first(edges("result", side))])),
  ];
}"""
"""The edges of the columns above and in the result, and those of the rows beside it and in it."""


def test_rows_and_columns_of_a_crossing_meet_to_the_pixel(browser: Browser, server: str) -> None:
    """Also where figures are smallest, projected or not, trained, and where cells are typed in."""
    sizes = [f"seed=4&dims={n},{n}&examples={n}" for n in (9, 12, 16)]
    large = [f"{SAE}/{step}?{of}{more}" for step in (1, 12) for of in sizes for more in ("", "&present=1")]
    trained = [f"{SAE}/3?{of}&updates=1000" for of in sizes]
    practice = [f"{SAE}/1/practice", f"{SAE}/1/practice?{sizes[1]}"]
    addresses = [f"{SAE}/1", f"{SAE}/3", f"{SAE}/11", f"{SAE}/12", "/autoencoder/2", f"{SAE}/1?present=1"]
    with many_pages(browser, server, [*addresses, *large, *trained, *practice]) as pages:
        for size in ((1920, 1080), (1366, 768), (1024, 768), (820, 1180)):
            for address, found in pages.measured(size, EDGES).items():
                for operand, result in found:
                    assert len(result) > 1, address
                    assert result == pytest.approx(operand, abs=0.6), (size, address)


LANES: Final = """() => [...document.querySelectorAll(".row > .line-of > :last-child tbody tr:first-child")]
  .map((row) => [...row.querySelectorAll("td")].map((cell) => cell.getBoundingClientRect().right))"""
"""The right edges of the columns of the last matrix of every line."""


def test_on_several_lines_a_column_stands_under_its_column(browser: Browser, server: str) -> None:
    """Where a step starts from own answers after training too, which are longer than what is still blank."""
    own = "updates=1000&start=own&answers=" + ",".join(["~1.265"] * 30)
    addresses = [f"{SAE}/2/practice?{own}", f"{SAE}/2?updates=1000"]
    with many_pages(browser, server, addresses) as pages:
        for address, found in pages.measured((1366, 768), LANES).items():
            first, second = found
            assert len(first) == 5, address
            assert second == pytest.approx(first, abs=0.6), address


def test_on_paper_the_matrices_have_their_room(browser: Browser, server: str) -> None:
    page = looked_at(browser, (1366, 768))
    page.goto(f"{server}{SAE}/8")
    page.emulate_media(media="print")
    edges = "['.stage', '.loss-panel'].map((part) => document.querySelector(part).getBoundingClientRect())"
    stage, panel = page.evaluate(f"{edges}.map(({{ top, bottom }}) => [top, bottom])")
    assert stage[1] <= panel[0] + 1 or panel[1] <= stage[0] + 1
    page.context.close()


def test_factors_stand_beside_their_rows(browser: Browser, server: str) -> None:
    page = looked_at(browser, (1366, 768))
    page.goto(f"{server}{SAE}/8")
    tops = [
        [box["y"] for cell in page.locator(f"#{name}").all() if (box := cell.bounding_box())]
        for name in ("n-1-3", "g-3-1", "S-3-1")
    ]
    assert len({round(top) for row in tops for top in row}) == 1
    page.context.close()


def test_nothing_moves_for_whoever_asks_for_that(browser: Browser, server: str) -> None:
    for motion, moves in (("reduce", False), ("no-preference", True)):
        page = looked_at(browser, (1366, 768), reduced_motion=motion)
        page.goto(f"{server}{SAE}/1?cell=1,1&pace=cell")
        page.locator("#next").click()
        expect(page).to_have_url(f"{server}{SAE}/1?cell=1,2&pace=cell")
        running = page.evaluate("document.getAnimations().length")
        assert bool(running) == moves
        page.context.close()


def test_legend_and_code_are_a_key_away(browser: Browser, server: str) -> None:
    page = looked_at(browser, (1366, 768))
    page.goto(f"{server}{SAE}/1?cell=2,5")
    for key, ident in (("l", "legend"), ("q", "code"), ("?", "keys")):
        page.keyboard.press(key)
        expect(page.locator(f"#{ident} > :not(summary)")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(f"#{ident} > :not(summary)")).to_be_hidden()
    page.context.close()


def test_the_code_leads_to_this_frame(browser: Browser, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_URL.variable, "https://hand.example")
    page = looked_at(browser, (1366, 768))
    page.goto(f"{server}{SAE}/1?W_enc=1,1,1;0,0,0;0,0,0;0,0,0;0,0,0;0,0,0&cell=2,5")
    page.keyboard.press("q")
    image = page.locator("#code img")
    expect(image).to_be_visible()
    expect(image).not_to_have_js_property("naturalWidth", 0)
    asked = page.evaluate("new URL(document.querySelector('#code img').src).searchParams.get('page')")
    assert server + asked == page.url
    page.context.close()


def test_paper_and_board_are_kept_by_the_browser(browser: Browser, server: str) -> None:
    page = looked_at(browser, (1366, 768), color_scheme="light")
    page.goto(f"{server}{SAE}/1")
    ground = "getComputedStyle(document.body).backgroundColor"
    paper = page.evaluate(ground)
    page.locator("#theme").click()
    page.locator("#theme").click()
    board = page.evaluate(ground)
    page.goto(f"{server}/autoencoder/2")
    assert page.evaluate(ground) == board != paper
    page.context.close()


def test_given_and_worked_out_figures_are_of_two_kinds(browser: Browser, server: str) -> None:
    page = looked_at(browser, (1366, 768))
    page.goto(f"{server}{SAE}/1")
    font = "(element) => getComputedStyle(element).fontFamily.split(',')[0]"
    assert page.locator("#X-1-1").evaluate(font) != page.locator("#Z-1-1").evaluate(font)
    page.context.close()


def test_the_loss_stays_in_view_and_says_what_it_was(browser: Browser, server: str) -> None:
    page = looked_at(browser, (1366, 768))
    page.goto(f"{server}{SAE}/1")
    total = page.locator(".losses .total dd")
    expect(total).to_be_in_viewport()
    before = total.locator("b").inner_text()
    page.locator("#X-1-1").fill("3")
    page.locator("#X-1-1").blur()
    expect(total.locator(".was")).to_have_text(f"was {before}")
    expect(total).to_be_in_viewport()
    page.context.close()
