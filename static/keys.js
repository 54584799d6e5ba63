// Keys for the frames. Each presses a link that is on the page, so there is nothing here that a mouse cannot do.
(() => {
  const KEYS = {
    ArrowRight: "next",
    PageDown: "next",
    ArrowLeft: "back",
    PageUp: "back",
    Home: "first",
    End: "last",
    " ": "play",
    a: "ask",
    p: "present",
    f: "full",
    l: "legend",
    q: "code",
    "?": "keys",
  };
  // What has the focus keeps the keys that are its own.
  const OWN = "input:not([type=checkbox]), select, textarea";
  let isBusy = false;

  const step = (by) => {
    const links = [...document.querySelectorAll(".timeline a")];
    const here = links.findIndex((link) => link.getAttribute("aria-current") === "step");
    links[here + by]?.click();
  };

  document.addEventListener("htmx:before:request", () => { isBusy = true; });
  document.addEventListener("htmx:finally:request", () => { isBusy = false; });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    // A cell in which nothing is being typed leaves undoing to the page.
    const isTyping = target.matches(OWN) && target.value !== target.defaultValue;
    const edit = (event.ctrlKey || event.metaKey) && !isTyping && { z: "undo", Z: "redo", y: "redo" }[key];
    if (edit && document.getElementById(edit)) {
      event.preventDefault();
      document.getElementById(edit).click();
    }
    if (key === "Escape") document.querySelectorAll(".card-of[open]").forEach((card) => { card.open = false; });
    const id = KEYS[key.length > 1 ? key : key.toLowerCase()];
    const button = document.getElementById(id);
    // A clicker goes back from one finished step to the one before, not through all its frames.
    const isFinished = key === "PageUp" && !new URLSearchParams(location.search).has("cell");
    const isMove = /^(next|back)$/.test(id);
    const isShifted = event.shiftKey && key !== "?";
    if (!button || (isShifted && !isMove) || target.matches(key === " " ? `${OWN}, input, button, summary` : OWN)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    event.preventDefault();
    // A key held down goes on as fast as the pages come, and stops with the key.
    if (event.repeat && (isBusy || !isMove)) return;
    if (isShifted || isFinished) step(id === "next" ? 1 : -1);
    else if (button.matches("details")) button.open = !button.open;
    else button.click();
  });
})();
