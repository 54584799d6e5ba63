// A grid, the pages, the steps and the map are one stop of the Tab key each, with arrow keys inside, as a spreadsheet is. In practice every cell is.
(() => {
  const BOXES = ".grid:not(.practice *), .lesson, .timeline, .map";
  const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
  let last = "";
  let typed = null;
  const itemsOf = (box) => [...box.querySelectorAll(box.matches(".grid") ? "td > :is(input, a[href])" : "a[href]")];

  const stopAt = (items, stop) => items.forEach((item) => {
    if (item === stop) item.removeAttribute("tabindex");
    else if (item.getAttribute("tabindex") !== "-1") item.setAttribute("tabindex", "-1");
  });

  const rove = (page) => page.querySelectorAll(BOXES).forEach((box) => {
    const items = itemsOf(box);
    stopAt(items, items.find(({ id }) => id && id === last) ?? items.find((item) => item.closest("[aria-current]")) ?? items[0]);
  });

  document.addEventListener("focusin", ({ target }) => {
    const box = target.closest(BOXES);
    if (target !== typed) typed = null;
    const items = box ? itemsOf(box) : [];
    if (!items.includes(target)) return;
    last = target.id;
    stopAt(items, target);
  });

  // Tab leaves a grid; but whoever is typing numbers goes on to the next one with it.
  const goOn = (event) => {
    const inputs = [...event.target.closest("tbody").querySelectorAll("input")];
    const next = inputs[inputs.indexOf(event.target) + 1];
    if (next) event.preventDefault();
    next?.focus();
  };

  document.addEventListener("input", ({ target }) => { typed = target; });

  // In a grid the arrows are grid.js's; a link that was clicked leaves them to the frames.
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest(".lesson, .timeline, .map");
    const { shiftKey, ctrlKey, altKey, metaKey } = event;
    if (event.key === "Tab" && !shiftKey && event.target === typed && typed.matches(".grid input")) return goOn(event);
    if (!box || !STEPS[event.key] || shiftKey || ctrlKey || altKey || metaKey || !event.target.matches(":focus-visible")) return;
    event.preventDefault();
    const items = itemsOf(box);
    items[items.indexOf(event.target) + STEPS[event.key]]?.focus();
  });

  document.addEventListener("fresh", ({ detail }) => rove(detail));
  document.addEventListener("htmx:after:swap", () => rove(document));
  rove(document);
})();
