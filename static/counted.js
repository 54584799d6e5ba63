// A worksheet that takes long is fetched with a count of the sheets that are made, and can be given up. Without this
// the browser waits for it as for any file.
(() => {
  let fetched = null;

  const show = (says, share) => {
    const box = document.getElementById("making");
    box.hidden = false;
    box.querySelector("span").textContent = says;
    const bar = box.querySelector("progress");
    if (share === undefined) bar.removeAttribute("value"); else bar.value = share;
    bar.hidden = box.querySelector("button").hidden = !fetched;
  };

  // Lines come first, then the file itself, which may come along with the last line: half a megabyte at once.
  const read = async (reader) => {
    let line = new Uint8Array();
    const chunks = [];
    for (let part; !(part = await reader.read()).done;) {
      if (chunks.length) { chunks.push(part.value); continue; }
      line = new Uint8Array(await new Blob([line, part.value]).arrayBuffer());
      for (let end; (end = line.indexOf(10)) >= 0;) {
        const [first, ...rest] = new TextDecoder().decode(line.subarray(0, end)).split(" ");
        line = line.subarray(end + 1);
        if (first === "sorry") throw new Error(rest.join(" "));
        if (first === "file") { chunks.push(rest[0], line); break; }
        const isLast = first === rest[0];
        show(isLast ? `${first} sheets are being set into one file.` : `Sheet ${first} of ${rest[0]}.`, isLast ? undefined : first / rest[0]);
      }
    }
    return chunks;
  };

  const fetchFile = async (address) => {
    const answer = await fetch(address.replace(".pdf?", ".counted?"), { signal: fetched.signal });
    if (!answer.ok) return location.assign(address);
    const [name, ...packed] = await read(answer.body.getReader());
    const file = new Response(new Blob(packed).stream().pipeThrough(new DecompressionStream("gzip")));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([await file.arrayBuffer()], { type: "application/pdf" }));
    link.download = name;
    link.click();
    setTimeout(URL.revokeObjectURL, 60_000, link.href);
  };

  document.addEventListener("submit", (event) => {
    const { submitter, target } = event;
    if (!/pdf$/.test(submitter?.formAction) || !(target.dataset.long || target.elements.variants?.value > 1)) return;
    event.preventDefault();
    fetched?.abort();
    fetched = new AbortController();
    show("Waiting for its turn.");
    const says = ({ name, message }) => (name === "AbortError" ? "Given up." : message);
    fetchFile(`${submitter.formAction}?${new URLSearchParams(new FormData(target, submitter))}`)
      .then(() => "The file is there.", says).then((words) => { fetched = null; show(words); });
  });
  document.addEventListener("click", ({ target }) => { if (target.id === "give-up") fetched?.abort(); });
})();
