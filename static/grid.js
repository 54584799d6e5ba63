// Moving in a grid as in a spreadsheet: arrows between cells, Enter accepts and moves down, Escape leaves.
(() => {
  let isEditing = false;
  let isFresh = false;
  let isPointing = false;
  let isKeyed = false;
  let held = "";
  const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };

  const neighbour = (cell, [down, right]) => {
    const row = cell.closest("tbody").rows[cell.parentElement.sectionRowIndex + down];
    const next = row?.cells[cell.cellIndex + right];
    return next ? next.querySelector("input, a[href]") ?? neighbour(next, [down, right]) : null;
  };

  const hold = ({ target }) => {
    held = target.value;
    isEditing = false;
  };

  document.addEventListener("focusin", (event) => {
    hold(event);
    isFresh = true;
    isKeyed = !isPointing;
    if (event.target.matches(".grid input")) event.target.select();
  });
  document.addEventListener("change", hold);
  document.addEventListener("input", () => { isEditing = true; });
  // The first click takes the whole number, the next one puts the caret into it.
  document.addEventListener("click", ({ target }) => {
    if (!target.matches(".grid input")) return;
    if (isFresh) target.select();
    else isEditing = true;
    isFresh = false;
  });

  // After a click on a result the arrows are for the frames.
  document.addEventListener("pointerdown", () => { isPointing = true; });
  document.addEventListener("keydown", (event) => {
    isPointing = false;
    const { key, target } = event;
    const cell = target.closest(".grid td");
    const isInput = target.matches("form.exercise input");
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (key === "Escape" && (cell || target.matches("input, select"))) {
      if (isInput && isEditing) target.value = held;
      return target.blur();
    }
    if (key === "Enter" && isInput && !cell) {
      event.preventDefault();
      return target.blur();
    }
    if (!cell || !ARROWS[key] || (!isInput && (key === "Enter" || !isKeyed))) return;
    if (isEditing && (key === "ArrowLeft" || key === "ArrowRight")) return;
    event.preventDefault();
    const next = neighbour(cell, ARROWS[key]);
    if (next) next.focus();
    else if (key === "Enter") target.blur();
  });
})();
