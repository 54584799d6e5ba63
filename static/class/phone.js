// A phone in a class: it follows, and keeps its own answer, which it sends again where the server has lost it.
import { listen } from "./live.js";

const { at, seat: given } = document.getElementById("in-class").dataset;
const find = (id) => document.getElementById(id);
const kept = JSON.parse(localStorage.getItem(at)) ?? { seat: given, place: "", answers: [] };
const query = `?seat=${encodeURIComponent(kept.seat)}`;
const save = () => localStorage.setItem(at, JSON.stringify(kept));
const say = (id, words) => { const box = find(id); if (box && box.textContent !== words) box.textContent = words; };
const placeOf = (stage) => stage.split(".").slice(0, 2).join(".");

save();
sessionStorage.setItem("joined", at);
history.replaceState(null, "", at);

// A part of the page, as it is now on the server.
const put = async (id, more = "") => {
  const answer = await fetch(`${at}/${id}${query}${more}`);
  if (!answer.ok) return false;
  const part = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  find(id).replaceWith(part);
  return true;
};

const send = async () => {
  const body = new URLSearchParams([["seat", kept.seat], ["place", kept.place], ...kept.answers.map((text) => ["answer", text])]);
  try {
    const answer = await fetch(at, { method: "POST", body, headers: { Accept: "application/json" } });
    const { says } = answer.ok || answer.status === 409 ? await answer.json() : { says: "Kept on this phone; it is sent once the class is there again." };
    say("sent", says || "Your answer is in. You may change it until the question is closed.");
  } catch {
    say("sent", "Kept on this phone; it is sent once the server can be reached.");
  }
};

let turn = Promise.resolve();
const follow = async ({ seen, stage, mine }) => {
  say("following", "");
  const place = placeOf(stage);
  const isOurs = place && kept.place === place;
  if (find("seen").dataset.seen !== seen && await put("seen")) say("class-said", find("seen-spoken").textContent);
  if (find("asked").dataset.stage !== stage) {
    const more = isOurs ? kept.answers.map((text) => `&answer=${encodeURIComponent(text)}`).join("") : "";
    if (await put("asked", more)) say("class-said", find("asked").innerText);
  }
  if (isOurs && stage.endsWith(".open") && !mine) await send();
};

listen(at, query, {
  told: (now) => { turn = turn.then(() => follow(now)).catch(() => {}); },
  unknown: () => say("following", "Waiting for the class to come back. Your answer is kept here."),
  over: () => { localStorage.removeItem(at); sessionStorage.removeItem("joined"); find("in-class").textContent = "This class is over. Nothing of it is kept."; },
});

document.addEventListener("submit", (event) => {
  if (event.target.id !== "answering") return;
  event.preventDefault();
  const fields = new FormData(event.target);
  Object.assign(kept, { place: fields.get("place"), answers: fields.getAll("answer") });
  save();
  event.target.querySelector("button").textContent = "Change it";
  send();
});
