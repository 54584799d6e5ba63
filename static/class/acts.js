// The buttons of the bar act on the class, and lead where an act says.
import { AWAY, at, bar, say } from "./bar.js";

export const isDesk = Boolean(document.getElementById("in-class"));
export const here = () => location.pathname + location.search;

// To a page without leaving full screen.
const go = (address) => {
  const link = document.createElement("a");
  Object.assign(link, { href: address, className: "hidden", tabIndex: -1 });
  bar.append(link);
  htmx.process(link);
  document.addEventListener("htmx:finally:request", () => link.remove(), { once: true });
  link.click();
};

export const act = async (fields) => {
  if (!isDesk) fields.set("at", here());
  try {
    const answer = await fetch(at, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" }, keepalive: true });
    const { says, go: there } = await answer.json();
    say(says);
    if (there && !isDesk && !["show", "stop"].includes(fields.get("do")) && there !== here()) go(there);
  } catch { say(AWAY); }
};

// The second click of a double click would meet whatever the first one has put there.
bar.addEventListener("click", (event) => { if (event.detail > 1) event.preventDefault(); }, true);
bar.addEventListener("submit", (event) => {
  event.preventDefault();
  act(new FormData(event.target, event.submitter));
});
