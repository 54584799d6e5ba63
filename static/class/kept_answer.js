// What a phone answered, kept on the phone for as long as its class lasts: the server's is only a copy.
const { at, seat } = document.getElementById("in-class").dataset;
const kept = JSON.parse(localStorage.getItem(at)) ?? { seat, place: "", answers: [] };
const save = () => localStorage.setItem(at, JSON.stringify(kept));
export const KEPT = "Kept on this phone; it is sent once the class can be reached.";

export { at };
// A page that is loaded again is given a new seat; the phone keeps its own, and gives the new one back.
export const hasNewSeat = kept.seat !== seat;
export const query = `?seat=${encodeURIComponent(kept.seat)}`;
export const givingBack = hasNewSeat ? `${query}&instead=${encodeURIComponent(seat)}` : query;
// Whether it came in time: what came too late is not told as an answer.
export const isIn = () => kept.isIn;
export const answersTo = (place) => (place && kept.place === place ? kept.answers : null);
// What to say instead, where there is nothing to keep.
export const keep = (place, answers) => {
  const isBlank = answers.every((text) => !text.trim());
  if (isBlank) return answersTo(place) ? "There is nothing in it: what you sent before still counts." : "There is nothing in it yet: write a number, then send it.";
  Object.assign(kept, { place, answers, isIn: false });
  save();
  return "";
};
export const forget = () => { localStorage.removeItem(at); sessionStorage.removeItem("joined"); };

// Sends the answer; what is to be said of it.
export const send = async () => {
  const body = new URLSearchParams([["seat", kept.seat], ["place", kept.place], ...kept.answers.map((text) => ["answer", text])]);
  try {
    const answer = await fetch(at, { method: "POST", body, headers: { Accept: "application/json" } });
    kept.isIn = answer.ok;
    save();
    if (answer.ok || answer.status === 409) return (await answer.json()).says;
  } catch { /* not just now */ }
  return KEPT;
};

save();
sessionStorage.setItem("joined", at);
