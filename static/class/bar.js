// The bar of a teaching window: drawn when the class changes, its counts as they come.
export const bar = document.getElementById("class");
const chosen = {};
let drawn = "";
let said = bar.querySelector("[data-says]")?.textContent ?? "";
export const AWAY = "The server cannot be reached. Try again in a moment.";

export const at = `${bar.dataset.classes}/${sessionStorage.getItem("teaching")}`;

export const say = (words) => {
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
  bar.querySelectorAll("select, [type=checkbox]").forEach((box) => Object.assign(box, chosen[box.name]));
  say(said);
  htmx.process(bar);
  return true;
};

export const show = async (now) => {
  // What tells this has reached the server again.
  if (said === AWAY) say("");
  if (now.kept) sessionStorage.setItem("class-kept", now.kept);
  if (drawn !== now.version && await draw()) drawn = now.version;
  document.querySelectorAll("[data-count]").forEach((box) => { box.textContent = now[box.dataset.count]; });
};

export const forget = () => {
  ["teaching", "class-kept"].forEach((name) => sessionStorage.removeItem(name));
  bar.hidden = true;
  document.documentElement.classList.remove("in-a-class");
};

bar.addEventListener("change", ({ target: { name, value, checked } }) => { chosen[name] = { value, checked }; });
