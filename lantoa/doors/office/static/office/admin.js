// Names for what Wagtail's scripts draw without one: the field of a paragraph, of tags, of several files, the window
// in which something is chosen. A screen reader would say "text field" and no more.

const byHeading = (field) => {
  const panel = field.closest("section[aria-labelledby]");
  const owner = field.closest("[data-streamfield-widget], [data-draftail-editor-wrapper]")?.querySelector("input[id]");
  const label = owner && document.querySelector(`label[for="${CSS.escape(owner.id)}"][id]`);
  return label?.id || panel?.getAttribute("aria-labelledby");
};

const byOwner = (field) => {
  const owner = field.closest("ul")?.previousElementSibling;
  return owner?.id && document.getElementById(`${owner.id}-label`)?.id;
};

const name = () => {
  for (const field of document.querySelectorAll("[contenteditable=true][role]:not([aria-label], [aria-labelledby])")) {
    const id = byHeading(field);
    if (id) field.setAttribute("aria-labelledby", id);
  }
  for (const field of document.querySelectorAll(".tagit-new input:not([aria-label], [aria-labelledby])")) {
    const id = byOwner(field);
    if (id) field.setAttribute("aria-labelledby", id);
  }
  for (const field of document.querySelectorAll(".replace-file-input input[type=file]:not([aria-label])")) {
    const button = field.closest(".replace-file-input").querySelector("button");
    if (button) field.setAttribute("aria-label", button.textContent.trim());
  }
  for (const dialog of document.querySelectorAll(".modal[role=dialog]")) {
    const heading = dialog.querySelector("h1, h2");
    if (heading) dialog.setAttribute("aria-label", heading.textContent.trim());
  }
};

// What an editor keeps in this browser until it is saved (`newsroom/unsaved.js`) goes when it was: then another page
// follows. Of its own page that script knows it. All of it goes when one signs out.
const forget = (isDone) => {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("lantoa.kept.") && isDone(key)) localStorage.removeItem(key);
    }
  } catch {
    /* a private window keeps nothing */
  }
};
forget(
  (key) =>
    key.startsWith("lantoa.kept.item.") &&
    !key.includes(`.${location.pathname} `) &&
    JSON.parse(localStorage.getItem(key)).sent
);
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action")?.endsWith("/logout/")) forget(() => true);
});

// A phone is asked by its own calendar: Wagtail's is wider than the screen, hides the field that it fills and knows
// whole hours only. The server reads what a phone writes (2026-11-28T14:30) as well.
const ITS_OWN = { initDateTimeChooser: "datetime-local", initDateChooser: "date", initTimeChooser: "time" };
const asked = (id, kind) => {
  const field = document.getElementById(id);
  const said = field.value.replace(/^(\d\d)\/(\d\d)\/(\d{4})/, "$3-$2-$1").replace(" ", "T");
  window.jQuery(field).datetimepicker("destroy");
  field.value = "";
  field.type = kind;
  field.value = said;
};
if (matchMedia("(max-width: 49.99em)").matches) {
  // Those that stand here already were named by a line behind each; what is added to the form calls these.
  for (const { textContent } of document.querySelectorAll(".w-field__input script")) {
    const [, name, id] = textContent.match(/^\s*(init\w+Chooser)\("([^"]+)"/) ?? [];
    if (ITS_OWN[name]) asked(JSON.parse(`"${id}"`), ITS_OWN[name]);
  }
  for (const [name, kind] of Object.entries(ITS_OWN)) window[name] = (id) => asked(id, kind);
}

// A moment that was refused is said in the window in which it was typed.
addEventListener("load", () => {
  const dialog = document.getElementById("schedule-publishing-dialog");
  if (dialog?.querySelector(".w-field--error")) dialog.dispatchEvent(new CustomEvent("w-dialog:show"));
});

let isDue = false;
new MutationObserver(() => {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    name();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
name();
