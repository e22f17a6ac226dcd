/* The editor of a section, made quicker: a sheet that follows the typing, figures put at the cursor, a list that
   narrows. Everything works without this file, by the buttons of the form. */

const PAUSE_MS = 700;

const form = document.getElementById("section-form");
const text = form.querySelector("textarea");

let timer = 0;
let asked = 0;

async function refresh() {
  const mine = ++asked;
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), redirect: "error" });
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["sheet", "checks-box"]) {
    const fresh = page.getElementById(id);
    if (fresh) document.getElementById(id).replaceWith(document.adoptNode(fresh));
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => refresh().catch(() => {}), PAUSE_MS);
}

function insert(token) {
  const before = text.value.slice(0, text.selectionStart);
  const after = text.value.slice(text.selectionEnd);
  const alone = /^\[\[\w+:/.test(token); // a list or a table stands alone on its line
  const gap = before === "" || (alone ? /\n$/ : /\s$/).test(before) ? "" : alone ? "\n" : " ";
  const rest = after === "" || (alone ? /^\n/ : /^[\s.,;:)]/).test(after) ? "" : alone ? "\n" : " ";
  text.setRangeText(gap + token + rest, text.selectionStart, text.selectionEnd, "end");
  text.focus();
  later();
}

function narrow(input) {
  const list = document.querySelector(input.dataset.filter);
  const wanted = plain(input.value);
  for (const item of list.querySelectorAll("[data-words]")) {
    item.hidden = !plain(item.dataset.words).includes(wanted);
  }
}

function plain(words) {
  return words.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "").trim();
}

form.addEventListener("input", later);

for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    insert(button.dataset.insert);
  });
}

for (const input of document.querySelectorAll("[data-filter]")) {
  input.addEventListener("input", () => narrow(input));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;
