// Names after an @: lists who may see the thing, arrows and Enter choose; knows no person but those the page lists.
const calling = (field) => (field.value.slice(0, field.selectionStart).match(/(?:^|[^\w.@-])@([^@\n]{0,60})$/) || [])[1];
const namesOf = (field) => document.getElementById(field.dataset.people);
const offered = (box) => $$("[role=option]:not([hidden])", box);

function offer(field) {
  const box = namesOf(field);
  const begun = calling(field)?.toLowerCase();
  $$("[role=option]", box).forEach((option) => {
    option.hidden = begun === undefined || !option.textContent.toLowerCase().startsWith(begun);
  });
  choose(field, offered(box)[0]);
}
function choose(field, option) {
  const box = namesOf(field);
  box.hidden = !option;
  $$("[role=option]", box).forEach((one) => one.setAttribute("aria-selected", String(one === option)));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}
function call(field, option) {
  const begin = field.selectionStart - calling(field).length;
  field.setRangeText(`${option.textContent} `, begin, field.selectionStart, "end");
  choose(field, null);
  field.focus();
}
document.addEventListener("input", (event) => event.target.dataset?.people && offer(event.target));
document.addEventListener("focusout", (event) => event.target.dataset?.people && choose(event.target, null));
document.addEventListener(
  "keydown",
  (event) => {
    const field = event.target;
    if (!field.dataset?.people) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      field.form.requestSubmit();
      return;
    }
    const box = namesOf(field);
    if (box.hidden) return;
    const all = offered(box);
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(field, all[(at + step + all.length) % all.length]);
    else if (event.key === "Enter" || event.key === "Tab") call(field, all[at]);
    else if (event.key === "Escape") choose(field, null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
);
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[data-people] + [role=listbox] [role=option]");
  if (!option) return;
  event.preventDefault();
  call(option.closest(".field").querySelector("[data-people]"), option);
});
