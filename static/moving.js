// Where a visit goes in the history: moving between frames replaces the entry; an edit, a step or a page adds one.
(() => {
  document.documentElement.classList.add("js");
  const LOOKING = ["view", "cell", "reveal", "ask", "guess", "pace", "compare", "present", "was", "undone"];

  const exercise = (address) => {
    const url = new URL(address, location.href);
    LOOKING.forEach((name) => url.searchParams.delete(name));
    return url.pathname + url.search;
  };

  document.addEventListener("htmx:before:history:update", (event) => {
    const { history, response } = event.detail;
    const here = location.pathname + location.search;
    if (response?.status >= 400 || history.path === here) event.preventDefault();
    else if (exercise(history.path) === exercise(here)) history.type = "replace";
  });

  // A queued edit starts from what the edit before it left.
  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement.closest("form.exercise");
    if (form && ctx.request.method === "POST") ctx.request.action = form.getAttribute("action");
  });
})();
