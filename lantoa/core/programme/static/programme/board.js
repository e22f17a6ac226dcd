/* The board works without this: here a tick chooses all rows that are shown, and a button prints. */

const all = document.querySelector("[data-pick-all]");

if (all) {
  all.closest("[data-all]").hidden = false;
  all.addEventListener("change", () => {
    for (const box of document.querySelectorAll("input[name=pick]")) box.checked = all.checked;
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
