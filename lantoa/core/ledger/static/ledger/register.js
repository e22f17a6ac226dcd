/* Comfort only: without this file a title leads to its page and every button works.

A press on a title opens the row in its place; j and k walk, o opens, x ticks. */

const STORE = "lantoa.shortcuts";
const table = document.querySelector("[data-register]");
const acts = document.getElementById("bulk");
const TITLES = "tr[data-row] a.table-title";

async function toggle(link) {
  const row = link.closest("tr");
  const open = row.nextElementSibling;
  if (open?.classList.contains("register-open")) {
    open.remove();
    link.setAttribute("aria-expanded", "false");
    return;
  }
  let piece;
  try {
    const answer = await fetch(`${link.href}preview/`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    piece = await answer.text();
  } catch {
    location.assign(link.href); // signed out, gone, or no network: the page itself says so
    return;
  }
  const below = document.createElement("tr");
  below.className = "register-open";
  const cell = below.appendChild(document.createElement("td"));
  cell.colSpan = row.cells.length;
  cell.innerHTML = piece; // our own template, escaped there
  row.after(below);
  link.setAttribute("aria-expanded", "true");
}

/* The acts come near as soon as there is something to do them with. */
function onTick() {
  const ticked = table.querySelectorAll("input[name=pick]:checked").length;
  acts.classList.toggle("is-needed", ticked > 0 || acts.elements.everything.checked);
  const said = acts.querySelector("[data-ticked]");
  said.hidden = ticked === 0;
  said.textContent = said.dataset.ticked.replace("0", ticked);
}

function links() {
  return [...table.querySelectorAll(TITLES)];
}

function step(by) {
  const all = links();
  const here = all.indexOf(document.activeElement?.closest("tr")?.querySelector(TITLES));
  const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function keysWork() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !keysWork()) return;
  const target = event.target;
  if (target.closest("textarea, select, [contenteditable], dialog, input:not([type=checkbox])")) return;
  const row = target.closest("tr[data-row]");
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "o" && row) toggle(row.querySelector(TITLES));
  else if (event.key === "x" && row) row.querySelector("input[type=checkbox]")?.click();
  else return;
  event.preventDefault();
}

if (table) {
  for (const link of links()) link.setAttribute("aria-expanded", "false");
  table.addEventListener("click", (event) => {
    const link = event.target.closest(TITLES);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggle(link);
  });
  document.addEventListener("keydown", onKey);
}
if (table && acts) {
  document.addEventListener("change", (event) => {
    if (event.target.form === acts) onTick();
  });
  window.addEventListener("pageshow", onTick); // ticks that the browser kept
}
