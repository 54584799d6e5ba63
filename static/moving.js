// Where a visit goes in the history: moving between frames replaces the entry; an edit, a step or a page adds one.
(() => {
  const { build, looking } = document.body.dataset;
  let isEdit = false;
  let isNewPage = false;
  let isKeyed = false;

  // On the page of training, another moment is only another look.
  const exercise = ({ search, pathname }) => {
    const parameters = new URLSearchParams(search);
    looking.split(" ").forEach((name) => parameters.delete(name));
    if (pathname.endsWith("/training")) parameters.delete("updates");
    return parameters.toString();
  };

  // Whoever follows a link by keyboard goes on at the new page's heading.
  const goTo = (heading) => {
    heading?.setAttribute("tabindex", "-1");
    heading?.focus();
  };
  document.addEventListener("click", ({ detail, isTrusted }) => { isKeyed = isTrusted && detail === 0; }, true);

  const isStep = ({ pathname }) => /\/\d+$/.test(pathname);
  const isOther = (next) => next.pathname !== location.pathname && !(isStep(next) && isStep(location));

  document.addEventListener("htmx:before:history:update", (event) => {
    const { history } = event.detail;
    const next = new URL(history.path, location);
    const isElsewhere = next.pathname !== location.pathname;
    isEdit = exercise(next) !== exercise(location);
    isNewPage = isOther(next);
    if (!isElsewhere && next.search === location.search) event.preventDefault();
    else if (!isEdit && !isElsewhere) history.type = "replace";
  });

  // Another page is first seen at its top.
  document.addEventListener("put", ({ detail: { ctx } }) => {
    if (isOther(new URL(ctx.request.action, location))) scrollTo(0, 0);
  });

  document.addEventListener("htmx:after:swap", ({ detail }) => {
    if (isNewPage) scrollTo(0, 0);
    if (isNewPage && isKeyed) goTo(document.querySelector("h1"));
    // Marks flash where an edit made them, not where one only comes across them.
    const flashes = isEdit || !document.querySelector("td.changed") ? [] : document.getAnimations().filter((flash) => flash.animationName === "changed");
    flashes.forEach((flash) => flash.finish());
    isEdit = isNewPage = false;
    // A page of a newer build brings its own scripts and styles.
    if (document.body.dataset.build !== build && detail.ctx.request.method === "GET") location.reload();
  });
})();
