// Leaves to htmx of a page that was put in its place what is new, to take over, and what somebody is typing in, to morph.
(() => {
  // What htmx marks when it takes over a link or a form: unmarked, no new one would equal an old one.
  const TAKEN = "data-htmx-powered";
  const untaken = [];

  const morph = (task) => ({ fresh, old }) => {
    const fragment = new DocumentFragment();
    fragment.append(fresh);
    return { ...task, target: old, fragment };
  };
  const take = () => untaken.splice(0).forEach((fresh) => htmx.process(fresh));

  document.addEventListener("fresh", ({ detail: page }) => {
    page.querySelectorAll("a:not([href^='#']), form").forEach((taken) => taken.setAttribute(TAKEN, "true"));
  });
  document.addEventListener("put", ({ detail: { ctx } }) => {
    untaken.push(...ctx.put.filter(({ old }) => !old).map(({ fresh }) => fresh));
  });

  // What is new is seen before it is taken over: whoever presses it or types in it at once is heard too.
  ["click", "change", "submit"].forEach((heard) => addEventListener(heard, take, true));

  document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
    take();
    if (!ctx.put) return;
    // An address that is too long for a header stands in the page.
    const { here } = document.body.dataset;
    if (ctx.request.method === "POST" && here) ctx.hx.pushurl = here;
    tasks.splice(0, 1, ...ctx.put.filter(({ old }) => old).map(morph(tasks[0])));
  });
})();
