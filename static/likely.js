// The addresses that are likely to be asked for next: the next frame or moment, once somebody rests the next step, and the
// ways back.
const likely = (() => {
  const hrefs = (links) => [...document.querySelectorAll(links)].map((link) => link.getAttribute("href"));
  return {
    now: () => slide.onward() ?? hrefs("#next")[0],
    later: () => hrefs(".timeline li:has([aria-current=step]) + li a")[0],
    back: () => [...hrefs("#back"), hrefs(".timeline li:has(+ li [aria-current=step]) a").at(-1)],
  };
})();
