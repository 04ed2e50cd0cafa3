// Starts what this page has; the only file that runs anything by itself.
drawBulk();
startLive();
if (station) startScan();
if ($("[data-command-field]")) startCommands($("[data-command-field]"));
$$("#toasts .toast").forEach((note) => arm(note, $("#toasts")));
if ("serviceWorker" in navigator && $("[data-offline]")) navigator.serviceWorker.register("/sw.js").catch(() => {});
// Signing out empties what this device kept, before the server hears of it.
document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  wipeScans();
  for (const name of (await window.caches?.keys()) || []) caches.delete(name);
});
// What makes a new row is sent once, however often it is clicked; back on the page it can be sent again.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-once]")) return;
  if (event.target.dataset.once) event.preventDefault();
  event.target.dataset.once = "sent";
});
window.addEventListener("pageshow", () => $$("[data-once]").forEach((form) => (form.dataset.once = "")));
document.body.dataset.ready = "1";
