// Dialogs, the side drawer and links that open in it; refuses to hide a page that has its own address.
function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return dialog;
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("opened"));
  return dialog;
}

async function openDrawer(link) {
  const drawer = $("#drawer");
  const place = $("#drawer-body");
  // What stood there before must not take the focus and go away with it.
  place.replaceChildren();
  place.setAttribute("aria-busy", "true");
  openDialog("drawer");
  await htmx.ajax("GET", link.getAttribute("href"), { target: place, swap: "innerHTML" });
  place.removeAttribute("aria-busy");
  const title = $("h2", place);
  if (title) drawer.setAttribute("aria-label", title.textContent);
}

document.addEventListener("click", (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
  const link = event.target.closest("a[data-drawer]");
  if (link && plain) {
    event.preventDefault();
    openDrawer(link);
    return;
  }
  const opener = event.target.closest("[data-open]");
  if (opener && plain) {
    event.preventDefault();
    $$(":popover-open").forEach((open) => open.hidePopover());
    openDialog(opener.dataset.open);
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target instanceof HTMLDialogElement) event.target.close();
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const text = $(copy.dataset.copy)?.textContent || "";
    navigator.clipboard?.writeText(text.trim()).then(() => toast({ text: "Copied" }));
  }
});
