// Editing beyond typing: Alt with the arrows adds or takes 1 at once; a pasted block fills the cells from here on.
(() => {
  const MINUS = "\u2212";

  // The text of a number, more or less by one, with every digit that it had; null for what is no number.
  const nudged = (text, by) => {
    const plain = text.trim().replace(MINUS, "-");
    const fraction = plain.match(/^(-?\d+)\s*\/\s*(\d+)$/);
    if (fraction) return `${BigInt(fraction[1]) + BigInt(by) * BigInt(fraction[2])}/${fraction[2]}`;
    const [, whole, part] = plain.match(/^(-?\d*)\.?(\d*)$/) ?? [];
    if (/\d/.test(plain) && part !== undefined) return decimal(BigInt(whole + part) + BigInt(by) * 10n ** BigInt(part.length), part.length);
    return plain && Number.isFinite(Number(plain)) ? String(Number(plain) + by) : null;
  };

  const decimal = (digits, places) => {
    const size = String(digits).replace("-", "").padStart(places + 1, "0");
    const point = size.length - places;
    return `${digits < 0n ? "-" : ""}${size.slice(0, point)}${places ? "." : ""}${size.slice(point)}`;
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
