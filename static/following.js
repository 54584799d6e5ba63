// Keeps the current cell with what it reads, the current tile and the current step in view.
(() => {
  const beyond = (start, end, from, to) => Math.min(start - from - 26, Math.max(0, end - to + 26));

  // Inside its frame only: the page itself stays where it is.
  const bring = (item) => {
    const box = item.closest(".board, .map, .timeline");
    const [inner, outer] = [item, box].map((one) => one.getBoundingClientRect());
    box.scrollBy(beyond(inner.left, inner.right, outer.left, outer.right), beyond(inner.top, inner.bottom, outer.top, outer.bottom));
  };

  // The cell comes after what it reads: where not all of them have room, it has.
  const show = () => requestAnimationFrame(() => document.querySelectorAll(".board :is(.lit, .current), :is(.map, .timeline) [aria-current]").forEach(bring));

  document.addEventListener("put", show);
  show();
})();
