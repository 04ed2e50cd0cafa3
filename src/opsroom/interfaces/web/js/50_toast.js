// Short messages with an undo; the undo is the server's own counter-act, this only offers it.
const TOAST_MILLISECONDS = 10000;
let lastUndo = null;

function toast({ text, undo = "", tone = "" }) {
  const place = $("#toasts");
  const note = document.createElement("div");
  note.className = `toast ${tone}`;
  const said = document.createElement("span");
  said.textContent = text;
  note.append(said);
  if (undo) {
    lastUndo = undo;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Undo";
    button.addEventListener("click", () => takeBack(undo));
    note.append(button);
  }
  arm(note, place);
}

function arm(note, place) {
  if (place && note.parentElement !== place) place.append(note);
  while ($$(".toast", place).length > 3) $(".toast", place).remove();
  const go = () => note.remove();
  let timer = setTimeout(go, TOAST_MILLISECONDS);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("focusin", () => clearTimeout(timer));
  note.addEventListener("pointerleave", () => (timer = setTimeout(go, TOAST_MILLISECONDS / 2)));
}

async function takeBack(url) {
  lastUndo = null;
  $$("#toasts .toast").forEach((note) => note.remove());
  await htmx.ajax("POST", url, { target: "body", swap: "none" });
  refresh();
}

document.addEventListener("toast", (event) => toast(event.detail));
// A fragment that asks by itself stays quiet: the banner already says that live updates stopped.
const byItself = (event) => event.detail.requestConfig?.triggeringEvent?.type === "live";
document.addEventListener("htmx:responseError", (event) => {
  if (byItself(event)) return;
  const answer = event.detail.xhr;
  const said = answer.getResponseHeader("Opsroom-Sentence");
  toast({ text: said ? decodeURIComponent(said) : "That did not work. Nothing was changed; please try again.", tone: "bad" });
});
document.addEventListener("htmx:sendError", (event) => {
  if (byItself(event)) return;
  toast({ text: "No connection. Nothing was changed; please try again in a moment.", tone: "bad" });
});
bind("z", "Undo the last action", () => takeBack(lastUndo), { valid: () => Boolean(lastUndo), group: "On this page" });
