// A window that teaches: every page has the class's bar, the class follows the pages, and what the server loses of the
// class is sent again from here.
import { listen } from "./live.js";

const bar = document.getElementById("class");
const key = sessionStorage.getItem("teaching");
const isDesk = document.getElementById("in-class");
const at = `${bar.dataset.classes}/${key}`;
const here = () => location.pathname + location.search;
let drawn = "";
let last = "";

const count = (now) => document.querySelectorAll("[data-count]").forEach((box) => { box.textContent = now[box.dataset.count]; });
const say = (words) => { const box = bar.querySelector("[data-says]"); if (box) box.textContent = words; };

const draw = async () => {
  const answer = await fetch(`${at}/bar`);
  if (!answer.ok) return;
  bar.innerHTML = await answer.text();
  bar.hidden = false;
  document.documentElement.classList.add("in-a-class");
  htmx.process(bar);
};

// To a page without leaving full screen.
const go = (address) => {
  const link = document.createElement("a");
  Object.assign(link, { href: address, className: "hidden", tabIndex: -1 });
  bar.append(link);
  htmx.process(link);
  document.addEventListener("htmx:finally:request", () => link.remove(), { once: true });
  link.click();
};

const act = async (body) => {
  if (!isDesk) body.set("at", here());
  try {
    const answer = await fetch(at, { method: "POST", body: new URLSearchParams(body), headers: { Accept: "application/json" } });
    const { says, go: there } = await answer.json();
    say(says);
    if (there && !isDesk && body.get("do") !== "show" && there !== here()) go(there);
  } catch { say("The server cannot be reached. Try again in a moment."); }
};

const follow = () => setTimeout(() => {
  if (isDesk || here() === last) return;
  last = here();
  act(new FormData(Object.assign(document.createElement("form"), { innerHTML: '<input name="do" value="show">' })));
});

const forget = () => { ["teaching", "class-kept"].forEach((name) => sessionStorage.removeItem(name)); bar.hidden = true; document.documentElement.classList.remove("in-a-class"); };

listen(at, "", {
  told: async (now) => {
    sessionStorage.setItem("class-kept", now.kept);
    const next = [now.stage, now.seen, now.plan, JSON.parse(now.kept).questions.at(-1)?.tallies.length].join();
    if (drawn !== next) await draw();
    drawn = next;
    count(now);
  },
  unknown: async () => {
    const kept = sessionStorage.getItem("class-kept");
    if (kept) await fetch(`${at}/restore`, { method: "POST", body: kept });
    else if (!isDesk) forget();
  },
  over: forget,
});

bar.addEventListener("submit", (event) => {
  event.preventDefault();
  act(new FormData(event.target, event.submitter));
});
["htmx:finally:request", "popstate"].forEach((name) => addEventListener(name, follow));
follow();
