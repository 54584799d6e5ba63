// Moving in a grid as in a spreadsheet: arrows between cells, Enter accepts and moves down, Escape leaves.
(() => {
  let isEditing = false;
  const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };

  const neighbour = (cell, [down, right]) => {
    const rows = [...cell.closest("tbody").rows];
    const row = rows[rows.indexOf(cell.parentElement) + down];
    return row?.cells[cell.cellIndex + right]?.querySelector("input, a");
  };

  const leave = (element) => {
    if (element.matches("input")) element.value = element.defaultValue;
    element.blur();
  };

  document.addEventListener("focusin", ({ target }) => {
    isEditing = false;
    if (target.matches(".grid input")) target.select();
  });
  document.addEventListener("input", () => { isEditing = true; });

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const cell = target.closest(".grid td");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (key === "Escape") return leave(target);
    const isLink = !target.matches("input");
    if (!ARROWS[key] || (isLink && (key === "Enter" || !target.matches(":focus-visible")))) return;
    if (isEditing && (key === "ArrowLeft" || key === "ArrowRight")) return;
    event.preventDefault();
    const next = neighbour(cell, ARROWS[key]);
    if (next) next.focus();
    else if (key === "Enter") target.blur();
  });
})();
