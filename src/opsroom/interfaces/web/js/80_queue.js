// Scans kept on this device until the server has them: ids, codes and times only; refuses names and addresses by shape.
const QUEUE_TRY_MILLISECONDS = 5000;

function openQueue() {
  return new Promise((done, failed) => {
    const asked = indexedDB.open("opsroom-scans", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("scans", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

async function withQueue(mode, act) {
  const database = await openQueue();
  try {
    return await new Promise((done, failed) => {
      const change = database.transaction("scans", mode);
      const answer = act(change.objectStore("scans"));
      change.oncomplete = () => done(answer?.result);
      change.onerror = () => failed(change.error);
    });
  } finally {
    database.close();
  }
}

const keepScan = ({ id, url, kind, line, code, of, at }) =>
  withQueue("readwrite", (store) => store.put({ id, url, kind, line, code, of, at, sent: 0 }));
const allScans = async () => (await withQueue("readonly", (store) => store.getAll())).sort((a, b) => a.at - b.at);
const settleScan = (scan) => withQueue("readwrite", (store) => store.put(scan));
const dropScan = (id) => withQueue("readwrite", (store) => store.delete(id));
const wipeScans = () => indexedDB.deleteDatabase("opsroom-scans");

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// Sends what waits, oldest first, one address at a time; the server answers each id, so sending twice is harmless.
let sending = false;
let askedAgain = false; // a scan came while others were on their way: it goes right after them, a label waits for it
async function sendScans(answered) {
  const open = (await allScans()).filter((scan) => !scan.sent);
  if (sending) askedAgain = true;
  if (!open.length || sending) return open.length;
  sending = true;
  try {
    for (const url of new Set(open.map((scan) => scan.url))) {
      const events = open.filter((scan) => scan.url === url);
      const answer = await ask(url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ events: events.map(({ url: _, sent: __, ...scan }) => scan) }),
      });
      if (!answer.ok) continue;
      const told = await answer.json();
      for (const result of told.results) {
        const scan = events.find((event) => event.id === result.id);
        if (!scan) continue;
        if (result.outcome === "conflict") await dropScan(scan.id);
        else await settleScan({ ...scan, sent: told.at });
        answered(scan, result);
      }
      if (told.next) location.assign(told.next);
    }
  } catch {
    // No connection: the scans stay, the timer asks again.
  } finally {
    sending = false;
  }
  if (askedAgain) {
    askedAgain = false;
    return sendScans(answered);
  }
  return (await allScans()).filter((scan) => !scan.sent).length;
}
