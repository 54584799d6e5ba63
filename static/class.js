// A window that teaches a class has its bar on every page; one that joined a class has the way back to it.
(() => {
  const { src } = document.currentScript;
  const bar = document.getElementById("class");
  const here = document.getElementById("in-class");
  if (here?.dataset.role === "desk") sessionStorage.setItem("teaching", here.dataset.key);
  if (here) return import(new URL(`class/${here.dataset.role === "desk" ? "teacher" : "phone"}.js`, src));
  const joined = sessionStorage.getItem("joined");
  if (sessionStorage.getItem("teaching")) import(new URL("class/teacher.js", src));
  else if (joined) {
    const back = document.createElement("a");
    Object.assign(back, { href: joined, className: "button", textContent: "Back to the class" });
    back.setAttribute("hx-boost", "false");
    bar.replaceChildren(back);
    bar.hidden = false;
    document.documentElement.classList.add("in-a-class");
    import(new URL("class/progress.js", src));
  }
})();
