// Two pages of a lesson differ in few places. What is to be done to the one on the screen is found ahead, a slice at a
// time, so that a key never waits for it; at the press it is only done.
(() => {
  const SLICE = 4;
  let prepared = new Map();

  const differences = function* (page, pairs = [[document.body, page]]) {
    staying.look();
    for (const [old, fresh] of pairs) {
      const { changes, children = [] } = differing(old, fresh);
      pairs.push(...children);
      yield changes;
    }
  };

  // What was found holds until a page is put in place.
  document.addEventListener("ahead", async ({ detail: page }) => {
    const round = prepared;
    const changes = [];
    let began = performance.now();
    for (const found of differences(page)) {
      changes.push(...found);
      if (performance.now() < began + SLICE) continue;
      await new Promise((resolve) => setTimeout(resolve));
      if (round !== prepared) return;
      began = performance.now();
    }
    round.set(page, changes);
  });

  document.addEventListener("put", ({ detail: { ctx, body } }) => {
    // A browser that translates the page puts its own nodes in place of ours; somebody may have begun to type.
    const isSame = prepared.get(body)?.every(([old, , isSpoiled]) => old.isConnected && !isSpoiled?.());
    const changes = isSame ? prepared.get(body) : [...differences(body)].flat();
    prepared = new Map();
    ctx.put = changes.flatMap(([, change]) => change() ?? []);
  });
})();
