// Comfort while one fills the form: today and yesterday at hand, a large number read back, errors first.
// Nothing here changes a field in which somebody types: Telex and VNI compose there, and the caret stays where it is.

const form = document.querySelector("form[data-form]");
const language = document.documentElement.lang;

/* -- days: two buttons beside the day it took place ------------------------------------------------ */

const day = form.elements.occurred_on;
const row = document.createElement("div");
row.className = "buttons";
for (const [label, back] of [[form.dataset.today, 0], [form.dataset.yesterday, 1]]) {
  const button = document.createElement("button");
  const date = new Date(`${form.dataset.day}T12:00:00Z`);  // the office's day, whatever the clock of this phone says
  date.setUTCDate(date.getUTCDate() - back);
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = label;
  button.addEventListener("click", () => {
    day.value = date.toISOString().slice(0, 10);
    day.dispatchEvent(new Event("change", { bubbles: true }));
  });
  row.append(button);
}
day.closest(".field-control").after(row);

/* -- numbers: how a large one will be read ----------------------------------------------------------- */

/* As the server reads it: 1.250 is a thousand, 18,9 has a decimal. What can be read in two ways is null. */
function parsed(text) {
  const written = text.trim();
  if (/^\d+$/.test(written)) return Number(written);
  if (/^\d{1,3}([. \u00a0]\d{3})+(,\d{1,3})?$/.test(written)) {
    return Number(written.replace(/[. \u00a0]/g, "").replace(",", "."));
  }
  return null;
}

function reading(input) {
  const number = parsed(input.value);
  if (number === null || number < 1000) return "";
  const shown = new Intl.NumberFormat(language).format(number);
  const named = number < 10_000 ? form.dataset.reading : form.dataset.readingLarge;
  const words = new Intl.NumberFormat(language, {
    notation: "compact", compactDisplay: "long", maximumSignificantDigits: 12,
  }).format(number);
  return named.replace("{number}", shown).replace("{unit}", input.dataset.unit ?? "").replace("{words}", words);
}

for (const input of form.querySelectorAll("input[inputmode]")) {
  const shown = document.createElement("p");
  shown.className = "field-help numbers";
  shown.setAttribute("aria-live", "polite");
  input.closest(".field-control").after(shown);
  const read = () => (shown.textContent = reading(input));
  input.addEventListener("input", (event) => event.isComposing || read());
  read();
}
