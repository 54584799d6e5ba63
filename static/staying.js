// What stays when another page is put in place of the one on the screen: which of its elements must, and which old one
// stays for which new one.
const staying = (() => {
  const KEPT = "[hx-morph-skip]";
  const NAMED = "input, select, textarea, [id]";
  const isTyped = ({ value, defaultValue = value }) => value !== defaultValue;

  const isKept = (old) => old.matches(KEPT);
  // All that holds something that is kept, typed in or looked at by its name: looked for once a page, from within.
  let holding = new Set();
  const look = () => {
    holding = new Set();
    document.querySelectorAll(`${KEPT}, ${NAMED}`).forEach((one) => {
      for (let up = one.parentElement; up && !holding.has(up); up = up.parentElement) holding.add(up);
    });
  };
  const isHolding = (old) => holding.has(old);
  // What has the focus, what somebody typed and what is kept is never taken out of the page.
  const isBusy = (old) => old.tagName && (old.contains(document.activeElement) || old.querySelector(KEPT)
    || [old, ...old.querySelectorAll("input:not([type=checkbox]), textarea")].some(isTyped));

  // Cells change their class with their number; tables have theirs in common, but each has a first cell of its own.
  const kindOf = (old) => (old.matches("table") ? old.querySelector("[id]")?.id : !old.matches("td, th") && old.classList[0]);
  const nameOf = (old) => (old.tagName ? `${old.nodeName} ${old.id || kindOf(old)}` : "");
  const isNamesake = (old, fresh) => nameOf(old) === nameOf(fresh);

  // For each new child the old one that stays for it, in their order, or nothing; text stays only where text comes next.
  const partners = (from, to) => {
    let at = 0;
    return to.map((child) => {
      const found = from.slice(at, child.tagName ? undefined : at + 1).findIndex((old) => isNamesake(old, child));
      at += found + 1;
      return found < 0 ? null : from[at - 1];
    });
  };

  return { look, isKept, isHolding, isBusy, isNamesake, partners };
})();
