"""Three rules of axe-core look at every cell of every table and take most of its time: of what is alike one
is judged, and what is large or far enough by the rule's own measure is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from playwright.sync_api import Page

TEXT: Final = """() => {
  const hasText = (one) => one.matches("input, select, textarea")
    || [...one.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim());
  const written = [...document.body.querySelectorAll("*")].filter(hasText);
  return written.filter((one) => one.checkVisibility()).map((one) => {
    const { color, fontSize, fontWeight, visibility } = getComputedStyle(one);
    const points = parseFloat(fontSize) * 0.75;
    const isLarge = points >= (fontWeight < 700 ? 18 : 14);
    return [one, [color, isLarge, visibility, grounds(one)].join()];
  });
}"""
"""What is written: as large, as coloured, on the same grounds."""
LINKS: Final = """() => {
  const isBlock = (element) => !["inline", "contents"].includes(getComputedStyle(element).display);
  const block = (element) => isBlock(element) ? element : block(element.parentElement);
  const drawn = ["color", "font", "textDecoration", "border", "outline", "display", "position", "visibility"];
  const look = (element) => {
    const parts = ["::before", "::after"].map((part) => getComputedStyle(element, part).content);
    return [...drawn.map((name) => getComputedStyle(element)[name]), ...parts, grounds(element)].join();
  };
  const seen = [...document.body.querySelectorAll("a[href]")].filter((link) => link.checkVisibility());
  return seen.map((link) => {
    const around = block(link);
    const isAlone = around.textContent.trim() === link.textContent.trim();
    return [link, [look(link), look(around), isAlone].join("|")];
  });
}"""
"""Links, and the text that they stand in."""
TARGETS: Final = """() => {
  const least = 24, pressed = "a[href], button, input, select, textarea, summary, [tabindex]";
  const all = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility())
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, { width, height }]) => width && height);
  const targets = all.filter(([element]) => element.matches(pressed));
  const beside = (element, some) =>
    some.filter(([other]) => !other.contains(element) && !element.contains(other)).map(([, box]) => box);
  const isOver = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const isLarge = ({ width, height }) => width >= least && height >= least;
  const within = (x, low, high) => Math.min(Math.max(x, low), high);
  const isFar = (a, b) => {
    const [x, y] = [(a.left + a.right) / 2, (a.top + a.bottom) / 2];
    const edge = Math.hypot(within(x, b.left, b.right) - x, within(y, b.top, b.bottom) - y);
    const middle = Math.hypot((b.left + b.right) / 2 - x, (b.top + b.bottom) / 2 - y);
    return edge >= least / 2 && (isLarge(b) || middle >= least);
  };
  return targets.filter(([element]) => !element.querySelector(pressed)).map(([element, box]) => {
    const isGood = isLarge(box) ? !beside(element, all).some((other) => isOver(box, other))
      : beside(element, targets).every((other) => isFar(box, other));
    return [element, !isGood];
  });
}"""
"""What is pressed, but for what is large enough with nothing over it, or has the others far enough away."""
LOOKS: Final = {"color-contrast": TEXT, "link-in-text-block": LINKS, "target-size": TARGETS}
"""The rules, and how that looks which they look at."""
MARK: Final = """([known, mark]) => {
  const ground = (element) => {
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
    const found = [backgroundColor, backgroundImage, opacity].join();
    return found === "rgba(0, 0, 0, 0),none,1" ? "" : found;
  };
  const grounds = (element) => element ? ground(element) + grounds(element.parentElement) : "";
  document.querySelectorAll(`[${mark}]`).forEach((one) => one.removeAttribute(mark));
  const before = new Set(known), seen = new Set(known);
  (%s)().filter(([, look]) => look).forEach(([one, look]) => {
    one.toggleAttribute(mark, look === true || !seen.has(look));
    seen.add(look);
  });
  return [...seen].filter((look) => !before.has(look));
}"""
"""Marks what looks as nothing before it does; tells these looks."""
ONLY: Final = """(marks) => axe.configure({
  rules: Object.entries(marks).map(([id, mark]) => ({ id, selector: `[${mark}]` })),
})"""
"""Each of these rules looks at nothing but what is marked for it."""
JUDGED: Final[dict[str, set[str]]] = {rule: set() for rule in LOOKS}
"""What was looked at on pages before: it need not be judged again."""


def mark_what_is_new(page: Page, rules: Iterable[str]) -> bool:
    """Marks for each rule what will be judged now on this page, where axe is; tells whether there is any."""
    marks = {rule: f"data-new-{rule}" for rule in rules}
    page.evaluate(ONLY, marks)
    new = {rule: page.evaluate(MARK % LOOKS[rule], [[*JUDGED[rule]], marks[rule]]) for rule in marks}
    for rule, looks in new.items():
        JUDGED[rule].update(looks)
    return any(new.values())
