// In practice a hint is for the cell that was last worked in, and what is said of that cell stands out.
(() => {
  let last = "";

  // The bar at the foot grows with what it says: it covers no cell that is typed in.
  const uncover = (input) => {
    const bar = document.getElementById("controls");
    if (!bar || input !== document.activeElement || getComputedStyle(bar).position !== "sticky") return;
    scrollBy(0, Math.max(0, input.getBoundingClientRect().bottom + 8 - bar.getBoundingClientRect().top));
  };

  const follow = () => {
    const at = document.getElementById("at");
    if (at && [...at.options].some(({ value }) => value === last)) at.value = last;
    const input = document.getElementsByName(last)[0];
    const note = input && document.getElementById(`note-${input.id}`);
    document.querySelectorAll(".said.here").forEach((other) => other.classList.remove("here"));
    note?.classList.add("here");
    // Where what is said has a frame of its own; else the page stays where one types.
    const frame = note?.closest(".telling");
    if (frame?.scrollHeight > frame?.clientHeight) note.scrollIntoView({ block: "nearest" });
    uncover(input);
  };

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".practice .grid input")) return;
    last = target.name;
    follow();
  });
  document.addEventListener("htmx:after:swap", follow);
})();
