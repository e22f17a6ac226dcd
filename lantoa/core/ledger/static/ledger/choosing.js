// Choosing a kind: the list follows the words while one types, and Enter opens the only one left.

const form = document.querySelector("form[data-kinds]");
const input = form.elements.q;
const last = document.querySelector("[data-kinds-last]");
const none = document.querySelector("[data-kinds-none]");
const groups = [...document.querySelectorAll("[data-kinds-group]")];
const items = [...document.querySelectorAll("[data-words]")];

/* As the server folds: small letters without accents. */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().trim().replace(/\s+/g, " ");
}

function shown() {
  return items.filter((item) => !item.hidden);
}

function filter() {
  const words = fold(input.value);
  for (const item of items) item.hidden = !item.dataset.words.includes(words);
  for (const group of groups) group.hidden = group.querySelector("[data-words]:not([hidden])") === null;
  if (last) last.hidden = words !== "";
  none.hidden = shown().length > 0;
}

/* A page that was asked for words by its address holds only those kinds: there the form asks the server again. */
if (input.defaultValue === "") {
  input.addEventListener("input", (event) => event.isComposing || filter());
  input.addEventListener("compositionend", filter);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (shown().length === 1) shown()[0].querySelector("a").click();
  });
}
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && shown().length > 0) {
    event.preventDefault();
    shown()[0].querySelector("a").focus();
  }
});
if (matchMedia("(pointer: fine)").matches) input.focus();  // on a phone the keyboard would cover the list
