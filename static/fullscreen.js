// Full screen, where the browser allows it.
document.addEventListener("click", ({ target }) => {
  if (!target.closest("#full")) return;
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.().catch(() => {});
});
