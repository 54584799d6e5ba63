// Two pages of a lesson differ in few places. What is to be done to the one on the screen is found ahead, a slice at a
// time, so that a key never waits for it; at the press it is only done.
(() => {
  const KEPT = "[hx-morph-skip]";
  const SLICE = 4;
  let prepared = new Map();
  const isAlike = (old, fresh) => old.nodeName === fresh.nodeName && old.id === fresh.id
    && old.childNodes.length === fresh.childNodes.length
    && [...fresh.childNodes].every((child, k) => !!child.tagName === !!old.childNodes[k].tagName);
  const isDelicate = (old) => old.matches("input") || old.contains(document.activeElement) || old.querySelector(KEPT);

  const dress = (old, fresh) => [
    ...[...old.attributes].filter(({ name }) => !fresh.hasAttribute(name) && name !== "open").map(({ name }) => [old, () => old.removeAttribute(name)]),
    ...[...fresh.attributes].filter(({ name, value }) => old.getAttribute(name) !== value).map(({ name, value }) => [old, () => old.setAttribute(name, value)]),
  ];

  // An element of another shape takes the place of the old one; what somebody is typing in is left to htmx.
  const exchange = (old, fresh) => {
    const isLeft = isDelicate(old);
    if (!isLeft) old.replaceWith(fresh);
    return isLeft ? [{ fresh, old }] : [{ fresh }];
  };

  // The nodes, each with its change; nothing where only the children are to be looked at.
  const changesOf = (old, fresh) => {
    if (old.isEqualNode(fresh) || old.matches?.(KEPT)) return [];
    if (!old.tagName) return [[old, () => { old.nodeValue = fresh.nodeValue; }]];
    return old.matches("input") || !isAlike(old, fresh) ? [[old, () => exchange(old, fresh)]] : null;
  };
  const differences = function* (page, pairs = [[document.body, page]]) {
    for (const [old, fresh] of pairs) {
      const changes = changesOf(old, fresh);
      if (!changes) fresh.childNodes.forEach((child, k) => pairs.push([old.childNodes[k], child]));
      yield changes ?? dress(old, fresh);
    }
  };

  // What was found holds until a page is put in place.
  document.addEventListener("ahead", async ({ detail: page }) => {
    const round = prepared;
    const changes = [];
    let began = performance.now();
    for (const found of differences(page)) {
      changes.push(...found);
      if (performance.now() < began + SLICE) continue;
      await new Promise((resolve) => setTimeout(resolve));
      if (round !== prepared) return;
      began = performance.now();
    }
    round.set(page, changes);
  });

  document.addEventListener("put", ({ detail: { ctx, body } }) => {
    // A browser that translates the page puts its own nodes in place of ours.
    const isSame = prepared.get(body)?.every(([old]) => old.isConnected);
    const changes = isSame ? prepared.get(body) : [...differences(body)].flat();
    prepared = new Map();
    ctx.put = changes.flatMap(([, change]) => change() ?? []);
  });
})();
