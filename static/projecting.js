// Full screen where the browser allows it, swiping between frames, and the current cell in view.
(() => {
  let from = null;
  const isSideways = (box) => box && box.scrollWidth > box.clientWidth;

  document.addEventListener("click", ({ target }) => {
    if (!target.closest("#full")) return;
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  });

  document.addEventListener("touchstart", ({ touches, target }) => {
    const isFree = touches.length === 1 && !target.closest("input, select") && !isSideways(target.closest(".board, .map, .derivation, .controls, .timeline"));
    from = isFree ? touches[0] : null;
  }, { passive: true });

  document.addEventListener("touchend", ({ changedTouches: [to] }) => {
    const across = from ? to.clientX - from.clientX : 0;
    if (Math.abs(across) > 60 && Math.abs(to.clientY - from.clientY) < 40) document.getElementById(across < 0 ? "next" : "back")?.click();
    from = null;
  });

  // Sideways only, inside its frame: the page itself stays where it is.
  const bring = (item, box) => {
    if (!item || !isSideways(box)) return;
    const [inner, outer] = [item.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.left < outer.left + outer.width / 4 || inner.right > outer.right) box.scrollLeft += inner.right - outer.right + outer.width / 5;
  };

  const show = () => requestAnimationFrame(() => {
    bring(document.querySelector("td.current, .crossing > .result tr:first-child td:last-child"), document.querySelector(".board"));
    [".map", ".timeline"].forEach((strip) => bring(document.querySelector(`${strip} [aria-current]`), document.querySelector(strip)));
  });

  document.addEventListener("htmx:after:swap", show);
  show();
})();
