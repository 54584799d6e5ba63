// Fetches the next frame ahead, so that it appears at once however far away the server is.
(() => {
  const KEPT = 60_000;
  let ahead = null;

  const fetchNext = () => {
    const link = document.getElementById("next");
    const address = link?.getAttribute("href");
    if (!address || ahead?.address === address) return;
    const answer = fetch(address, { headers: { Accept: "text/html" } });
    ahead = { address, answer, since: Date.now() };
    answer.catch(() => { ahead = null; });
  };

  const soon = () => (window.requestIdleCallback ?? setTimeout)(fetchNext);

  document.addEventListener("htmx:before:request", (event) => {
    const { ctx } = event.detail;
    const kept = ahead;
    if (ctx.request.method !== "GET" || ctx.request.action !== kept?.address) return;
    ahead = null;
    if (Date.now() - kept.since < KEPT) ctx.fetch = () => kept.answer;
  });
  document.addEventListener("htmx:finally:request", soon);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", soon);
  else soon();
})();
