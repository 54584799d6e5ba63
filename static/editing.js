// Editing beyond typing: Alt with the arrows adds or takes 1 at once; a pasted block is posted as it is.
(() => {
  // A decimal or a fraction more or less by one, with every digit that it had; null for anything else.
  const nudged = (text, by) => {
    const plain = text.trim().replace("\u2212", "-");
    const [, whole, part = "", under] = plain.match(/^(-?\d*)(?:\.(\d*)|\s*\/\s*(\d+))?$/) ?? [];
    if (!/\d/.test(whole + part)) return null;
    const sum = BigInt(whole + part) + by * (under ? BigInt(under) : 10n ** BigInt(part.length));
    if (under) return `${sum}/${under}`;
    const digits = String(sum).replace("-", "").padStart(part.length + 1, "0");
    const point = digits.length - part.length;
    return (sum < 0n ? "-" : "") + digits.slice(0, point) + (part && ".") + digits.slice(point);
  };

  const commit = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const by = { ArrowUp: 1n, ArrowDown: -1n }[key];
    if (!event.altKey || !by || !target.matches(".grid input")) return;
    event.preventDefault();
    const text = nudged(target.value, by);
    if (text === null) return;
    target.value = text.replace("-", "\u2212");
    commit(target);
  });

  // What is more than one number is read by the server, which knows every table and every shape.
  document.addEventListener("paste", (event) => {
    const { target } = event;
    const text = event.clipboardData.getData("text/plain");
    if (!/\[/.test(target.name) || !/[\s;|[\\&]|,.*,/.test(text.trim())) return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("block", { detail: [target.name, text] }));
    commit(target);
  });
})();
