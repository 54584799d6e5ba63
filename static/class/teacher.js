// A window that teaches: the class follows its pages, and what the server loses of the class is sent again from here.
import { act, at, forget, here, isDesk, show } from "./bar.js";
import { listen } from "./live.js";

let turn = Promise.resolve();
let last = "";

const follow = () => setTimeout(() => {
  if (isDesk || here() === last) return;
  last = here();
  const fields = new FormData();
  fields.set("do", "show");
  act(fields);
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
// A class that is ended here is not sent again from here.
document.addEventListener("submit", ({ submitter }) => { if (submitter?.value === "end") forget(); });
