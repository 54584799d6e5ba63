"""The header: its links lie beside one another, all of them are seen, and no strip fades at its end."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Browser

from tests.browser.many_pages import ManyPages

SAE: Final = "/sparse-autoencoder"
MEETING: Final = """() => {
  const parts = [...document.querySelectorAll("header.site :is(.brand, .theme, .lesson a, .timeline a)")];
  // Of what a strip has scrolled away nothing lies anywhere.
  const seen = (part) => {
    const strip = (part.closest(".lesson, .timeline") ?? document.body).getBoundingClientRect();
    const text = document.createRange();
    text.selectNodeContents(part);
    const boxes = [...(part.matches(".theme") ? part : text).getClientRects()];
    return boxes.filter((box) => box.right > strip.left && box.left < strip.right)
      .map(({ left, right, top, bottom }) =>
        ({ left: Math.max(left, strip.left), right: Math.min(right, strip.right), top, bottom }));
  };
  const meet = (a, b) => a.right > b.left + 1 && b.right > a.left + 1
    && a.bottom > b.top + 3 && b.bottom > a.top + 3;
  const isOver = (part, other) => seen(part).some((a) => seen(other).some((b) => meet(a, b)));
  return parts.flatMap((part, k) => parts.slice(k + 1).filter((other) => isOver(part, other))
    .map((other) => `${part.textContent} over ${other.textContent}`));
}"""
HIDDEN: Final = """() => [...document.querySelectorAll(".lesson, .timeline")]
  .map((strip) => strip.scrollWidth - strip.clientWidth)"""
FADED: Final = """() => [...document.querySelectorAll(".lesson, .timeline")].flatMap((strip) => {
  strip.scrollLeft = strip.scrollWidth;
  const [, clear] = getComputedStyle(strip).maskImage.match(/100% - ([.0-9]+)px/);
  const last = [...strip.querySelectorAll("a")].at(-1).getBoundingClientRect();
  return last.right > strip.getBoundingClientRect().right - clear + 1 ? [last.right] : [];
})"""
ONE_WEIGHT: Final = (f"{SAE}/l1", f"{SAE}-centred/l1")


@pytest.mark.parametrize("letters", ["100%", "150%", "200%"])
def test_on_a_phone_nothing_of_it_lies_over_anything(browser: Browser, server: str, letters: str) -> None:
    context = browser.new_context(base_url=server)
    addresses = (f"{SAE}/1", "/autoencoder", "/glossary", *ONE_WEIGHT)
    pages = ManyPages.fetched(context.new_page(), f"{SAE}/1", addresses)
    pages.page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
    for width in (320, 360, 390, 414, 430, 480):
        for address, found in pages.measured((width, 640), MEETING).items():
            assert found == [], (width, address)
    context.close()


def test_on_a_laptop_all_of_it_has_room(browser: Browser, server: str) -> None:
    """With the most steps, the most pages, the most layers; just above the widths at which it is set anew."""
    context = browser.new_context(base_url=server)
    deep = "/autoencoder/1?seed=35&dims=6,5,4,3,2,3,4,5,6"
    pages = ManyPages.fetched(context.new_page(), f"{SAE}/1", (f"{SAE}/1", f"{SAE}-centred/1", deep))
    for width in (1024, 1250, 1280, 1313, 1345, 1358, 1366, 1409):
        for address, found in pages.measured((width, 768), HIDDEN).items():
            assert max(found) <= 0, (width, address)
    context.close()


def test_at_the_end_of_a_strip_nothing_fades(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server)
    pages = ManyPages.fetched(context.new_page(), f"{SAE}/1", (f"{SAE}/14", "/autoencoder/11"))
    for address, found in pages.measured((360, 640), FADED).items():
        assert found == [], address
    context.close()
