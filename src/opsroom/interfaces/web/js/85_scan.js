// A scanner at a list of lines: judges each code at once, says it by colour, word, tone and vibration; the server has the last word.
const WEDGE_MILLISECONDS = 50;
const station = $("[data-scan]");
let audio = null;

function tone(right) {
  navigator.vibrate?.(right ? 40 : [120, 60, 120]);
  try {
    audio ??= new AudioContext();
    const [voice, loud] = [audio.createOscillator(), audio.createGain()];
    voice.frequency.value = right ? 880 : 220;
    loud.gain.value = 0.08;
    voice.connect(loud).connect(audio.destination);
    voice.start();
    voice.stop(audio.currentTime + (right ? 0.08 : 0.3));
  } catch {
    // A browser without sound still has colour, word and vibration.
  }
}

const ICON_OF = { ok: "circle-check", warn: "triangle-alert", bad: "circle-alert" };
function say(mood, text) {
  const place = $("[data-scan-say]", station || document);
  if (!place) return;
  place.className = `says ${mood}`;
  $("use", place)?.setAttribute("href", `${document.body.dataset.icons}#${ICON_OF[mood]}`);
  $("span", place).textContent = text;
  tone(mood === "ok");
}

const lines = () => $$("[data-line]", station);
const got = (line) => Number(line.dataset.got);
const need = (line) => Number(line.dataset.need);
const full = (line) => got(line) >= need(line);
const now = () => lines().find((line) => !full(line) && !line.dataset.skipped);
const piecesOf = (line, code) => {
  const held = words(line.dataset.codes?.toUpperCase()).map((each) => each.split("*")).find(([each]) => each === code);
  return held ? Number(held[1] || 1) : 0;
};
const nameOf = (line) => $("b", line)?.textContent || line.dataset.line;

function setGot(line, count) {
  line.dataset.got = Math.max(0, count);
  $("[data-got-text]", line).textContent = line.dataset.got;
}

function drawLines() {
  lines().forEach((line) => {
    line.classList.toggle("done", full(line));
    line.classList.remove("now");
  });
  const next = now();
  next?.classList.add("now");
  next?.scrollIntoView({ block: "nearest" });
  const trouble = $("[data-scan-stop]", station);
  if (trouble && next) trouble.value = next.dataset.line;
  const left = lines().filter((line) => !full(line)).length;
  $$("[data-scan-left]", station).forEach((place) => (place.textContent = left));
  $$("[data-scan-done]").forEach((button) => (button.disabled = left > 0));
}

// A pure decision from the lines on the page: what a code means here and what to do instead when it is wrong.
function judge(code, all, next) {
  const bin = all.filter((line) => line.dataset.bin?.toUpperCase() === code);
  if (bin.length) {
    if (next && bin.includes(next)) return { mood: "ok", text: `Right bin. Take ${nameOf(next)}.` };
    return { mood: "bad", text: next?.dataset.bin ? `Wrong bin. Go to ${next.dataset.bin}.` : "Nothing more to take here." };
  }
  const held = all.filter((line) => piecesOf(line, code));
  if (!held.length && next?.dataset.sku) return { mood: "bad", text: `Wrong item. Take ${next.dataset.sku}${next.dataset.bin ? ` from ${next.dataset.bin}` : ""}.` };
  if (!held.length) return { mood: "bad", text: "Not on this list. Put it back." };
  const line = held.includes(next) ? next : held.find((each) => !full(each));
  if (!line) return { mood: "bad", text: `${nameOf(held[0])} is complete. Put it back.` };
  const pieces = piecesOf(line, code);
  const count = got(line) + pieces;
  if (count > need(line)) return { mood: "bad", text: `That is a pack of ${pieces}, but only ${need(line) - got(line)} more are needed. Take single pieces.` };
  const rest = need(line) - count;
  return { mood: "ok", line, pieces, text: rest > 0 ? `Right. ${count} of ${need(line)}, ${rest} more.` : `Right. ${nameOf(line)} is complete.` };
}

async function keepAndSend(scan) {
  await keepScan({ id: uuid(), url: station.dataset.scan, at: Date.now(), ...scan });
  await drawNet();
}

