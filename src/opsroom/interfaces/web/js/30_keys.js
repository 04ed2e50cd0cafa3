// One registry of keys: what is valid now, and the sheet that lists it; refuses single keys when a person turned them off.
const registry = [];
let firstKey = "";

// keys: "j", "g t", "shift+j", "mod+k". valid: shown and active only while it says so.
function bind(keys, label, act, { valid = () => true, group = "Everywhere" } = {}) {
  registry.push({ keys, label, act, valid, group });
}

const singleKeysOff = () => recall("keys") === "off";
const named = (event) => {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const shift = event.shiftKey && /^[a-z]$/i.test(event.key) ? "shift+" : "";
  return mod + shift + event.key.toLowerCase();
};

// Buttons and links say their own key: data-key="f" with data-key-label or their text.
const declared = () =>
  $$("[data-key]")
    .filter((element) => element.offsetParent !== null && !element.disabled)
    .map((element) => ({
      keys: element.dataset.key,
      label: element.dataset.keyLabel || element.textContent.trim().replace(/\s+/g, " "),
      group: element.dataset.key.startsWith("g ") ? "Go to" : "On this page",
      act: () => (element.matches("input, select, textarea") ? element.focus() : element.click()),
      valid: () => true,
    }));
const validNow = () => [...registry.filter((entry) => entry.valid()), ...declared()];

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const name = named(event);
  const single = !name.startsWith("mod+") && name !== "escape" && name !== "enter";
  // A scanner types letters: on a station without a list they are never commands.
  const quiet = typing(event.target) || $("dialog[open]") || singleKeysOff() || ($("[data-scan]") && !list());
  if (event.altKey || (single && quiet)) return;
  const entries = validNow();
  const hit = entries.find((entry) => entry.keys === (firstKey ? `${firstKey} ${name}` : name));
  firstKey = "";
  if (hit) {
    if (hit.act(event) !== false) event.preventDefault();
    return;
  }
  if (single && entries.some((entry) => entry.keys.startsWith(`${name} `))) {
    firstKey = name;
    later("keys", 1200, () => (firstKey = ""));
  }
});

const shown = { mod: "Ctrl", shift: "Shift", escape: "Esc", enter: "Enter" };
function caps(keys) {
  return keys.split(/[ +]/).map((part) => {
    const cap = document.createElement("kbd");
    cap.textContent = shown[part] || part.toUpperCase();
    return cap;
  });
}

function drawSheet() {
  const place = $("#keys-list");
  place.replaceChildren();
  const groups = Map.groupBy ? Map.groupBy(validNow(), (entry) => entry.group) : new Map([["Now", validNow()]]);
  for (const [group, entries] of groups) {
    const heading = document.createElement("h3");
    heading.textContent = group;
    const list = document.createElement("dl");
    list.className = "kl";
    const seen = new Set();
    for (const entry of entries) {
      if (seen.has(entry.keys)) continue;
      seen.add(entry.keys);
      const row = document.createElement("div");
      const term = document.createElement("dt");
      const what = document.createElement("dd");
      what.append(...caps(entry.keys));
      term.textContent = typeof entry.label === "function" ? entry.label() : entry.label;
      row.append(term, what);
      list.append(row);
    }
    place.append(heading, list);
  }
  $("#keys-on").checked = !singleKeysOff();
}

bind("?", "This list", () => openDialog("keys"));
bind("mod+k", "Search or do anything", () => openDialog("palette"));
document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") remember("keys", event.target.checked ? "on" : "off");
});
$("#keys")?.addEventListener("opened", drawSheet);
