// Many rows, one act: the server is told ids or "all in this view" and says first what it will do; keeps no list itself.
const bulkForm = () => $("form[data-bulk]");
const ticked = (form) => $$("[data-list] tbody input[type=checkbox]:checked", form);
let dryKey = "";
let dryCall = null;

function drawBulk() {
  const form = bulkForm();
  if (!form) return;
  const rows = rowsOf(form);
  const chosen = ticked(form);
  rows.forEach((row) => row.classList.toggle("sel", Boolean(box(row)?.checked)));
  const all = $("[data-all]", form);
  if (all) {
    all.checked = rows.length > 0 && chosen.length === rows.length;
    all.indeterminate = chosen.length > 0 && chosen.length < rows.length;
  }
  const scope = $("[name=scope]", form);
  if (scope && chosen.length < rows.length) scope.value = "ids";
  const whole = scope?.value === "view";
  const bar = $(".bulk", form);
  if (!bar) return;
  bar.hidden = chosen.length === 0;
  $("[data-count]", bar).textContent = whole ? `All ${bar.dataset.total}` : chosen.length;
  const widen = $("[data-widen]", bar);
  if (widen) widen.hidden = whole || chosen.length < rows.length || Number(bar.dataset.total) <= rows.length;
  const say = $(".skips", bar);
  if (chosen.length === 0 && say) {
    say.textContent = say.dataset.rest || "";
    dryKey = "";
  }
}

function clearSelection() {
  const form = bulkForm();
  if (!form) return;
  $$("[data-list] input[type=checkbox]:checked", form).forEach((field) => (field.checked = false));
  const scope = $("[name=scope]", form);
  if (scope) scope.value = "ids";
  drawBulk();
  showNewer();
}

// Asks what a button would do when it is pointed at or focused; an older question is dropped.
async function dryRun(button) {
  const form = button.closest("form[data-bulk]");
  const say = form && $(".skips", form);
  if (!say) return;
  const facts = new FormData(form);
  facts.set("action", button.value);
  facts.set("dry", "1");
  const key = new URLSearchParams(facts).toString();
  if (key === dryKey) return;
  dryKey = key;
  dryCall?.abort();
  dryCall = new AbortController();
  try {
    const answer = await ask(form.getAttribute("action"), { method: "POST", body: facts, signal: dryCall.signal });
    if (answer.ok && key === dryKey) say.innerHTML = await answer.text();
  } catch (fault) {
    if (fault.name !== "AbortError") dryKey = "";
  }
}

["pointerover", "focusin"].forEach((kind) =>
  document.addEventListener(kind, (event) => {
    const button = event.target.closest?.("[data-dry]");
    if (button) later("dry", 120, () => dryRun(button));
  }),
);
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-bulk]");
  if (!form || event.target.type !== "checkbox") return;
  // Each row's tick redraws the box of them all, so what was asked for is read once.
  const wanted = event.target.checked;
  if (event.target.matches("[data-all]")) rowsOf(form).forEach((row) => tick(row, wanted));
  drawBulk();
  if (ticked(form).length === 0) showNewer();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-clear]")) clearSelection();
  const widen = event.target.closest("[data-widen]");
  if (widen) {
    $("[name=scope]", bulkForm()).value = "view";
    drawBulk();
  }
});
bind("escape", "Clear the selection", () => (ticked(bulkForm()).length ? clearSelection() : false), {
  valid: () => Boolean(bulkForm()) && !$("dialog[open]"),
  group: "In this list",
});
