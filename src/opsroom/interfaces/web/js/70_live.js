// The one event stream: names of topics arrive, fragments on the page ask for themselves; falls back to asking every 30 s.
const TOPICS = ["orders", "fulfil", "stock", "imports", "tasks", "jobs", "talk"];
const POLL_MILLISECONDS = 30000;
const GATHER_MILLISECONDS = 400;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("opsroom-live") : null;
let source = null;
let poll = null;
let lastSeen = new Date();
const waiting = new Set();

// A fragment must not change under a person's hands: a selection, an open field, words and choices not yet sent.
function inUse(element) {
  if ($("tbody input[type=checkbox]:checked", element) || $$("form[method=post] :is(input, select, textarea)", element).some(edited)) return true;
  return element.contains(document.activeElement) && typing(document.activeElement);
}
function edited(field) {
  if (!typing(field) || field.type === "hidden") return false;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
}

function showNewer() {
  $$("[data-live].newer").forEach((element) => {
    if (!inUse(element)) {
      element.classList.remove("newer");
      htmx.trigger(element, "live");
    }
  });
}

function refresh(topics = null) {
  $$("[data-live]").forEach((element) => {
    if (topics && !words(element.dataset.live).some((topic) => topics.has(topic))) return;
    if (inUse(element)) element.classList.add("newer");
    else htmx.trigger(element, "live");
  });
}

function flushTopics() {
  if (document.hidden || waiting.size === 0) return;
  const topics = new Set(waiting);
  waiting.clear();
  refresh(topics);
}

function heard(topic) {
  lastSeen = new Date();
  if (topic) waiting.add(topic);
  setTimeout(flushTopics, GATHER_MILLISECONDS);
}

function state(live) {
  document.body.classList.toggle("stale", !live);
  const banner = $("#live-gone");
  if (banner) {
    banner.hidden = live;
    $("[data-seen]", banner).textContent = clock(lastSeen);
  }
  $$("[data-live-state]").forEach((place) => (place.textContent = live ? "Live" : "Every 30 s"));
  clearInterval(poll);
  poll = live ? null : setInterval(() => TOPICS.forEach(heard), POLL_MILLISECONDS);
}

function connect() {
  source?.close();
  source = new EventSource("/events");
  source.addEventListener("open", () => tell({ live: true }));
  source.addEventListener("error", () => later("stream", 3000, () => source.readyState !== 1 && tell({ live: false })));
  TOPICS.forEach((topic) => source.addEventListener(topic, () => tell({ topic })));
}

// What one tab hears, every tab of this browser hears: one connection, however many tabs.
function tell(message) {
  channel?.postMessage(message);
  take(message);
}
function take({ topic, live, hello }) {
  if (hello && source) tell({ live: source.readyState === 1 });
  if (live !== undefined) state(live);
  if (topic) heard(topic);
}

function startLive() {
  if (!document.body.dataset.stream) return;
  channel?.addEventListener("message", (event) => take(event.data));
  channel?.postMessage({ hello: true });
  if (navigator.locks && channel) navigator.locks.request("opsroom-live", () => new Promise(() => connect()));
  else connect();
  setInterval(drawClock, 1000);
  drawClock();
}

function clock(moment) {
  const zone = document.body.dataset.zone || undefined;
  return moment.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
}
function drawClock() {
  $$("[data-clock]").forEach((place) => {
    const now = clock(new Date());
    if (place.textContent !== now) place.textContent = now;
  });
}

// Asked without a person: the server must not count it as work that keeps a session alive.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.triggeringEvent?.type === "live") event.detail.headers["Opsroom-Background"] = "1";
});
document.addEventListener("visibilitychange", flushTopics);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-reconnect]")) {
    if (source) connect();
    else refresh();
  }
  const newer = event.target.closest("[data-newer]");
  if (newer) {
    clearSelection();
    showNewer();
  }
});
// A fragment that came back keeps the current row, the keys' place, and the focus on the same link or button.
let keptRow = null;
let keptFocus = null;
const alike = (held) =>
  $$(held.tagName).filter((one) => one.getAttribute("href") === held.getAttribute("href") && one.name === held.name);
document.addEventListener("htmx:beforeSwap", () => {
  keptRow = current()?.dataset.id || null;
  const held = document.activeElement;
  keptFocus = held && held !== document.body ? { held, at: alike(held).indexOf(held) } : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (keptRow && list() && !current()) $(`tr[data-id="${CSS.escape(keptRow)}"]`, list())?.classList.add("cur");
  if (keptFocus && !keptFocus.held.isConnected && document.activeElement === document.body)
    (alike(keptFocus.held)[keptFocus.at] || $("#main"))?.focus({ preventScroll: true });
  drawBulk();
});
