// The slider of training: where it is moved to is shown at once, or as soon as the page before has come. Told where
// one more press of the same arrow leads.
const slide = (() => {
  let isBusy = false;
  let isMoved = false;
  let isHeld = false;
  let place = null;
  let by = 0;
  const slider = () => document.getElementById("updates");

  const show = () => {
    if (isBusy || !isMoved) return;
    isMoved = false;
    slider()?.form.requestSubmit();
  };

  document.addEventListener("input", ({ target }) => {
    if (target !== slider()) return;
    isMoved = isHeld = true;
    by = target.value - (place ?? target.defaultValue);
    place = target.value;
    show();
  });
  document.addEventListener("change", () => {
    isHeld = false;
    if (!isBusy) place = null;
  });
  document.addEventListener("htmx:before:request", () => { isBusy = true; });
  document.addEventListener("htmx:finally:request", () => {
    isBusy = false;
    // A page that comes while the slider is held, or on its way further, must not move it.
    if (slider()) slider().value = place ?? slider().defaultValue;
    if (!isMoved && !isHeld) place = null;
    show();
  });

  // As htmx writes the address of the form; a drag has no next place, and without the focus no arrow moves it.
  const onward = () => {
    const { form, min, max, value } = document.activeElement;
    const next = Number(value) + by;
    if (document.activeElement !== slider() || by * by !== 1 || next < min || next > max) return null;
    const fields = new FormData(form);
    fields.set("updates", next);
    return `${form.getAttribute("action")}?${new URLSearchParams(fields)}`;
  };
  return { onward };
})();
