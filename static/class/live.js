// What is told as it happens: by a stream or, where none comes through, by asking every three seconds.
const PATIENCE = 4000;
const PAUSE = 3000;
// A whole class that lost the server does not come back at the same moment.
const soon = () => 500 + 1000 * Math.random();

export const listen = (at, query, { told, unknown, over, lost = () => {} }) => {
  let source = null;
  let asking = null;
  let later = null;
  let isOver = false;

  const hear = (data) => {
    clearInterval(asking);
    clearTimeout(later);
    asking = null;
    return data.unknown ? unknown() : told(data);
  };

  const ask = async () => {
    try {
      const answer = await fetch(`${at}/news${query}`, { headers: { Accept: "application/json" } });
      const data = answer.ok ? await answer.json() : null;
      if (data && !isOver) (data.unknown ? unknown : told)(data);
    } catch { lost(); /* it is asked again */ }
  };

  const askOften = () => {
    if (isOver || asking) return;
    asking = setInterval(ask, PAUSE);
    ask();
  };

  const open = () => {
    source?.close();
    clearTimeout(later);
    if (isOver) return;
    source = new EventSource(`${at}/events${query}`);
    later = setTimeout(askOften, PATIENCE);
    source.onmessage = ({ data }) => hear(JSON.parse(data));
    source.addEventListener("unknown", () => hear({ unknown: true }));
    source.addEventListener("over", () => { isOver = true; source.close(); clearInterval(asking); over(); });
    source.onerror = () => {
      askOften();
      if (source.readyState === EventSource.CLOSED) setTimeout(open, soon());
    };
  };

  // A phone that slept may hold a stream that is long gone.
  document.addEventListener("visibilitychange", () => { if (!document.hidden) open(); });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", ({ persisted }) => { if (persisted) open(); });
  open();
};
