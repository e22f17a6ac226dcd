/* Comfort only: every page works without this file. */

import "./sent.js";

const STORE = "lantoa.shortcuts";
const PAUSE_MS = 1200;

const dialog = document.getElementById("shortcuts");
const toggle = document.getElementById("shortcuts-on");

function keysWork() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

let typed = "";
let timer = 0;

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?" && dialog) {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    return;
  }
  if (event.key.length !== 1 || !keysWork()) return;
  typed = `${typed} ${event.key}`.trim();
  clearTimeout(timer);
  timer = setTimeout(() => (typed = ""), PAUSE_MS);
  for (const link of document.querySelectorAll("[data-keys]")) {
    if (link.dataset.keys === typed || link.dataset.keys === event.key) {
      event.preventDefault();
      link.click();
      return;
    }
  }
}

/* An open menu closes when something else is pressed, and on Escape. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-closes][open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

if (toggle) {
  toggle.checked = keysWork();
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(STORE, toggle.checked ? "on" : "off");
    } catch {
      /* a private window keeps nothing */
    }
  });
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-closes][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/* After an act one stands at what is said of it: a screen reader tells it, and Tab goes on from there. */
const said = document.querySelector("main form > .alert[role=alert], .messages");
if (said && !location.hash && document.activeElement === document.body) {
  said.tabIndex = -1;
  said.focus();
}

/* What this browser kept for a person (texts and photos that had not reached the server) goes when one signs out. */
document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute("action")?.endsWith("/logout/")) return;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("lantoa.kept.")) localStorage.removeItem(key);
    }
    caches.delete("lantoa.kept");
  } catch {
    /* a private window keeps nothing */
  }
});
