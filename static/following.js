// Keeps the current cell with what it reads, the current tile and the current step in view.
(() => {
  // Inside their frame only: the page itself stays where it is.
  const bring = (items, by) => document.querySelectorAll(items).forEach((element) => {
    const box = element.closest(".board, .map, .timeline");
    const inner = element.getBoundingClientRect();
    const outer = box.getBoundingClientRect();
    const beyond = (start, end) => Math.min(inner[start] - outer[start] - by, Math.max(0, inner[end] - outer[end] + by));
    box.scrollBy(beyond("x", "right"), beyond("y", "bottom"));
  });

  // The cell comes after what it reads: where not all of them have room, it has. While a cell is typed in, that
  // is what is looked at. A strip fades at its end.
  const show = () => requestAnimationFrame(() => {
    bring(".board:not(:focus-within) :is(.lit, .current)", 5);
    bring(":is(.map, .timeline) [aria-current]", 24);
  });

  document.addEventListener("put", show);
  show();
})();
