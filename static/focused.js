// A page that comes while somebody types takes nothing away. Where htmx has to move the cell and the browser lets go of
// it, the focus goes along, and nobody hears of it; a cell that the new page does not have is left as if by its person.
(() => {
  let moved = null;

  addEventListener("put", ({ detail: { body } }) => {
    const field = document.activeElement;
    const isLost = field.matches("form.exercise [name]") && field.value !== field.defaultValue && !body.querySelector(`[name="${CSS.escape(field.name)}"]`);
    if (isLost) field.dispatchEvent(new Event("change", { bubbles: true }));
  }, true);

  const hush = (event) => { if (moved) event.stopImmediatePropagation(); };
  ["focusin", "focusout", "change"].forEach((heard) => addEventListener(heard, hush, true));

  document.addEventListener("htmx:before:swap", () => {
    const field = document.activeElement;
    if (field.matches("input[id], textarea")) moved = { field, place: [field.selectionStart, field.selectionEnd] };
  });
  document.addEventListener("htmx:after:swap", () => {
    const { field, place } = moved ?? {};
    if (field?.isConnected && document.activeElement === document.body) {
      field.focus({ preventScroll: true });
      if (place[0] !== null) field.setSelectionRange(...place);
    }
    moved = null;
  });
})();
