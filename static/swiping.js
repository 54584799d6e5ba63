// Swiping between frames, where nothing else moves sideways under the finger.
(() => {
  const SCROLLED = ".board, .map, .derivation, .controls, .timeline";
  let from = null;
  const isSideways = (box) => box && box.scrollWidth > box.clientWidth;

  document.addEventListener("touchstart", ({ touches, target }) => {
    const isFree = touches.length === 1 && !target.closest("input, select") && !isSideways(target.closest(SCROLLED));
    from = isFree ? touches[0] : null;
  }, { passive: true });

  document.addEventListener("touchend", ({ changedTouches: [to] }) => {
    const across = from ? to.clientX - from.clientX : 0;
    if (Math.abs(across) > 60 && Math.abs(to.clientY - from.clientY) < 40) document.getElementById(across < 0 ? "next" : "back")?.click();
    from = null;
  });
})();
