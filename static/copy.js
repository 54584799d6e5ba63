// Copies the text that a button names. By selecting it: the clipboard itself is closed to pages without a certificate.
document.addEventListener("click", ({ target }) => {
  const text = document.getElementById(target.dataset?.copies);
  if (!text) return;
  text.select();
  target.textContent = document.execCommand("copy") ? "Copied" : "Selected";
});
