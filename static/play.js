// Play: presses Next when the last frame has arrived and its time is over. Anything that a person does pauses it.
(() => {
  let timer = null;
  let isPressing = false;
  const find = (id) => document.getElementById(id);
  const isPlaying = () => timer !== null;

  const pause = () => {
    clearTimeout(timer);
    timer = null;
    label();
  };

  const label = () => {
    const button = find("play");
    if (!button) return;
    button.textContent = isPlaying() ? "Pause" : "Play";
    button.setAttribute("aria-pressed", String(isPlaying()));
  };

  const isEnd = (next) => !next?.hasAttribute("href") || (next.textContent === "Next step" && !find("run-on").checked);

  const tick = () => {
    const next = find("next");
    if (isEnd(next) || document.hidden) return pause();
    isPressing = true;
    next.click();
    isPressing = false;
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(tick, Number(find("tempo")?.value ?? 2000));
    label();
  };

  document.addEventListener("htmx:finally:request", () => { if (isPlaying()) wait(); });
  document.addEventListener("htmx:error", pause);
  document.addEventListener("visibilitychange", () => { if (document.hidden) pause(); });
  document.addEventListener("input", (event) => { if (!event.target.closest("#player")) pause(); });
  document.addEventListener("keydown", (event) => { if (event.key !== " ") pause(); }, true);
  document.addEventListener("click", (event) => {
    if (isPressing || event.target.closest("#player label")) return;
    const starts = event.target.closest("#play") && !isPlaying();
    pause();
    if (starts && !isEnd(find("next"))) wait();
  }, true);
})();
