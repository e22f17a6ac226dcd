// Long lists: a field above one leaves what contains the words, with or without accents. Without this file the list
// is as it is, in groups.

/* As the server folds: small letters without accents. */
const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().trim().replace(/\s+/g, " ");

const ROWS = 8;
/* What the server sorted the lists by: another answer here, and they are of the one before. */
const SORTED_BY = ["event_at", "agency"];

function follow(list) {
  const whole = [...list.children];
  const options = [...list.options].filter((option) => option.value);
  const words = new Map(options.map((option) => [option, fold(option.textContent)]));
  const home = new Map(options.map((option) => [option, option.parentElement]));
  const order = new Map([...home.values()].map((group) => [group, [...group.children]]));

  const field = document.createElement("input");
  const none = document.createElement("output");
  field.type = "search";
  field.autocomplete = "off";
  field.placeholder = list.dataset.finds;
  field.setAttribute("aria-label", list.dataset.finds);
  field.setAttribute("aria-controls", list.id);
  field.className = "long-list-words";
  none.className = "help";
  none.setAttribute("role", "status");
  list.before(field);
  list.after(none);

  let isOld = false;

  function show() {
    const asked = fold(field.value).split(" ");
    const fits = (option) => !words.has(option) || asked.every((word) => words.get(option).includes(word));
    const chosen = list.selectedOptions[0];
    const value = list.value;
    for (const [group, all] of order) {
      if (group !== list) group.replaceChildren(...all.filter((option) => fits(option) || option === chosen));
    }
    list.replaceChildren(...whole.filter((part) => part.tagName !== "OPTGROUP" || part.children.length > 0));
    const found = options.filter(fits);
    list.size = field.value && found.length ? Math.min(Math.max(list.options.length, 2), ROWS) : 0;
    list.value = value; // a list that was taken apart chooses anew
    none.textContent = found.length ? (isOld ? list.dataset.old : "") : list.dataset.none;
    return found;
  }

  for (const name of SORTED_BY) {
    list.form.elements[name]?.addEventListener("change", () => {
      isOld = true;
      show();
    });
  }

  function choose(option) {
    option.selected = true;
    close();
    list.dispatchEvent(new Event("change", { bubbles: true }));
    list.focus();
  }

  function close() {
    if (!field.value) return;
    field.value = "";
    show();
  }

  field.addEventListener("input", (event) => event.isComposing || show());
  field.addEventListener("compositionend", show);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault(); // else the whole item would be saved
      const found = field.value ? show() : [];
      if (found.length) choose(found[0]);
    } else if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && field.value) {
      event.preventDefault();
      list.focus();
    }
  });
  list.addEventListener("click", (event) => event.target.closest("option") && close());
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !field.value) return;
    event.preventDefault();
    close();
  });
}

for (const list of document.querySelectorAll("select[data-finds]")) follow(list);
