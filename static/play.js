// Play: presses Next when the last frame has arrived and its time is over. Anything that a person does pauses it.
(() => {
  let timer = null;
  let due = 0;
  let isPlaying = false;
  let isPressing = false;
  const find = (id) => document.getElementById(id);

  const play = (on) => {
    isPlaying = on;
    clearTimeout(timer);
    const button = find("play");
    if (button) Object.assign(button, { textContent: on ? "Pause" : "Play", ariaPressed: on });
  };

  const pause = () => { if (isPlaying) play(false); };

  const isEnd = (next) => !next?.hasAttribute("href") || document.querySelector("#guess[data-waits]") || (new URL(next.href).pathname !== location.pathname && !find("run-on").checked);

  const tick = () => {
    const next = find("next");
    if (isEnd(next) || document.hidden) return pause();
    isPressing = true;
    next.click();
    isPressing = false;
  };

  // Counted from when the last frame was due, so that the beat is kept; but a late frame has half a beat to be seen.
  const wait = () => {
    clearTimeout(timer);
    const beat = Number(find("tempo")?.value ?? 2000);
    due = Math.max(due + beat, Date.now() + beat / 2);
    timer = setTimeout(tick, due - Date.now());
  };

  document.addEventListener("htmx:finally:request", () => {
    if (isPlaying && isEnd(find("next"))) pause();
    if (isPlaying) wait();
  });
  document.addEventListener("away", pause);
  document.addEventListener("visibilitychange", pause);
  document.addEventListener("input", (event) => { if (!event.target.closest(".player")) pause(); });
  document.addEventListener("keydown", (event) => { if (event.key !== " ") pause(); }, true);
  document.addEventListener("click", (event) => {
    if (isPressing || event.target.closest(".player label")) return;
    const starts = event.target.closest("#play") && !isPlaying && !isEnd(find("next"));
    pause();
    if (!starts) return;
    play(true);
    due = Date.now();
    wait();
  }, true);
})();
