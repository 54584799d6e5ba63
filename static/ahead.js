// Keeps the last pages, and fetches and reads ahead the next frame and the first page of the next step, so that they
// appear at once however far away the server is. A page is a function of its address, so it does not grow old.
(() => {
  const PATIENCE = 10_000;
  const MOST = 8;
  const kept = new Map();
  let latest = 0;

  const keep = (address, fetched) => {
    kept.delete(address);
    kept.set(address, fetched);
    if (kept.size > MOST) kept.delete(kept.keys().next().value);
    return fetched;
  };

  const wanted = () => {
    const steps = [...document.querySelectorAll(".timeline a")];
    const here = steps.findIndex((link) => link.getAttribute("aria-current") === "step");
    const links = [document.getElementById("next"), here < 0 ? null : steps[here + 1]];
    return links.map((link) => link?.getAttribute("href")).filter(Boolean);
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
  const prepare = async (address, isLate) => {
    const fetched = kept.get(address) ?? keep(address, { answer: read(address) });
    const { status, text } = await fetched.answer;
    await new Promise((resolve) => setTimeout(resolve));
    if (status !== 200 || isLate()) return;
    if (!fetched.page) {
      fetched.page = new DOMParser().parseFromString(text(), "text/html");
      document.dispatchEvent(new CustomEvent("fresh", { detail: fetched.page.body }));
    }
    document.dispatchEvent(new CustomEvent("ahead", { detail: fetched.page.body }));
  };

  const soon = () => {
    latest += 1;
    const mine = latest;
    wanted().forEach((address) => prepare(address, () => mine !== latest).catch(() => kept.delete(address)));
  };

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    latest += 1;
    if (ctx.request.method === "GET") ctx.ahead = kept.get(ctx.request.action);
  });
  document.addEventListener("arrived", ({ detail: [address, answer] }) => keep(address, { answer: Promise.resolve(answer) }));
  document.addEventListener("htmx:finally:request", soon);
  soon();
})();
