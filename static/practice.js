// In practice a hint is for the cell that was last worked in, and what is said of that cell stands out.
(() => {
  let last = "";

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
  };

  document.addEventListener("focusin", ({ target }) => {
    if (!target.matches(".practice .grid input")) return;
    last = target.name;
    follow();
  });
  document.addEventListener("htmx:after:swap", follow);
})();
