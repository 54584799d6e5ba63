// Keeps the last pages, and fetches and reads ahead what is likely to be asked for, so that it appears at once however far
// away the server is; a way back is read again where it is kept. A tagged page is a function of its address.
(() => {
  const PATIENCE = 10_000;
  const REST = 500;
  const MOST = 8;
  const kept = new Map();
  let latest = 0;

  const keep = (address, fetched) => {
    kept.delete(address);
    kept.set(address, fetched);
    if (kept.size > MOST) kept.delete(kept.keys().next().value);
    return fetched;
  };

  // Read at once: an answer that is left lying is cut off when patience ends.
  const read = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE) });
    const { url, status, headers } = answer;
    const text = await answer.text();
    if (status !== 200) kept.delete(address);
    return { url, status, headers, text: () => text };
  };

  // In pieces, so that a key never waits for more than one of them.
  const prepare = async (address, mine) => {
    const fetched = keep(address, kept.get(address) ?? { answer: read(address) });
    const { status, text } = await fetched.answer;
    await new Promise((resolve) => setTimeout(resolve));
    if (status !== 200 || mine !== latest) return;
    if (!fetched.page) {
      fetched.page = new DOMParser().parseFromString(text(), "text/html");
      document.dispatchEvent(new CustomEvent("fresh", { detail: fetched.page.body }));
    }
    document.dispatchEvent(new CustomEvent("ahead", { detail: fetched.page.body }));
  };

  const soon = () => {
    latest += 1;
    const mine = latest;
    const go = (address) => {
      if (address && mine === latest) prepare(address, mine).catch(() => kept.delete(address));
    };
    requestAnimationFrame(() => setTimeout(() => go(likely.now())));
    setTimeout(() => {
      go(likely.later());
      likely.back().filter((address) => kept.has(address)).forEach(go);
    }, REST);
  };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    latest += 1;
    if (ctx.request.method === "GET") ctx.ahead = kept.get(ctx.request.action);
  });
  document.addEventListener("arrived", ({ detail: [address, answer] }) => keep(address, { answer: Promise.resolve(answer) }));
  document.addEventListener("htmx:finally:request", soon);
  soon();
})();
