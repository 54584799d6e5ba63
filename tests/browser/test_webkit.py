"""Both lessons in WebKit: captions, hats and names stand as they are set, and an edit and a reload work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait
from starlette.middleware.base import BaseHTTPMiddleware

from app.main import app
from tests.browser.webkit import hearing, installed_webkit, webkit
from tests.local_server import LocalServer

PARTS: Final = installed_webkit()
pytestmark = [
    pytest.mark.skipif(PARTS is None, reason="webkit2gtk-driver and xvfb cannot be installed here"),
    pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning:selenium"),
]
FRAMES: Final = (
    "/sparse-autoencoder/1?cell=2,3",
    "/sparse-autoencoder/4?cell=1,2",
    "/autoencoder/1?cell=2,3",
    "/autoencoder/4?cell=A3,2,2",
    "/sparse-autoencoder/3",
    "/sparse-autoencoder/9?cell=2,3",
)
BESIDE: Final = ("/", "/glossary", "/class", "/marks", *(f"/sparse-autoencoder{each}" for each in (
    "", "/sheet", "/training", "/balance", "/features", "/overview", "/1/practice", "/1/worksheet",
)))  # fmt: skip
READY: Final = "return document.readyState === 'complete' && document.fonts.status === 'loaded'"
STILL: Final = "return document.getAnimations().every((one) => one.playState === 'finished')"
LOOK: Final = """
const boxOf = (element) => element.getBoundingClientRect();
const isSeen = (element) => boxOf(element).width > 2 && boxOf(element).height > 2;
const seen = (selector) => [...document.querySelectorAll(selector)].filter(isSeen);
const em = (element) => parseFloat(getComputedStyle(element).fontSize);
const middle = ({ left, right }) => (left + right) / 2;
// A name and its shape: side by side on one line, or set one under the other with nothing between.
const captions = seen(".stage caption").map((caption) => {
  const [name, shape] = [caption.querySelector("math"), caption.querySelector(".shape")];
  if (!name || !isSeen(shape)) return null;
  const [a, b] = [boxOf(name), boxOf(shape)];
  const isOneLine = a.top < b.bottom && b.top < a.bottom;
  const isStacked = a.left < b.right && b.left < a.right;
  const gap = (isOneLine ? b.left - a.right : b.top - a.bottom) / em(shape);
  return { text: caption.textContent.trim(), gap, isTogether: isOneLine || isStacked };
}).filter(Boolean);
const hats = seen("mover").map((mover) => {
  const [letter, hat] = [...mover.children].map(boxOf);
  return { above: (letter.top - hat.top) / em(mover), aside: (middle(hat) - middle(letter)) / em(mover) };
});
const broken = seen(".stage th").filter((name) => !name.querySelector(".hidden")).flatMap((name) => {
  const walker = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
  const lines = (text, at, length) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + length);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  const found = [];
  while (walker.nextNode()) {
    for (const word of walker.currentNode.data.matchAll(/\\S+/g)) {
      if (lines(walker.currentNode, word.index, word[0].length) > 1) found.push(word[0]);
    }
  }
  return found;
});
const wide = document.documentElement.scrollWidth - innerWidth;
return { captions, hats, broken, wide, told: window.told };
"""


@pytest.fixture(scope="module")
def served_aloud() -> Iterator[str]:
    """The address of the app whose pages keep what they say on the console."""
    local = LocalServer(BaseHTTPMiddleware(app, hearing))
    local.start()
    yield local.url
    local.stop()


@pytest.fixture(scope="module")
def safari() -> Iterator[WebKitGTK]:
    """The browser of all of these tests."""
    assert PARTS
    with webkit(PARTS) as browser:
        yield browser


def looked_upon(browser: WebKitGTK) -> None:
    """The page stands, and holds what is promised of it."""
    WebDriverWait(browser, 20).until(lambda one: one.execute_script(READY))
    found = browser.execute_script(LOOK)
    assert found["told"] == []
    assert found["wide"] <= 0
    assert found["broken"] == []
    assert found["captions"]
    for caption in found["captions"]:
        assert caption["isTogether"], caption
        assert -0.6 < caption["gap"] < 0.8, caption
    for hat in found["hats"]:
        assert 0.1 < hat["above"] < 0.5, hat
        assert abs(hat["aside"]) < 0.3, hat


@pytest.mark.parametrize("size", [(1366, 768), (500, 900)])
def test_captions_hats_and_names_stand_as_they_are_set(
    safari: WebKitGTK, served_aloud: str, size: tuple[int, int]
) -> None:
    safari.set_window_size(*size)
    for address in FRAMES:
        safari.get(served_aloud + address)
        looked_upon(safari)


@pytest.mark.parametrize("size", [(1380, 860), (500, 900)])
def test_no_page_scrolls_sideways_or_complains(
    safari: WebKitGTK, served_aloud: str, size: tuple[int, int]
) -> None:
    safari.set_window_size(*size)
    for address in BESIDE:
        safari.get(served_aloud + address)
        WebDriverWait(safari, 20).until(lambda one: one.execute_script(READY) and one.execute_script(STILL))
        found = safari.execute_script(LOOK)
        assert (found["wide"], found["told"]) == (0, []), address


TURNED: Final = """
const heads = [...document.querySelectorAll(".attempt thead th + th")];
const isTurned = ({ firstChild: text }) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  const { width, height } = range.getBoundingClientRect();
  return height > width;
};
const { scrollWidth, clientWidth } = document.querySelector(".attempt .scroll");
return [heads.length, heads.filter(isTurned).length, scrollWidth - clientWidth];
"""


def test_the_heads_of_an_attempt_run_downwards_where_there_is_little_room(
    safari: WebKitGTK, served_aloud: str
) -> None:
    safari.set_window_size(500, 900)
    safari.get(f"{served_aloud}/sparse-autoencoder/practice?answers=2,2,abc,-2,1/0;1&record=5b*4.3")
    WebDriverWait(safari, 20).until(lambda one: one.execute_script(READY))
    assert safari.execute_script(TURNED) == [8, 8, 0]


@pytest.mark.parametrize(
    ("address", "cell", "told"),
    [
        ("/sparse-autoencoder/1?cell=2,3", "W_enc-2-1", "#Z-2-3"),
        ("/sparse-autoencoder/4?cell=1,2", "W_dec-1-2", "#n-1-2"),
        ("/autoencoder/4?cell=Z3,2,2", "W3-2-1", "#Z3-2-2"),
    ],
)
def test_an_edit_and_a_reload_show_the_same(
    safari: WebKitGTK, served_aloud: str, address: str, cell: str, told: str
) -> None:
    safari.set_window_size(1366, 768)
    safari.get(served_aloud + address)
    looked_upon(safari)
    # What is written in by a pen is no text until it has begun to appear.
    before = WebDriverWait(safari, 20).until(lambda one: one.find_element(By.CSS_SELECTOR, told).text)
    field = safari.find_element(By.ID, cell)
    field.clear()
    field.send_keys("7", Keys.ENTER)
    WebDriverWait(safari, 20).until(
        lambda one: one.find_element(By.CSS_SELECTOR, told).text not in {before, ""}
    )
    # The address follows once it is painted; until then it tells of the field that was cleared.
    WebDriverWait(safari, 20).until(lambda one: f"{cell.partition('-')[0]}=" in one.current_url)
    looked_upon(safari)
    edited, where = safari.find_element(By.CSS_SELECTOR, told).text, safari.current_url
    safari.refresh()
    looked_upon(safari)
    assert safari.current_url == where
    assert safari.find_element(By.ID, cell).get_attribute("value") == "7"
    WebDriverWait(safari, 20).until(lambda one: one.find_element(By.CSS_SELECTOR, told).text == edited)
