// Paper or board: follows the system until somebody chooses, and keeps the choice in this browser.
(() => {
  const root = document.documentElement;
  const CHOICES = ["system", "paper", "board"];
  const read = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* kept for this page only */ } };

  const apply = (theme) => {
    if (theme === "paper" || theme === "board") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  const label = () => {
    const button = document.getElementById("theme");
    if (button) button.textContent = `Theme: ${root.dataset.theme ?? "system"}`;
  };

  apply(read());
  document.addEventListener("DOMContentLoaded", label);
  document.addEventListener("htmx:after:swap", label);
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("#theme")) return;
    const now = CHOICES.indexOf(root.dataset.theme ?? "system");
    const next = CHOICES[(now + 1) % CHOICES.length];
    apply(next);
    keep(next);
    label();
  });
})();
