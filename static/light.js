// Pointing at a worked-out cell, or focusing it, lights the cells that its line reads and shows the line; at a given
// cell, it lights every cell on the page that reads it.
(() => {
  let pointed = null;
  let rested = "";
  const cellOf = (element) => element?.closest?.(".grid td") ?? null;
  const byId = (id) => document.getElementById(id)?.closest("td");

  const related = (cell) => {
    if (cell.dataset.from) return cell.dataset.from.split(" ").map(byId);
    const id = cell.querySelector("[id]")?.id;
    return id ? [...document.querySelectorAll(`td[data-from~="${CSS.escape(id)}"]`)] : [];
  };

  // In practice the last line stays while its cell is on the page: a button pressed below must not move away.
  const isKept = (line) => line.matches(".practice *") && [...document.querySelectorAll("td[data-line]")].some((cell) => cell.dataset.line === line.textContent);
  const tell = (text) => {
    const line = document.getElementById("line");
    if (line && (text || !isKept(line))) line.textContent = text;
  };

  const show = () => {
    const cell = (pointed?.isConnected && pointed) || cellOf(document.activeElement);
    document.querySelectorAll("td.read").forEach((lit) => lit.classList.remove("read"));
    tell(cell?.dataset.line ?? cell?.querySelector("a")?.title ?? "");
    if (cell) related(cell).forEach((other) => other?.classList.add("read"));
  };

  const point = (element) => {
    const cell = cellOf(element);
    if (cell === pointed) return;
    pointed = cell;
    show();
  };

  // A pointer that rests while the page changes below it, or while somebody types, points at nothing new.
  document.addEventListener("pointerover", ({ target, clientX, clientY }) => {
    const where = `${clientX} ${clientY}`;
    if (where !== rested) point(target);
    rested = where;
  });
  document.documentElement.addEventListener("pointerleave", () => point(null));
  document.addEventListener("focusin", ({ target }) => {
    if (cellOf(target)) pointed = null;
    show();
  });
  document.addEventListener("focusout", () => requestAnimationFrame(show));
  ["put", "htmx:after:swap"].forEach((done) => document.addEventListener(done, show));
})();
