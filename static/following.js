// Keeps the current cell, tile and step in view.
(() => {
  const isSideways = (box) => box && box.scrollWidth > box.clientWidth;

  // Sideways only, inside its frame: the page itself stays where it is.
  const bring = (item, box) => {
    if (!item || !isSideways(box)) return;
    const [inner, outer] = [item.getBoundingClientRect(), box.getBoundingClientRect()];
    if (inner.left < outer.left + outer.width / 4 || inner.right > outer.right) box.scrollLeft += inner.right - outer.right + outer.width / 5;
  };

  const show = () => requestAnimationFrame(() => {
    bring(document.querySelector("td.current"), document.querySelector(".board"));
    [".map", ".timeline"].forEach((strip) => bring(document.querySelector(`${strip} [aria-current]`), document.querySelector(strip)));
  });

  document.addEventListener("put", show);
  show();
})();