// A command barcode presses the button or link that carries its name. What the server has to do waits for kept scans.
async function command(code) {
  const place = $(`[data-ops~="${CSS.escape(code.slice(4))}"]`);
  if (!place) return say("bad", `${code} does nothing on this page.`);
  if (place.type === "submit") {
    const left = await sendScans(answered);
    await drawNet();
    if (left || !navigator.onLine) return say("bad", "This command needs a connection. Your scans are safe on this device.");
  }
  place.click();
}

async function scanned(raw) {
  const code = raw.trim().toUpperCase();
  if (!code) return;
  if (code.startsWith("OPS:")) return command(code);
  const { mood, text, line, pieces } = judge(code, lines(), now());
  say(mood, text);
  if (!line) return;
  setGot(line, got(line) + pieces);
  drawLines();
  await keepAndSend({ kind: "item", line: line.dataset.line, code });
}

async function undoScan() {
  const mine = (await allScans()).filter((scan) => scan.url === station.dataset.scan && scan.kind === "item");
  const undone = new Set((await allScans()).filter((scan) => scan.kind === "undo").map((scan) => scan.of));
  const last = mine.filter((scan) => !undone.has(scan.id)).pop();
  if (!last) return say("warn", "Nothing scanned here to undo.");
  const line = lines().find((each) => each.dataset.line === last.line);
  if (line) setGot(line, got(line) - piecesOf(line, last.code));
  drawLines();
  say("warn", line ? `Undone. ${nameOf(line)}, ${got(line)} of ${need(line)}.` : "Undone.");
  if (last.sent) await keepAndSend({ kind: "undo", of: last.id, line: last.line });
  else await dropScan(last.id);
}

function answered(scan, result) {
  if (result.outcome !== "conflict") return;
  const line = lines().find((each) => each.dataset.line === scan.line);
  if (line && scan.kind === "item") setGot(line, got(line) - piecesOf(line, scan.code));
  drawLines();
  say("bad", result.say || "The server refused this scan. Put the item back.");
}

async function drawNet() {
  const left = await sendScans(answered);
  const chip = $("[data-net]");
  if (!chip) return;
  const kept = left === 1 ? "1 scan is" : `${left} scans are`;
  chip.className = `chip ${left || !navigator.onLine ? "warn" : "ok"}`;
  chip.textContent = left ? `${kept} safe on this device` : navigator.onLine ? "Online, all scans saved" : "Offline, scans are kept";
}

// A page from the device's store is older than the scans made since: they are counted again from the queue.
async function catchUp() {
  const drawn = Number(station.dataset.at);
  const all = (await allScans()).filter((scan) => scan.url === station.dataset.scan);
  for (const scan of all) {
    if (scan.sent && scan.sent <= drawn) {
      await dropScan(scan.id);
      continue;
    }
    const line = lines().find((each) => each.dataset.line === scan.line);
    const undone = scan.kind === "undo" ? all.find((each) => each.id === scan.of) : null;
    if (line) setGot(line, got(line) + (undone ? -1 : 1) * (piecesOf(line, (undone || scan).code || "") || 1));
  }
  drawLines();
}

function startScan() {
  const field = $("[data-scan-field]", station);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && !(event.key === "Tab" && field.value)) return;
    event.preventDefault();
    scanned(field.value);
    field.value = "";
  });
  let typed = "";
  let before = 0;
  addEventListener("keydown", (event) => {
    if (event.target === field || $("dialog[open]") || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.timeStamp - before > WEDGE_MILLISECONDS) typed = "";
    before = event.timeStamp;
    if (event.key === "Enter" && typed.length > 3) {
      event.preventDefault();
      event.stopPropagation();
      scanned(typed);
      typed = "";
      field.focus();
    } else if (event.key.length === 1) {
      typed += event.key;
    }
  }, true);
  station.addEventListener("click", (event) => {
    if (event.target.closest("[data-scan-undo]")) undoScan();
    if (!event.target.closest("a, input, select, textarea")) field.focus();
  });
  addEventListener("online", drawNet);
  addEventListener("offline", drawNet);
  setInterval(drawNet, QUEUE_TRY_MILLISECONDS);
  catchUp().then(drawNet);
  field.focus();
}

// A page that takes no scans of items any more still takes commands; any other number is looked up by its form.
function startCommands(field) {
  field.addEventListener("keydown", (event) => {
    const code = field.value.trim().toUpperCase();
    if (event.key !== "Enter" || !code.startsWith("OPS:")) return;
    event.preventDefault();
    field.value = "";
    command(code);
  });
}
