// While the server cannot be reached: says so, keeps everything, tries again and goes on by itself.
(() => {
  const LONGEST = 8000;
  const PATIENCE = 10_000;
  let isAway = false;
  let waiting = null;

  const say = (away) => {
    isAway = away;
    document.getElementById("away").textContent = away ? "The server cannot be reached. Nothing is lost; trying again." : "";
    if (away) document.dispatchEvent(new Event("away"));
  };

  const pause = (time, signal) => new Promise((resolve) => {
    setTimeout(resolve, time);
    signal.addEventListener("abort", resolve);
  });

  // The whole answer, or null where none came.
  const attempt = async (fetched) => {
    try {
      const answer = await fetched;
      const text = await answer.text();
      const { url, status, headers } = answer;
      return /50[234]/.test(status) ? null : { url, status, headers, text: () => text };
    } catch {
      return null;
    }
  };

  // An answer is a function of the request alone, so asking again does no harm, for an edit either.
  const patient = (ahead) => async (address, request) => {
    const { signal } = request;
    waiting = request;
    const ask = () => fetch(address, { ...request, signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) });
    let answer = await attempt(ahead ?? ask());
    for (let wait = 500; !answer && !signal.aborted; wait = Math.min(2 * wait, LONGEST)) {
      say(true);
      await pause(wait, signal);
      answer = await attempt(ask());
    }
    if (isAway && answer) say(false);
    signal.throwIfAborted();
    return answer;
  };

  // What is pressed in the meantime takes the place of what was pressed before; but an edit is waited for.
  document.addEventListener("htmx:config:request", (event) => {
    if (!isAway || event.detail.ctx.request.method !== "GET") return;
    if (waiting.method === "GET") waiting.abort?.();
    else event.preventDefault();
  });
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => { ctx.fetch = patient(ctx.ahead?.answer); });
})();
