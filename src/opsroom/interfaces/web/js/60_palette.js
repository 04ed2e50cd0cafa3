// The palette: go, do, find by Ctrl+K; the server searches, this moves the mark and follows it.
const palette = $("#palette");
const paletteField = palette && $("input", palette);
const paletteList = palette && $("#palette-list");
let paletteCall = null;

const options = () => $$("[role=option]", paletteList);
const marked = () => $("[aria-selected=true]", paletteList);
function mark(option) {
  options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
  if (option) {
    paletteField.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    paletteField.removeAttribute("aria-activedescendant");
  }
}

async function search() {
  paletteCall?.abort();
  paletteCall = new AbortController();
  try {
    const url = `/palette?q=${encodeURIComponent(paletteField.value)}`;
    const answer = await ask(url, { signal: paletteCall.signal });
    if (!answer.ok) return;
    paletteList.innerHTML = await answer.text();
    options().forEach((option, at) => (option.id = `po-${at}`));
    mark(options()[0]);
  } catch (fault) {
    if (fault.name !== "AbortError") paletteList.textContent = "The search did not answer. Please try again.";
  }
}

paletteField?.addEventListener("input", () => later("palette", 120, search));
palette?.addEventListener("opened", () => {
  paletteField.select();
  search();
});
palette?.addEventListener("keydown", (event) => {
  const all = options();
  const at = all.indexOf(marked());
  if (event.key === "Escape") {
    event.preventDefault();
    palette.close();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && all.length) {
    event.preventDefault();
    mark(all[(at + step + all.length) % all.length]);
  } else if (event.key === "Enter" && all.length) {
    event.preventDefault();
    follow(marked() || all[0], event);
  }
});
palette?.addEventListener("pointermove", (event) => {
  const option = event.target.closest("[role=option]");
  if (option && option !== marked()) mark(option);
});
palette?.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  event.preventDefault();
  follow(option, event);
});

function follow(option, event) {
  palette.close();
  if (option.dataset.run) document.getElementById(option.dataset.run)?.click();
  else if (option.dataset.post) htmx.ajax("POST", option.dataset.post, { target: "body", swap: "none" }).then(refresh);
  else if (event.ctrlKey || event.metaKey) open(option.getAttribute("href"), "_blank", "noopener");
  else location.assign(option.getAttribute("href"));
}
