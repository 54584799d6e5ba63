// A window that teaches: the class follows its pages, and what the server loses of the class is sent again from here.
import { act, here, isDesk } from "./acts.js";
import { at, forget, show } from "./bar.js";
import { listen } from "./live.js";

let turn = Promise.resolve();
let last = "";

const fieldsOf = (given) => { const fields = new FormData(); Object.entries(given).forEach((each) => fields.set(...each)); return fields; };

const follow = () => setTimeout(() => {
  if (isDesk || here() === last) return;
  last = here();
  act(fieldsOf({ do: "show" }));
});

const restore = async () => {
  const kept = sessionStorage.getItem("class-kept");
  if (kept) await fetch(`${at}/restore`, { method: "POST", body: kept });
  else if (!isDesk) forget();
};

listen(at, "", {
  // One state after the other: a bar that was asked for before may come after.
  told: (now) => { turn = turn.then(() => show(now)).catch(() => {}); },
  unknown: restore,
  over: forget,
});

["htmx:finally:request", "popstate"].forEach((name) => addEventListener(name, follow));
follow();
// A stop of the plan: its link leads there, and the class is told that it was taken.
document.addEventListener("click", ({ target }) => {
  const { stop } = target.closest("[data-stop]")?.dataset ?? {};
  if (stop) act(fieldsOf({ do: "stop", stop }));
});
// A class that is ended here is not sent again from here.
document.addEventListener("submit", ({ submitter }) => { if (submitter?.value === "end") forget(); });
