// Moving and selecting in a list by keys: one current row, a selection the server can be told; changes no data.
const list = () => $("[data-list]");
const rowsOf = (place) => $$("tbody tr[data-id]", place);
const box = (row) => $("input[type=checkbox]", row);
let anchor = null;

const current = () => list() && $("tr.cur", list());
function moveTo(row) {
  if (!row) return;
  $$("tr.cur", list()).forEach((old) => old.classList.remove("cur"));
  row.classList.add("cur");
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function stepRow(by, extend) {
  const rows = rowsOf(list());
  const at = rows.indexOf(current());
  const next = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
  if (extend) [current(), next].forEach((row) => row && tick(row, true));
  moveTo(next);
}

function tick(row, on) {
  const field = box(row);
  if (!field || field.disabled) return;
  field.checked = on;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

const inList = { valid: () => Boolean(list()), group: "In this list" };
bind("j", "Next row", () => stepRow(1), inList);
bind("k", "Row before", () => stepRow(-1), inList);
bind("shift+j", "Select downwards", () => stepRow(1, true), inList);
bind("shift+k", "Select upwards", () => stepRow(-1, true), inList);
bind("x", "Select the row", () => current() && tick(current(), !box(current())?.checked), inList);
bind("enter", "Open the row", (event) => {
  if (event.target.closest("a, button, input, select, textarea, summary, dialog") || !current()) return false;
  $("th a, td a", current())?.click();
}, inList);
bind("/", "Search this list", () => $("[data-slash]").focus(), {
  valid: () => Boolean($("[data-slash]")),
  group: "In this list",
});
for (let digit = 1; digit <= 9; digit += 1) {
  bind(`v ${digit}`, () => `View ${$$(".vtabs a")[digit - 1].firstChild.textContent.trim()}`, () => $$(".vtabs a")[digit - 1]?.click(), {
    valid: () => Boolean($$(".vtabs a")[digit - 1]),
    group: "In this list",
  });
}

// Shift and click takes every row between, as file lists do.
document.addEventListener("click", (event) => {
  const field = event.target.closest("[data-list] tbody input[type=checkbox]");
  if (!field) return;
  const rows = rowsOf(field.closest("[data-list]"));
  const here = rows.indexOf(field.closest("tr"));
  if (event.shiftKey && anchor !== null && rows[anchor]) {
    const [from, to] = [Math.min(anchor, here), Math.max(anchor, here)];
    rows.slice(from, to + 1).forEach((row) => tick(row, field.checked));
  }
  anchor = here;
});
