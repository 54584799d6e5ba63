// What is typed stays: edits are posted one after the other, each once. Until the last answer has come the cells keep
// what was typed; then each holds what the page says, but for the one that is being typed in.
(() => {
  let [pending, posted, typing] = [0, "", null];
  // Pasted blocks stand in no cell yet, so each post sends them until the last answer has come.
  const blocks = [];
  document.addEventListener("block", ({ detail }) => blocks.push(detail));
  const fields = () => [...document.querySelectorAll("form.exercise input[name]")];
  const isChanged = (input) => input.value !== input.defaultValue;
  const typed = new Map();
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    if (request.method !== "POST") return;
    if (blocks.length) {
      request.body.set("do", "paste");
      ["at", "paste"].forEach((name, k) => {
        request.body.delete(name);
        blocks.forEach((block) => request.body.append(name, block[k]));
      });
    }
    const body = String(new URLSearchParams(request.body));
    const isNews = pending ? body !== posted || /do=add/.test(body) : request.submitter?.name || blocks.length || fields().some(isChanged);
    if (!isNews) return event.preventDefault();
    posted = body;
    pending += 1;
    fields().filter((input) => isChanged(input) || typed.has(input.name)).forEach(({ name, value }) => typed.set(name, value));
  });

  // A frame that comes between may bring a new cell for one whose edit is on its way.
  const restore = () => pending && fields().filter((input) => input !== typing && !isChanged(input)).forEach((input) => { input.value = typed.get(input.name) ?? input.value; });
  ["put", "htmx:after:swap"].forEach((done) => document.addEventListener(done, restore));
  document.addEventListener("number", (event) => { if (pending > 1) event.preventDefault(); });
  window.htmx?.registerExtension("posting", {
    htmx_before_morph_attr: (element, { attrName }) => pending < 2 || attrName !== "value" || !element.matches("input"),
  });

  // Some browsers tell of no change where a program did the typing, or where a page took the focus away.
  const leave = () => {
    const left = typing;
    typing = null;
    if (left && isChanged(left)) left.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("htmx:finally:request", ({ detail }) => {
    if (detail.ctx.request.method === "POST") pending -= 1;
    if (typing !== document.activeElement) leave();
    if (pending) return;
    blocks.length = 0;
    typed.clear();
    fields().filter((input) => input !== typing && isChanged(input)).forEach((input) => {
      input.value = input.defaultValue;
      if (input === document.activeElement) input.select();
    });
  });

  document.addEventListener("input", ({ target }) => { typing = target; });
  document.addEventListener("change", () => { typing = null; });
  document.addEventListener("focusout", leave);
})();
