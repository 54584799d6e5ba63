// What was pressed is seen first: a page is put in its place as soon as it is there, at a press if it was read ahead, and
// all that htmx and others do with it (history, title, taking over what is new) comes after it was painted.
(() => {
  const [SEEN, UNSEEN] = [5, 100];

  // Some browsers keep timers waiting after a key, but never the next frame; where nobody looks, no frame comes.
  const painted = () => new Promise((resolve) => {
    setTimeout(resolve, UNSEEN);
    requestAnimationFrame(() => {
      requestAnimationFrame(resolve);
      setTimeout(resolve, SEEN);
    });
  });

  const parsed = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    document.dispatchEvent(new CustomEvent("fresh", { detail: page.body }));
    return page;
  };
  const put = (ctx, { body }) => document.dispatchEvent(new CustomEvent("put", { detail: { ctx, body } }));

  const seen = async (ctx, address, signal, ask) => {
    // What was parsed ahead is put in place once, and is no whole page any more.
    let page = ctx.ahead?.page;
    if (page) {
      delete ctx.ahead.page;
      put(ctx, page);
    }
    const answer = await ask();
    const text = answer.text();
    if (!/<body/.test(text)) return answer;
    if (!page) put(ctx, page = parsed(text));
    const isKept = ctx.request.method === "GET" && answer.status === 200 && answer.headers.has("etag") && answer.url === new URL(address, location).href;
    if (isKept) document.dispatchEvent(new CustomEvent("arrived", { detail: [address, answer] }));
    // What htmx has a part in is not seen in two parts.
    if (!ctx.put.some(({ old }) => old)) await painted();
    signal.throwIfAborted();
    // What is put in place already, htmx need not parse.
    return { ...answer, text: () => `${page.querySelector("title").outerHTML}<body></body>` };
  };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const { fetch } = ctx;
    if (ctx.target === document.body) ctx.fetch = (address, request) => seen(ctx, address, request.signal, () => fetch(address, request));
  });
})();
