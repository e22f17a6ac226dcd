// What is typed and not saved stays in this browser: of a new item until its first save, of a draft while nothing can
// be saved, because the sign-in ended or the network is gone. It is offered when the same form is opened again;
// `office/admin.js` forgets what was saved, and all of it when one signs out.

const EACH_MS = 2000;
const WRITTEN = { day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" };
const LONGEST_MS = 30 * 24 * 3600 * 1000;
const title = document.querySelector("#id_title[data-kept-for]");
const form = title?.form;
const isNew = location.pathname.startsWith("/admin/pages/add/");
/* Of a draft: which text of it stands in the form. A save, Wagtail's own in the background too, makes it another. */
const text = () => form.elements.loaded_revision_created_at?.value ?? "";
if (form) start(`lantoa.kept.item.${title.dataset.keptFor}.${location.pathname} `);

/* A private window keeps nothing. */
function stored(act) {
  try {
    return act(localStorage);
  } catch {
    return [];
  }
}

function start(mine) {
  const kept = stored((store) =>
    Object.keys(store)
      .filter((key) => key.startsWith(mine))
      .map((key) => ({ key, ...JSON.parse(store.getItem(key)) }))
      .sort((one, other) => other.at - one.at)
  );
  for (const each of kept) {
    if (Date.now() - each.at > LONGEST_MS || (each.text ?? "") !== text()) stored((store) => store.removeItem(each.key));
    /* A form that came back with what is wrong in it holds everything itself. */
    else if (isNew ? !title.value : !form.querySelector(".w-field--error")) form.prepend(offered(each));
  }
  watch(`${mine}${Date.now()}`);
}

/* [name, value] of every field; those that only count rows go along. */
function typed() {
  return [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
}

function watch(key) {
  let first = null; // what Wagtail's scripts drew, before anybody typed
  let last = null;
  let isSent = false;
  let saved = text();
  const keep = () => {
    const fields = typed();
    const now = JSON.stringify(fields);
    first ??= now;
    last ??= now;
    if (text() !== saved) {
      saved = text();
      stored((store) => store.removeItem(key));
    } else if (isSent || now !== last) {
      stored((store) => store.setItem(key, JSON.stringify({ fields, at: Date.now(), sent: isSent, text: saved })));
    }
    last = now;
  };
  setInterval(keep, EACH_MS);
  addEventListener("pagehide", () => last !== null && !isSent && keep());
  form.addEventListener("submit", () => {
    /* Whoever approves a text sends it too, and typed none of it. */
    if (!isNew && (last === null || JSON.stringify(typed()) === first)) return;
    isSent = true;
    keep();
  });
}

function offered(kept) {
  const box = document.createElement("div");
  const line = document.createElement("p");
  const called = kept.fields.find(([name]) => name === "title")?.[1];
  const at = new Date(kept.at).toLocaleString(document.documentElement.lang, WRITTEN);
  line.textContent = [title.dataset.keptWords, called && `“${called}”`, at].filter(Boolean).join(" · ");
  box.className = "help-block help-info kept";
  box.setAttribute("role", "status");
  box.append(
    line,
    button(title.dataset.keptTake, "", () => take(kept)),
    button(title.dataset.keptDrop, " button-secondary", () => {
      stored((store) => store.removeItem(kept.key));
      box.remove();
    })
  );
  return box;
}

function button(words, look, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button button-small${look}`;
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

/* As if the person had saved these fields; what cannot be read is said on the form that comes back. */
function take(kept) {
  const again = document.createElement("form");
  again.method = "post";
  again.action = form.action;
  again.hidden = true;
  for (const [name, value] of [...kept.fields, ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value]]) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    again.append(field);
  }
  stored((store) => store.setItem(kept.key, JSON.stringify({ ...kept, sent: true })));
  document.body.append(again);
  again.submit();
}
