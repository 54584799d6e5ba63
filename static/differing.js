// What differs between an element on the screen and one that is to stand for it: its nodes, each with its change and,
// where that matters, what spoils it. A change returns what is new in the page, each with what it is to be morphed
// into where that is left to htmx.
const differing = (() => {
  const { isKept, isHolding, isBusy, isNamesake, partners } = staying;
  const isEvery = (old, fresh, alike) => {
    let [one, other] = [old.firstChild, fresh.firstChild];
    while (one && other && alike(one, other)) [one, other] = [one.nextSibling, other.nextSibling];
    return !one && !other;
  };
  const isAlike = (old, fresh) => isEvery(old, fresh, (one, other) => !one.tagName === !other.tagName);

  // A number that waits for a later answer keeps what was typed.
  const give = (old, name, value) => {
    const isNumber = name === "value" && old.matches("input");
    if (isNumber && !document.dispatchEvent(new CustomEvent("number", { cancelable: true }))) return;
    old.setAttribute(name, value);
    if (isNumber && old !== document.activeElement) old.value = value;
  };
  const dress = (old, fresh) => {
    const changes = [];
    for (const { name } of old.attributes) if (!fresh.hasAttribute(name) && name !== "open") changes.push([old, () => old.removeAttribute(name)]);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) changes.push([old, () => give(old, name, value)]);
    return changes;
  };

  // An element of another shape takes the place of the old one; what somebody is busy with is left to htmx.
  const exchange = (old, fresh) => {
    if (isBusy(old)) return [{ fresh, old }];
    old.replaceWith(fresh);
    return [{ fresh }];
  };

  const inPlace = (old, fresh) => ({ changes: dress(old, fresh), children: [...fresh.childNodes].map((child, k) => [old.childNodes[k], child]) });

  // Children of the same names stay; the others go and come. That is not done while somebody is busy with one that goes.
  const aligned = (old, fresh) => {
    const [from, to] = [[...old.childNodes], [...fresh.childNodes]];
    const stay = partners(from, to);
    const gone = from.filter((child) => !stay.includes(child));
    const isSpoiled = () => gone.some(isBusy);
    const fill = () => {
      gone.forEach((child) => child.remove());
      to.forEach((child, k) => stay[k] || old.insertBefore(child, stay.slice(k).find(Boolean) ?? null));
      return to.filter((child, k) => !stay[k] && child.tagName).map((child) => ({ fresh: child }));
    };
    const children = to.map((child, k) => [stay[k], child]).filter(([stays]) => stays);
    return !isSpoiled() && { changes: [...dress(old, fresh), [old, fill, isSpoiled]], children };
  };

  // The changes of an element itself, and the children that are to be looked at.
  return (old, fresh) => {
    const whole = { changes: [[old, () => exchange(old, fresh)]] };
    if (old.isEqualNode(fresh) || (old.tagName && isKept(old))) return { changes: [] };
    if (!old.tagName) return { changes: [[old, () => { old.nodeValue = fresh.nodeValue; }]] };
    if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) return whole;
    if (isHolding(old) && !isEvery(old, fresh, isNamesake)) return aligned(old, fresh) || whole;
    return isAlike(old, fresh) ? inPlace(old, fresh) : whole;
  };
})();
