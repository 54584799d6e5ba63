// Two pages of a lesson differ in few places: what differs is changed where it stands, and an element of another shape
// takes the place of the old one. htmx morphs what somebody is typing in.
(() => {
  // What htmx marks when it takes over a link or a form: unmarked, no new one would equal an old one.
  const TAKEN = "data-htmx-powered";
  const KEPT = "[hx-morph-skip]";

  const isAlike = (old, fresh) => old.nodeName === fresh.nodeName && old.id === fresh.id
    && old.childNodes.length === fresh.childNodes.length
    && [...fresh.childNodes].every((child, k) => !!child.tagName === !!old.childNodes[k].tagName);
  const isDelicate = (old) => old.matches("input") || old.contains(document.activeElement) || old.querySelector(KEPT);

  const dress = (old, fresh) => {
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  };

  // The pairs of an old and a new element that are left to htmx.
  const patch = (old, fresh) => {
    if (old.isEqualNode(fresh) || old.matches?.(KEPT)) return [];
    if (!old.tagName) old.nodeValue = fresh.nodeValue;
    else if (!old.matches("input") && isAlike(old, fresh)) {
      dress(old, fresh);
      return [...fresh.childNodes].flatMap((child, k) => patch(old.childNodes[k], child));
    } else if (isDelicate(old)) return [[old, fresh]];
    else {
      old.replaceWith(fresh);
      htmx.process(fresh);
    }
    return [];
  };

  const morph = (task) => ([old, fresh]) => {
    const fragment = new DocumentFragment();
    fragment.append(fresh);
    return { ...task, target: old, fragment };
  };

  document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
    const [task] = tasks;
    const page = ctx.ahead?.page ?? task.fragment.firstElementChild;
    if (task.target !== document.body || page?.tagName !== "BODY") return;
    page.querySelectorAll("a:not([href^='#']), form").forEach((taken) => taken.setAttribute(TAKEN, "true"));
    tasks.splice(0, 1, ...patch(document.body, page).map(morph(task)));
  });
})();
