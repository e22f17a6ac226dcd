/* What was typed into a form that was sent after the sign-in had ended stands in it again, once the same person
   signed in: in the office and in Wagtail's editor. */
const SENT = "lantoa.sent";
const TYPED = "textarea, select, input:not([type=hidden], [type=password], [type=file], [type=checkbox], [type=radio])";
const person = () => document.querySelector("[data-person]")?.dataset.person;
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && field.matches(TYPED));

function inThisTab(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

document.addEventListener("submit", ({ target: form }) => {
  /* Some keep what is typed themselves. */
  const keeps = form.dataset.keep || form.querySelector("[data-kept-for]");
  if (form.method !== "post" || keeps || location.pathname.startsWith("/accounts/")) return;
  const typed = fieldsOf(form).map((field) => [field.name, field.value]);
  if (!typed.some(([, value]) => value.trim())) return;
  const sent = { person: person(), path: location.pathname, action: form.action, typed };
  inThisTab((store) => store.setItem(SENT, JSON.stringify(sent)));
});

const sent = JSON.parse(inThisTab((store) => store.getItem(SENT)) ?? "null");
inThisTab((store) => store.removeItem(SENT));
/* Whatever was taken in comes back from another address than that of the sign-in. */
const isBack = document.referrer && new URL(document.referrer).pathname.startsWith("/accounts/");
if (sent && isBack && sent.person && sent.person === person() && sent.path === location.pathname) {
  const form = [...document.forms].find((each) => each.action === sent.action);
  fieldsOf(form ?? { elements: [] }).forEach((field, place) => {
    const [name, value] = sent.typed[place] ?? [];
    if (name !== field.name || value === field.value) return;
    field.value = value;
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  });
}
