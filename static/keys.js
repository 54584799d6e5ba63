// Keys for the frames. Each presses a link that is on the page, so there is nothing here that a mouse cannot do.
(() => {
  let isBusy = false;
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

  // What has the focus keeps the keys that are its own.
  const OWN = "input:not([type=checkbox]), select, textarea";
  const isItsOwn = (element, key) => element.matches(key === " " ? `${OWN}, input, button, summary` : OWN);

  document.addEventListener("htmx:before:request", () => { isBusy = true; });
  document.addEventListener("htmx:finally:request", () => { isBusy = false; });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isItsOwn(target, key)) return;
    const name = key.length === 1 ? key.toLowerCase() : key;
    const act = KEYS[event.shiftKey && name !== "?" ? `Shift_${name}` : name];
    if (!act || !document.getElementById("next")) return;
    event.preventDefault();
    // A key held down goes on as fast as the pages come, and stops with the key.
    if (!event.repeat || (key.length > 1 && !isBusy)) act();
  });
})();
