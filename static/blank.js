// A presenter darkens the screen with . or B, as clickers do; the next key or press brings the page back, and no more.
(() => {
  const { classList } = document.documentElement;
  const isTyping = (target) => target.matches("input, select, textarea");

  const wake = (event) => {
    if (!classList.contains("dark")) return;
    event.preventDefault();
    event.stopPropagation();
    classList.remove("dark");
  };

  document.addEventListener("keydown", wake, true);
  document.addEventListener("click", wake, true);
  document.addEventListener("keydown", (event) => {
    if (!/^[.b]$/i.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.body.matches(".presenting")) classList.add("dark");
  });
})();
