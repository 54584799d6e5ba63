// One thing after the other: what is pressed waits for what was pressed before, and starts from what that left.
(() => {
  const waiting = new Set();
  let current = null;

  const addressOf = (source, request) => {
    // Back or Forward: the page of the address bar.
    if (source === document.body) return location.pathname + location.search;
    if (source.matches("a")) return source.getAttribute("href");
    return request.method === "POST" ? source.getAttribute("action") : request.action;
  };

  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement.matches("a:not([href])")) event.preventDefault();
    else waiting.add(ctx);
  });

  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    waiting.delete(ctx);
    current = ctx.request;
    ctx.request.action = addressOf(ctx.sourceElement, ctx.request);
    if (ctx.isGone || !ctx.request.action) event.preventDefault();
    // A page from the history is put in place like any other.
    if (ctx.sourceElement === document.body) ctx.swap = "outerMorph show:none";
  });

  // What an answer took off the page is not pressed any more, and must not hold up the rest.
  document.addEventListener("htmx:finally:request", () => {
    waiting.forEach((ctx) => {
      if (ctx.sourceElement.isConnected) return;
      ctx.isGone = true;
      ctx.sourceElement = document.body;
    });
  });

  document.addEventListener("htmx:before:history:restore", () => current?.abort?.());
})();
