// Excel and Word put a copied table on the clipboard twice: as text and as HTML, which knows joined cells.
// Without this file the text alone is sent, and is read too.
for (const area of document.querySelectorAll("textarea[data-paste]")) {
  const kept = document.getElementById(area.dataset.paste);
  area.addEventListener("paste", (event) => {
    kept.value = event.clipboardData.getData("text/html").slice(0, 2000000);
  });
  // What is typed afterwards counts for more than what was pasted.
  area.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") kept.value = "";
  });
}
