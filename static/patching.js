// Two pages of a lesson differ in few places: what differs is changed where it stands, and an element of another shape
// takes the place of the old one. htmx morphs what somebody is typing in.
(() => {
  // What htmx marks when it takes over a link or a form: unmarked, no new one would equal an old one.
  const TAKEN = "data-htmx-powered";
  const KEPT = "[hx-morph-skip]";
  let prepared = null;

  const isAlike = (old, fresh) => old.nodeName === fresh.nodeName && old.id === fresh.id
    && old.childNodes.length === fresh.childNodes.length
    && [...fresh.childNodes].every((child, k) => !!child.tagName === !!old.childNodes[k].tagName);
  const isDelicate = (old) => old.matches("input") || old.contains(document.activeElement) || old.querySelector(KEPT);

  // What is to be done, to be done later: the node, and its change, which returns the pair, if any, left to htmx.
  const compare = (old, fresh) => {
    if (old.isEqualNode(fresh) || old.matches?.(KEPT)) return [];
    if (!old.tagName) return [[old, () => { old.nodeValue = fresh.nodeValue; }]];
    if (old.matches("input") || !isAlike(old, fresh)) return [[old, () => exchange(old, fresh)]];
    return [...dress(old, fresh), ...[...fresh.childNodes].flatMap((child, k) => compare(old.childNodes[k], child))];
  };

  const dress = (old, fresh) => [
    ...[...old.attributes].filter(({ name }) => !fresh.hasAttribute(name) && name !== "open").map(({ name }) => [old, () => old.removeAttribute(name)]),
    ...[...fresh.attributes].filter(({ name, value }) => old.getAttribute(name) !== value).map(({ name, value }) => [old, () => old.setAttribute(name, value)]),
  ];

  const exchange = (old, fresh) => {
    if (isDelicate(old)) return [[old, fresh]];
    old.replaceWith(fresh);
    htmx.process(fresh);
  };

  const morph = (task) => ([old, fresh]) => {
    const fragment = new DocumentFragment();
    fragment.append(fresh);
    return { ...task, target: old, fragment };
  };

  const changesTo = (page) => {
    page.querySelectorAll("a:not([href^='#']), form").forEach((taken) => taken.setAttribute(TAKEN, "true"));
    document.dispatchEvent(new CustomEvent("fresh", { detail: page }));
    return compare(document.body, page);
  };

  // A page fetched ahead is compared ahead. That holds until the next swap: what has the focus is looked at in time.
  document.addEventListener("ahead", ({ detail: page }) => { prepared = { page, changes: changesTo(page) }; });

  document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
    const [task] = tasks;
    const page = ctx.ahead?.page ?? task.fragment.firstElementChild;
    // An address that is too long for a header stands in the page.
    if (ctx.request.method === "POST" && page?.dataset.here) ctx.hx.pushurl = page.dataset.here;
    // A browser that translates the page puts its own nodes in place of ours.
    const isSame = prepared?.page === page && prepared.changes.every(([old]) => old.isConnected);
    const changes = isSame ? prepared.changes : null;
    prepared = null;
    if (task.target !== document.body || page?.tagName !== "BODY") return;
    tasks.splice(0, 1, ...(changes ?? changesTo(page)).flatMap(([, change]) => change() ?? []).map(morph(task)));
  });
})();
