// A phone in a class: it follows what is shown and asked, and sends its answer again where the server has lost it.
import { KEPT, answersTo, at, forget, isIn, keep, givingBack, send } from "./kept_answer.js";
import { listen } from "./live.js";
import { find, put } from "./parts.js";

const PAUSE = 3000;
const say = (id, words) => { const box = find(id); if (box && box.textContent !== words) box.textContent = words; };
const placeOf = (stage) => stage.split(".").slice(0, 2).join(".");

// The seat is kept on the phone, and whoever is sent the address gets one of their own.
history.replaceState(null, "", at);

let waiting = null; // until it has arrived
const deliver = async () => {
  clearTimeout(waiting);
  const says = await send();
  // Meanwhile something else may be asked.
  if (answersTo(placeOf(find("asked").dataset.stage))) say("sent", says);
  if (says === KEPT) waiting = setTimeout(deliver, PAUSE);
};

const follow = async ({ seen, stage, mine, parts = {} }) => {
  say("following", "");
  const ours = stage.endsWith(".open") || isIn() ? answersTo(placeOf(stage)) : null;
  if (find("seen").dataset.seen !== seen) {
    await put("seen", parts.seen);
    say("class-said", find("seen-spoken").textContent);
  }
  if (find("asked").dataset.stage !== stage) {
    const more = (ours ?? []).map((text) => `&answer=${encodeURIComponent(text)}`).join("");
    // What the server knows of this phone's answer is in the part that it sends.
    await put("asked", Boolean(ours) === mine && parts.asked, more);
    say("class-said", find("asked").innerText);
  }
  if (ours && stage.endsWith(".open") && !mine) await deliver();
};

// One state after the other; what could not be fetched is asked for again, unless something newer is known.
let [turn, latest] = [Promise.resolve(), null];
const told = (now) => {
  latest = now;
  turn = turn.then(() => follow(now)).catch(() => setTimeout(() => { if (latest === now) told(now); }, PAUSE));
};

listen(at, givingBack, {
  told,
  unknown: () => say("following", "Waiting for the class to come back. Your answer is kept here."),
  lost: () => say("following", "The server cannot be reached just now. What you answer is kept here."),
  over: () => { forget(); find("in-class").textContent = "This class is over. Nothing of it is kept."; },
});
document.addEventListener("click", ({ target: { dataset } }) => { if (dataset.practises) sessionStorage.setItem("practises", dataset.practises); });
document.addEventListener("submit", (event) => {
  if (event.target.id !== "answering") return;
  event.preventDefault();
  const fields = new FormData(event.target);
  const refused = keep(fields.get("place"), fields.getAll("answer"));
  if (refused) return say("sent", refused);
  event.target.querySelector("button").textContent = "Change it";
  deliver();
});
