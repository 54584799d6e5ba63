// Try before told: a cell waits with the caret in it; Enter answers, and Enter again goes on.
(() => {
  const find = (selector) => document.querySelector(selector);

  document.addEventListener("htmx:finally:request", () => {
    if (find("#controls[data-tries]")) (find("#guess[data-waits]") ?? find("#next")).focus();
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key !== "Enter" || !target.matches("#guess[data-waits]") || !target.value || target.value !== target.defaultValue) return;
    event.preventDefault();
    event.stopPropagation();
    find("#next").click();
  }, true);
})();
