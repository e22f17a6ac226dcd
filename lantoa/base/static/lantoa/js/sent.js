/* What was typed into a form that was sent after the sign-in had ended stands in it again, once the same person
   signed in: in the office and in Wagtail's editor. So it does where they had signed in beside it, in another window,
   and the form was refused as too old. */
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
  const { pathname: path, search } = location;
  const sent = { person: person(), path, search, action: form.action, typed };
  inThisTab((store) => store.setItem(SENT, JSON.stringify(sent)));
});

const keep = (kept) => inThisTab((store) => store.setItem(SENT, JSON.stringify(kept)));
const sent = JSON.parse(inThisTab((store) => store.getItem(SENT)) ?? "null");
inThisTab((store) => store.removeItem(SENT));

/* On the page that refuses it: the way back to it. */
const again = document.querySelector("a[data-sent-again]");
if (again && sent?.action === location.href) {
  keep({ ...sent, isRefused: true });
  again.href = sent.path + sent.search;
  again.hidden = false;
}

/* Whatever was taken in comes back from another address than that of the sign-in. */
const isBack = document.referrer && new URL(document.referrer).pathname.startsWith("/accounts/");
const isHere = sent?.person && sent.person === person() && sent.path === location.pathname;
if (isHere && (isBack || sent.isRefused)) {
  const form = [...document.forms].find((each) => each.action === sent.action);
  fieldsOf(form ?? { elements: [] }).forEach((field, place) => {
    const [name, value] = sent.typed[place] ?? [];
    if (name !== field.name || value === field.value) return;
    field.value = value;
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  });
  /* Who went back has the page of before, which is refused once more: it is loaded again. */
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") keep(sent);
}
