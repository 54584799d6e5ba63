// Fetches the next frame ahead and reads it, so that it appears at once however far away the server is. A page is a
// function of its address, so it does not grow old; one of a newer build says so itself.
(() => {
  const PATIENCE = 10_000;
  let ahead = null;

  const fetchNext = () => {
    const address = document.getElementById("next")?.getAttribute("href");
    if (!address || ahead?.address === address) return;
    const fetched = { address };
    fetched.answer = read(fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE) }), fetched);
    ahead = fetched;
    fetched.answer.catch(() => { if (ahead === fetched) ahead = null; });
  };

  // Read at once: an answer that is left lying is cut off when patience ends. What is parsed here htmx need not parse.
  const read = async (answer, fetched) => {
    const { url, status, headers } = await answer;
    let text = await (await answer).text();
    if (status === 200) {
      const { head, body } = new DOMParser().parseFromString(text, "text/html");
      fetched.page = body;
      if (!ahead || ahead === fetched) document.dispatchEvent(new CustomEvent("ahead", { detail: body }));
      text = `${head.querySelector("title").outerHTML}<body></body>`;
    }
    return { url, status, headers, text: () => text };
  };

  // Once the new frame is painted; an idle moment may be long in coming where nothing moves.
  const soon = () => requestAnimationFrame(() => setTimeout(fetchNext));

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.request.method !== "GET" || ctx.request.action !== ahead?.address) return;
    ctx.ahead = ahead;
    ahead = null;
  });
  document.addEventListener("htmx:finally:request", soon);
  soon();
})();
