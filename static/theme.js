// Paper or board: follows the system until somebody chooses, and keeps the choice in this browser.
(() => {
  const NEXT = { system: "paper", paper: "board", board: "system" };
  const { classList, dataset } = document.documentElement;
  // Before the first paint: what only works with scripts has its room from the start.
  classList.add("js");
  dataset.theme = "system";
  // Where nothing may be kept, the choice holds for this page.
  try { if (Object.hasOwn(NEXT, localStorage.theme)) dataset.theme = localStorage.theme; } catch { /* as the system has it */ }

  const label = () => { document.getElementById("theme").textContent = `Theme: ${dataset.theme}`; };

  document.addEventListener("DOMContentLoaded", label);
  document.addEventListener("htmx:after:swap", label);
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("#theme")) return;
    dataset.theme = NEXT[dataset.theme];
    try { localStorage.theme = dataset.theme; } catch { /* the same */ }
    label();
  });
})();
