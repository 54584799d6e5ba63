// On a phone a cell in which one types is shown as a frame is: with what its line reads, and nothing else.
(() => {
  const phone = matchMedia("(max-width: 40rem)");
  let typedIn = "";
  let pressed = null;
  const stageNow = () => document.querySelector(".practice .stage");
  const cellOf = (id) => document.getElementById(id)?.closest("td");

  const heads = (cell) => {
    const above = [...(cell.closest("table").tHead?.rows ?? [])].at(-1)?.cells[cell.cellIndex];
    return [above, cell.parentElement.querySelector("th")].filter(Boolean);
  };

  const whole = (stage) => {
    stage.classList.remove("at-frame");
    stage.querySelectorAll(".lit, .now").forEach((one) => one.classList.remove("lit", "now"));
  };

  // What is read stands above the cell: both are seen, above a keyboard too.
  const inSight = (stage) => {
    const { top, bottom } = stage.getBoundingClientRect();
    if (top < 0 || bottom > (globalThis.visualViewport?.height ?? innerHeight)) stage.scrollIntoView({ block: "start", behavior: "instant" });
  };

  const near = () => {
    const stage = stageNow();
    const cell = typedIn && cellOf(typedIn);
    if (!stage || (!stage.matches(".at-frame") && !(cell && phone.matches))) return;
    whole(stage);
    if (!cell?.matches(".practice td.asked") || !phone.matches) return;
    const read = (cell.dataset.from ?? "").split(" ").map(cellOf).filter(Boolean);
    stage.querySelectorAll(".current").forEach((other) => other.classList.remove("current"));
    stage.classList.add("at-frame");
    cell.classList.add("current");
    read.forEach((other) => other.classList.add("lit"));
    [...read, cell].flatMap(heads).forEach((head) => head.classList.add("now"));
    if (document.activeElement?.id === typedIn) inSight(stage);
  };

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".practice .grid input")) return;
    typedIn = target.id;
    near();
  });
  // Beside everything that can be pressed, all of the matrices come back. What was pressed may have moved since.
  document.addEventListener("pointerdown", ({ target }) => (pressed = target));
  document.addEventListener("click", () => {
    if (pressed?.closest("a, button, input, select, label, summary")) return;
    typedIn = "";
    near();
  });
  document.addEventListener("htmx:after:swap", near);
  phone.addEventListener("change", near);
})();
