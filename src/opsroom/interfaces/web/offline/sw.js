// Keeps the pick and pack pages and their static files for a warehouse without network; refuses every other address.
const STORE = "opsroom-__VERSION__";
const FILES = __FILES__;
self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(STORE).then((store) => store.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});
const isShell = (url) => /^\/fulfil\/(pick|pack)\//.test(url.pathname);
// The page says itself that it may be kept (Opsroom-Offline: keep); what lies between the marks never is.
async function keep(request, answer) {
  if (answer.headers.get("Opsroom-Offline") !== "keep" || answer.redirected) return;
  const text = (await answer.text()).replace(/<!--private-->[^]*?<!--\/private-->/g, "");
  const store = await caches.open(STORE);
  await store.put(request, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": answer.headers.get("Content-Security-Policy") || "" } }));
}
async function shell(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) await keep(request, answer.clone());
    return answer;
  } catch (fault) {
    const held = await caches.match(request);
    if (held) return held;
    throw fault;
  }
}
// A name with its content's hash never changes: from the store. Any other file is asked for first.
const isHashed = (url) => /\.[0-9a-f]{12}\./.test(url.pathname);
async function file(request, url) {
  const held = await caches.match(request);
  if (held && isHashed(url)) return held;
  try {
    return await fetch(request);
  } catch (fault) {
    if (held) return held;
    throw fault;
  }
}
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (FILES.includes(url.pathname)) event.respondWith(file(event.request, url));
  else if (event.request.mode === "navigate" && isShell(url)) event.respondWith(shell(event.request));
});
