// The parts of a phone's page, as they come with what is told or, where they do not, as they are asked for.
import { at, hasNewSeat, query } from "./kept_answer.js";

export const find = (id) => document.getElementById(id);

const unpacked = (packed) => {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};

const fetched = async (id, more) => {
  const answer = await fetch(`${at}/${id}${query}${more}`);
  if (!answer.ok) throw new Error(answer.status);
  return answer.text();
};

// more: what the phone says of itself where it asks.
export const put = async (id, packed, more = "") => {
  const text = await (packed && window.DecompressionStream ? unpacked(packed) : fetched(id, more));
  find(id).replaceWith(new DOMParser().parseFromString(text, "text/html").getElementById(id));
};

// What a page says of a new seat is not shown; it comes anew for the seat that is kept.
if (hasNewSeat) {
  delete find("seen").dataset.seen;
  delete find("asked").dataset.stage;
  find("asked").hidden = true;
}
