// The slider of training: where it is moved to is shown at once, or as soon as the page before has come.
(() => {
  let isBusy = false;
  let isMoved = false;
  let isHeld = false;
  let place = null;
  const slider = () => document.getElementById("updates");

  const show = () => {
    if (isBusy || !isMoved) return;
    isMoved = false;
    slider()?.form.requestSubmit();
  };

  document.addEventListener("input", ({ target }) => {
    if (target !== slider()) return;
    isMoved = isHeld = true;
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
})();
