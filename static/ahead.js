// Fetches the next frame ahead, so that it appears at once however far away the server is.
(() => {
  const KEPT = 60_000;
  const PATIENCE = 20_000;
  let ahead = null;

  const fetchNext = () => {
    const address = document.getElementById("next")?.getAttribute("href");
    if (!address || ahead?.address === address) return;
    const answer = fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE) });
    const fetched = { address, answer, since: Date.now() };
    ahead = fetched;
    answer.catch(() => { if (ahead === fetched) ahead = null; });
  };

  // Once the new frame is painted; an idle moment may be long in coming where nothing moves.
  const soon = () => requestAnimationFrame(() => setTimeout(fetchNext));

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.request.method !== "GET" || ctx.request.action !== ahead?.address) return;
    if (Date.now() - ahead.since < KEPT) ctx.ahead = ahead.answer;
    ahead = null;
  });
  document.addEventListener("htmx:finally:request", soon);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", soon);
  else soon();
})();
