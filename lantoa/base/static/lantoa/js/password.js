/* A button that shows what was typed, beside each password field; without it the field is an ordinary one. */

for (const box of document.querySelectorAll("[data-reveal]")) {
  const input = box.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button field-reveal";
  button.textContent = box.dataset.show;
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.textContent = shown ? box.dataset.hide : box.dataset.show;
    button.setAttribute("aria-pressed", String(shown));
    input.focus();
  });
  box.append(button);
  /* Never sent or kept by the browser as a plain text field. */
  input.form?.addEventListener("submit", () => (input.type = "password"));
}
