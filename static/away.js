// While the server cannot be reached: says so, changes nothing on the page, tries again and goes on by itself.
(() => {
  const LONGEST = 8000;
  let waiting = null;

  const say = (text) => {
    const line = document.getElementById("away");
    if (line) line.textContent = text;
  };

  const again = (element) => {
    say("");
    waiting = null;
    if (element.matches("form")) element.dispatchEvent(new Event("change"));
    else if (element.isConnected) element.click();
    else location.reload();
  };

  const isBack = () => fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok, () => false);

  const retry = async (element, pause) => {
    if (await isBack()) return again(element);
    waiting = setTimeout(retry, pause, element, Math.min(pause * 2, LONGEST));
  };

  const away = ({ sourceElement }) => {
    say("The server cannot be reached. Nothing is lost; trying again.");
    clearTimeout(waiting);
    waiting = setTimeout(retry, 500, sourceElement, 1000);
  };

  document.addEventListener("htmx:error", ({ detail }) => { if (detail.ctx) away(detail.ctx); });
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if (ctx.response.status < 502 || ctx.response.status > 504) return;
    event.preventDefault();
    away(ctx);
  });
})();
