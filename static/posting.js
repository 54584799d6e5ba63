// What is typed stays: edits are posted one after the other, each once, and until the last answer has come the cells
// keep what was typed. Then every cell holds what the page says, but for the one that is being typed in.
(() => {
  let pending = 0;
  let posted = "";
  let typing = null;
  const fields = () => [...document.querySelectorAll("form.exercise input[name]")];
  const isChanged = ({ value, defaultValue }) => value !== defaultValue;

  document.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    if (request.method !== "POST") return;
    const body = new URLSearchParams(request.body).toString();
    const isNews = pending ? body !== posted : fields().some(isChanged);
    if (!isNews && !request.submitter?.name) return event.preventDefault();
    posted = body;
    pending += 1;
  });

  // A button or a cell that an edit before it took off the page does nothing any more.
  document.addEventListener("htmx:before:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    if (request.method !== "POST") return;
    const names = [...request.body.keys()].filter((name) => name !== "do");
    if (names.some((name) => !sourceElement.elements.namedItem(name))) event.preventDefault();
  });

  htmx.registerExtension("posting", {
    htmx_before_morph_attr: (element, { attrName }) => !(pending > 1 && attrName === "value" && element.matches("input")),
  });

  document.addEventListener("htmx:finally:request", (event) => {
    if (event.detail.ctx.request.method === "POST") pending -= 1;
    if (pending) return;
    fields().filter((input) => input !== typing && isChanged(input)).forEach((input) => {
      input.value = input.defaultValue;
      if (input === document.activeElement) input.select();
    });
  });

  document.addEventListener("input", ({ target }) => { typing = target; });
  document.addEventListener("change", () => { typing = null; });
  // Firefox tells of no change where a program typed, such as one that takes dictation.
  document.addEventListener("focusout", ({ target }) => {
    if (target === typing && target.matches("form.exercise input") && isChanged(target)) {
      target.dispatchEvent(new Event("change", { bubbles: true }));
    }
    typing = null;
  });
})();
