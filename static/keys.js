// Keys for the frames. Each presses a link that is on the page, so there is nothing here that a mouse cannot do.
(() => {
  const press = (id) => document.getElementById(id)?.click();

  const step = (by) => {
    const links = [...document.querySelectorAll(".timeline a")];
    const here = links.findIndex((link) => link.getAttribute("aria-current") === "step");
    links[here + by]?.click();
  };

  const showKeys = () => {
    const keys = document.getElementById("keys");
    if (keys) keys.open = !keys.open;
  };

  const KEYS = {
    ArrowRight: () => press("next"),
    PageDown: () => press("next"),
    ArrowLeft: () => press("back"),
    PageUp: () => press("back"),
    Home: () => press("first"),
    End: () => press("last"),
    " ": () => press("play"),
    a: () => press("ask"),
    p: () => press("present"),
    "?": showKeys,
    Shift_ArrowRight: () => step(1),
    Shift_PageDown: () => step(1),
    Shift_ArrowLeft: () => step(-1),
    Shift_PageUp: () => step(-1),
  };

  const isTyping = (element) => element.closest("input, select, textarea") !== null;
  const isInGrid = (element) => element.closest(".grid td") !== null && element.matches(":focus-visible");
  const pressesItself = (element, key) => key === " " && element.closest("button, summary, a:not(.grid a)");

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isTyping(target) || (isInGrid(target) && key.startsWith("Arrow")) || pressesItself(target, key)) return;
    const name = key.length === 1 ? key.toLowerCase() : key;
    const act = KEYS[event.shiftKey && name !== "?" ? `Shift_${name}` : name];
    if (!act || !document.getElementById("next")) return;
    event.preventDefault();
    act();
  });
})();
