/* Comments open beside their paragraph instead of on a page of their own. Without this file the links are followed. */

let dialog = null;

function made() {
  const box = document.createElement("dialog");
  box.className = "sheet review-dialog";
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("[data-close]")) {
      event.preventDefault();
      box.close();
    }
  });
  document.body.append(box);
  return box;
}

async function open(link) {
  const answer = await fetch(link.href, { redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.getElementById("beside");
  dialog ??= made();
  dialog.setAttribute("aria-label", page.querySelector("h1")?.textContent.trim() ?? "");
  dialog.replaceChildren(document.adoptNode(shown));
  dialog.showModal();
  dialog.querySelector("textarea")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-beside]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});
