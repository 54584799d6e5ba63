// Editing beyond typing: Alt with the arrows adds or takes 1 at once; a pasted block fills the cells from here on.
(() => {
  const MINUS = "\u2212";

  // Exact for decimals and fractions, which is all that a cell holds but for powers of ten.
  const nudged = (text, by) => {
    const plain = text.trim().replace(MINUS, "-");
    const fraction = plain.match(/^(-?\d+)\s*\/\s*(\d+)$/);
    if (fraction) return `${Number(fraction[1]) + by * Number(fraction[2])}/${fraction[2]}`;
    if (plain === "" || !Number.isFinite(Number(plain))) return null;
    const decimals = (plain.match(/^-?\d*\.?(\d*)$/) ?? ["", "000000"])[1].length;
    return (Number(plain) + by).toFixed(decimals);
  };

  const commit = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

  document.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!event.altKey || !by || !event.target.matches(".grid input")) return;
    event.preventDefault();
    const value = nudged(event.target.value, by);
    if (value === null) return;
    event.target.value = value.replace("-", MINUS);
    commit(event.target);
  });

  document.addEventListener("paste", (event) => {
    const input = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!input.matches?.(".grid input") || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const cell = input.closest("td");
    const rows = [...cell.closest("tbody").rows].slice(cell.parentElement.sectionRowIndex);
    text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const target = rows[down]?.cells[cell.cellIndex + right]?.querySelector("input");
        if (target) target.value = value.trim();
      });
    });
    commit(input);
  });
})();
