// Keeps a draft while it is written: on the server every few seconds, in this browser while the server has it not.
// It reads fields and never writes one while somebody types; only a page that just opened is filled.

import { find, forget, forgetWhere, keep } from "./store.js";

const PAUSE_MS = 3000;
const AGAIN_MS = 5000;

/* A page that shows an activity was reached by sending or saving its form: what was kept for it is done. */
const saved = document.querySelector("[data-saved]");
if (saved) {
  const [activity, key] = saved.dataset.saved.split(" ");
  forgetWhere((form, what) => form.replace(/\.photos$/, "") === activity || (key && what.values.form_key === key));
}

const form = document.querySelector("form[data-keep]");
if (form) start();

function start() {
  const words = document.querySelector("[data-kept-words]");
  const line = form.querySelector("[data-kept]");
  const why = form.querySelector("[data-why]");
  const user = form.dataset.user;
  const state = { dirty: false, saving: false, composing: false, leaving: false, timer: 0, savedAt: 0, here: false, back: false };

  /* -- reading and filling ----------------------------------------------------------------------- */

  function values() {
    const found = {};
    for (const [field, value] of new FormData(form)) {
      if (field === "csrfmiddlewaretoken" || value instanceof File) continue;
      found[field] = field in found ? [].concat(found[field], value) : value;
    }
    return found;
  }

  function isSame(one, other) {
    const text = (all) =>
      JSON.stringify(Object.entries(all).filter(([field, value]) => field !== "version" && value !== "").sort());
    return text(one) === text(other);
  }

  function fill(kept) {
    for (const field of form.elements) {
      if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") continue;
      const wanted = [].concat(kept[field.name] ?? []);
      if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = wanted.includes(option.value);
      else if (field.name !== "version" && field.type !== "submit") field.value = wanted[0] ?? "";
    }
  }

  /* -- saying ------------------------------------------------------------------------------------ */

  function say(what, fillIn) {
    for (const each of words.querySelectorAll("[data-says]")) each.hidden = each.dataset.says !== what;
    const shown = what && words.querySelector(`[data-says="${what}"]`);
    if (shown && fillIn) fillIn(shown);
    /* The messages stand above the form, the buttons always in sight: from beside them one comes up there. */
    why.hidden = !shown || what === "back";
    if (!why.hidden) Object.assign(why, { href: `#${shown.id}`, textContent: shown.querySelector(".alert-title").textContent });
  }

  function tell() {
    const seconds = Math.round((Date.now() - state.savedAt) / 1000);
    if (state.saving) line.textContent = words.dataset.saving;
    else if (state.dirty && state.here) line.textContent = words.dataset.here;
    else if (!state.savedAt) line.replaceChildren();
    else if (seconds < 2) line.textContent = words.dataset.now;
    else if (seconds < 60) line.textContent = words.dataset.seconds.replace("{seconds}", seconds);
    else line.textContent = words.dataset.time.replace("{time}", clock(state.savedAt));
  }

  function clock(at) {
    return new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  }

  /* -- saving ------------------------------------------------------------------------------------ */

  function later(wait = PAUSE_MS) {
    if (!state.timer) state.timer = setTimeout(save, wait);
  }

  async function save({ isLeaving = false } = {}) {
    clearTimeout(state.timer);
    state.timer = 0;
    if (!state.dirty || state.leaving) return;
    if (state.saving || (state.composing && !isLeaving)) return later(1000);
    state.saving = true;
    const sent = values();
    const body = new FormData();
    for (const [field, value] of new FormData(form)) if (!(value instanceof File)) body.append(field, value);
    let answer;
    try {
      answer = await fetch(form.dataset.keep, { method: "POST", body, redirect: "manual", keepalive: isLeaving });
    } catch {
      answer = null;
    }
    state.saving = false;
    await read(answer, sent);
    tell();
  }

  async function read(answer, sent) {
    if (!answer || answer.status >= 500) return notSaved("offline");
    if (answer.type === "opaqueredirect") return signedOut();
    if (answer.status === 403) return (await renewToken()) ? later(0) : signedOut();
    const said = await answer.json();
    if (answer.status === 200) return kept(said, sent);
    if (answer.status === 429) return later(said.wait_seconds * 1000);
    if (answer.status === 409) return changed(said);
    notSaved("gone", (shown) => {
      shown.querySelector("[data-message]").textContent = said.message;
      shown.querySelector("[data-where]").href = said.url;
    });
  }

  function kept(said, sent) {
    forget(user, form.dataset.form);
    if (said.version === undefined) {
      state.dirty = false;
      return;
    }
    Object.assign(form.dataset, { keep: said.keep, form: said.form });
    form.elements.version.value = said.version;
    form.action = said.edit;
    history.replaceState(null, "", said.edit);
    form.dispatchEvent(new Event("kept"));
    state.savedAt = Date.now();
    state.dirty = !isSame(sent, values());
    if (state.dirty) {
      keepHere();
      later();
    }
    if (!state.back) say("");
    const beside = form.querySelector("[data-alike]");
    if (beside && beside.dataset.shown !== said.alike) {
      beside.hidden = !said.alike;
      beside.innerHTML = said.alike;
      beside.dataset.shown = said.alike;
    }
  }

  function notSaved(why, fillIn) {
    state.here = keepHere();
    say(state.here || why === "gone" ? why : "nowhere", fillIn);
    if (why === "offline") later(AGAIN_MS);
  }

  function signedOut() {
    notSaved("out", (shown) => {
      const again = shown.querySelector("[data-again]");
      again.href = `${new URL(again.href).pathname}?next=${encodeURIComponent(location.pathname + location.search)}`;
    });
  }

  function changed(said) {
    notSaved("changed", (shown) => {
      const list = shown.querySelector("[data-theirs]");
      list.replaceChildren(
        ...said.theirs.map(({ label, value }) => {
          const [item, name] = ["li", "strong"].map((tag) => document.createElement(tag));
          name.append(label);
          item.append(name, " ", value || "–");
          return item;
        }),
      );
      shown.querySelector("[data-take]").href = said.edit;
      shown.querySelector("[data-take]").onclick = () => {
        state.dirty = false;
        forget(user, form.dataset.form);
      };
      shown.querySelector("[data-mine]").onclick = () => {
        form.elements.version.value = said.version;
        later(0);
      };
    });
  }

  /* Signed in again in another window: the page there carries a new token. Whether it is the same person is asked. */
  async function renewToken() {
    const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-keep] [name=csrfmiddlewaretoken]");
    const same = page.querySelector("form[data-keep]")?.dataset.user === user;
    if (!token || !same || token.value === state.token) return false;
    state.token = token.value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token.value;
    return true;
  }

  function keepHere() {
    return keep(user, form.dataset.form, { values: values() });
  }

  function onWriting() {
    state.dirty = true;
    state.back = false;
    state.here = keepHere();
    later();
  }

  /* -- when the page opens ----------------------------------------------------------------------- */

  function restore() {
    forgetWhere(() => false);
    const stored = find(user, form.dataset.form);
    if (!stored || "answered" in form.dataset || isSame(stored.values, values())) {
      return stored && forget(user, form.dataset.form);
    }
    const isNewer = Number(form.elements.version.value || 0) > Number(stored.values.version || 0);
    const before = values();
    fill(stored.values);
    if (isNewer) form.elements.version.value = stored.values.version || 0;  // the server says what differs, and asks
    state.dirty = state.here = state.back = true;
    say("back", (shown) => {
      const text = shown.querySelector("p:not(.alert-title)");
      text.textContent = text.textContent.replace("{time}", clock(stored.at));
      shown.querySelector("[data-discard]").onclick = () => {
        fill(before);
        onWriting();
      };
    });
    later(0);
  }

  restore();
  form.addEventListener("compositionstart", () => (state.composing = true));
  form.addEventListener("compositionend", () => (state.composing = false));
  form.addEventListener("input", onWriting);
  form.addEventListener("change", onWriting);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;  // photos are still on their way
    keepHere();  // until the page of the activity says that it arrived
    state.leaving = true;
  });
  window.addEventListener("pageshow", () => (state.leaving = false));
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => document.hidden && save({ isLeaving: true }));
  window.addEventListener("beforeunload", (event) => {
    if (state.dirty && !state.here && !state.leaving) event.preventDefault();
  });
  setInterval(tell, 1000);
}
