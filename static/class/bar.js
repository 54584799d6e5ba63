// The bar of a teaching window: drawn when the class changes, its counts as they come; its buttons act on the class.
const bar = document.getElementById("class");
const chosen = {};
let drawn = "";
let said = "";

export const at = `${bar.dataset.classes}/${sessionStorage.getItem("teaching")}`;
export const isDesk = Boolean(document.getElementById("in-class"));
export const here = () => location.pathname + location.search;

const say = (words) => {
  said = words;
  const box = bar.querySelector("[data-says]");
  if (box && box.textContent !== words) box.textContent = words;
};

const draw = async () => {
  const answer = await fetch(`${at}/bar`);
  if (!answer.ok) return false;
  bar.innerHTML = await answer.text();
  bar.hidden = false;
  document.documentElement.classList.add("in-a-class");
  bar.querySelectorAll("select").forEach((box) => { box.value = chosen[box.name] ?? box.value; });
  say(said);
  htmx.process(bar);
  return true;
};

export const show = async (now) => {
  if (now.kept) sessionStorage.setItem("class-kept", now.kept);
  if (drawn !== now.version && await draw()) drawn = now.version;
  document.querySelectorAll("[data-count]").forEach((box) => { box.textContent = now[box.dataset.count]; });
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

export const act = async (fields) => {
  if (!isDesk) fields.set("at", here());
  try {
    const answer = await fetch(at, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" }, keepalive: true });
    const { says, go: there } = await answer.json();
    say(says);
    if (there && !isDesk && !["show", "stop"].includes(fields.get("do")) && there !== here()) go(there);
  } catch { say("The server cannot be reached. Try again in a moment."); }
};

export const forget = () => {
  ["teaching", "class-kept"].forEach((name) => sessionStorage.removeItem(name));
  bar.hidden = true;
  document.documentElement.classList.remove("in-a-class");
};

bar.addEventListener("change", ({ target }) => { chosen[target.name] = target.value; });
// The second click of a double click would meet whatever the first one has put there.
bar.addEventListener("click", (event) => { if (event.detail > 1) event.preventDefault(); }, true);
bar.addEventListener("submit", (event) => {
  event.preventDefault();
  act(new FormData(event.target, event.submitter));
});
