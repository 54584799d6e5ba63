// What differs between an element on the screen and one that is to stand for it: its nodes, each with its change. A
// change returns what is new in the page, each with what it is to be morphed into where that is left to htmx.
const differing = (() => {
  const KEPT = "[hx-morph-skip]";
  const isAlike = (old, fresh) => old.nodeName === fresh.nodeName && old.id === fresh.id
    && old.childNodes.length === fresh.childNodes.length
    && [...fresh.childNodes].every((child, k) => !!child.tagName === !!old.childNodes[k].tagName);
  const holdsKept = (old) => old.querySelector?.(KEPT);
  const isDelicate = (old) => old.matches("input") || old.contains(document.activeElement) || holdsKept(old);
  const nameOf = ({ nodeName, id, classList }) => `${nodeName} ${id} ${classList?.[0]}`;

  const dress = (old, fresh) => [
    ...[...old.attributes].filter(({ name }) => !fresh.hasAttribute(name) && name !== "open").map(({ name }) => [old, () => old.removeAttribute(name)]),
    ...[...fresh.attributes].filter(({ name, value }) => old.getAttribute(name) !== value).map(({ name, value }) => [old, () => old.setAttribute(name, value)]),
  ];

  // What was typed and is on its way to the server stays, for whatever is posted next is read from the page.
  const carry = (old, fresh) => old.querySelectorAll(".exercise [name][id]").forEach(({ id, value, defaultValue }) => {
    const cell = value !== defaultValue && fresh.querySelector(`#${CSS.escape(id)}`);
    if (cell) cell.value = value;
  });

  // An element of another shape takes the place of the old one; what somebody is typing in is left to htmx.
  const exchange = (old, fresh) => {
    if (isDelicate(old)) return [{ fresh, old }];
    carry(old, fresh);
    old.replaceWith(fresh);
    return [{ fresh }];
  };

  const inPlace = (old, fresh) => ({ changes: dress(old, fresh), children: [...fresh.childNodes].map((child, k) => [old.childNodes[k], child]) });

  // Where something is kept, the first and the last children stay that have the same names; those between go and come.
  const aligned = (old, fresh) => {
    const [from, to] = [[...old.childNodes], [...fresh.childNodes]];
    const most = Math.min(from.length, to.length);
    const isSame = (k) => nameOf(from.at(k)) === nameOf(to.at(k));
    let [first, last] = [0, 0];
    while (first < most && isSame(first)) first += 1;
    while (last < most - first && isSame(-1 - last)) last += 1;
    const [gone, come] = [from, to].map((all) => all.slice(first, all.length - last));
    const staying = (all) => [...all.slice(0, first), ...all.slice(all.length - last)];
    const fill = () => {
      come.forEach((child) => old.insertBefore(child, from[from.length - last] ?? null));
      gone.forEach((child) => child.remove());
      return come.filter(({ tagName }) => tagName).map((child) => ({ fresh: child }));
    };
    const children = staying(from).map((child, k) => [child, staying(to)[k]]);
    return !gone.some(holdsKept) && { changes: [...dress(old, fresh), [old, fill]], children };
  };

  // The changes of an element itself, and the children that are to be looked at.
  return (old, fresh) => {
    const whole = { changes: [[old, () => exchange(old, fresh)]] };
    if (old.isEqualNode(fresh) || old.matches?.(KEPT)) return { changes: [] };
    if (!old.tagName) return { changes: [[old, () => { old.nodeValue = fresh.nodeValue; }]] };
    if (isAlike(old, fresh)) return old.matches("input") ? whole : inPlace(old, fresh);
    return (nameOf(old) === nameOf(fresh) && holdsKept(old) && aligned(old, fresh)) || whole;
  };
})();
