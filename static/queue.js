// One thing after the other: what is pressed waits for what was pressed before, and starts from what that left.
(() => {
  const waiting = new Set();
  let current = null;

  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceElement.matches("a:not([href])")) event.preventDefault();
    else waiting.add(ctx);
  });

  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    const { sourceElement: source, request } = ctx;
    waiting.delete(ctx);
    current = request;
    if (source === document.body) {
      // Back or Forward: the page of the address bar, put in place like any other.
      request.action = location.pathname + location.search;
      ctx.swap = "outerMorph show:none";
    } else if (source.matches("a") || request.method === "POST") {
      request.action = source.getAttribute("href") ?? source.getAttribute("action");
    }
    if (ctx.isGone || !request.action) event.preventDefault();
  });

  // What an answer took off the page is not pressed any more, and must not hold up the rest.
  document.addEventListener("htmx:finally:request", () => {
    waiting.forEach((ctx) => {
      if (!ctx.sourceElement.isConnected) Object.assign(ctx, { isGone: true, sourceElement: document.body });
    });
  });

  document.addEventListener("htmx:before:history:restore", () => current?.abort?.());
})();
