// Photos and files of a form, sent in pieces before the form is: shrunk on this phone, going on where a lost network
// or a reload stopped them. Without this file the browser sends the chosen files with the form.

import { find, forget, keep } from "./store.js";

const PIECE_BYTES = 256 * 1024;
const AGAIN_MS = 5000;
const PICTURES = { "image/jpeg": "image/jpeg", "image/png": "image/webp", "image/webp": "image/webp" };

for (const form of document.querySelectorAll("form[data-photos]")) start(form);

function start(form) {
  const list = form.querySelector("[data-photo-list]");
  const row = form.querySelector("template[data-photo]");
  const photos = new Set();
  let waiting = null;
  let keptAs = "";

  /* -- what is kept over a reload: addresses in localStorage, the shrunk files in the browser's cache ---- */

  const name = () => `${form.dataset.form}.photos`;
  const box = () => (window.caches ? caches.open("lantoa.kept") : Promise.reject(new Error("no secure address")));

  function remember() {
    if (keptAs && keptAs !== name()) forget(form.dataset.user, keptAs);
    keptAs = name();
    const sent = [...photos].filter((photo) => photo.token);
    if (!sent.length) return forget(form.dataset.user, keptAs);
    const rows = sent.map(({ token, address, label, size, done }) => ({ token, address, label, size, done }));
    keep(form.dataset.user, keptAs, { values: { form_key: form.elements.form_key?.value }, photos: rows });
  }

  async function comeBack() {
    for (const each of find(form.dataset.user, name())?.photos ?? []) {
      const photo = show(each.label);
      Object.assign(photo, each, { done: false, wasDone: each.done });
      const kept = await box().then((open) => open.match(each.address)).catch(() => null);
      photo.blob = kept && (await kept.blob());
      send(photo);
    }
  }

  /* -- one photo --------------------------------------------------------------------------------------- */

  function show(label) {
    const item = row.content.firstElementChild.cloneNode(true);
    const photo = { label, item, stop: new AbortController() };
    item.querySelector("[data-name]").textContent = label;
    item.querySelector("progress").setAttribute("aria-label", label);
    item.querySelector("[data-cancel]").addEventListener("click", () => cancel(photo));
    item.querySelector("[data-again]").addEventListener("click", () => send(photo));
    list.append(item);
    photos.add(photo);
    return photo;
  }

  function tell(photo, what, message = "") {
    photo.item.querySelector("[data-note]").textContent = message || row.dataset[what];
    photo.item.querySelector("[data-again]").hidden = what !== "stopped";
    photo.item.querySelector("progress").hidden = what === "done";
    photo.state = what;
    if (waiting && ![...photos].some(isUnderWay)) goOn();
  }

  const isUnderWay = (photo) => photo.state === "sending" || photo.state === "waiting";

  async function add(file) {
    const photo = show(file.name);
    tell(photo, "sending");
    photo.blob = await shrink(file).catch(() => file);
    photo.size = photo.blob.size;
    send(photo);
  }

  /* Smaller, upright and without what a camera writes beside the picture; the original where that is smaller. */
  async function shrink(file) {
    if (!PICTURES[file.type]) return file;
    const picture = await createImageBitmap(file);
    const share = Math.min(1, Number(row.dataset.side) / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const quality = Number(row.dataset.quality) / 100;
    const blob = await new Promise((done) => canvas.toBlob(done, PICTURES[file.type], quality));
    return blob && blob.size < file.size ? blob : file;
  }

  async function send(photo) {
    tell(photo, "sending");
    try {
      if (!photo.token) await announce(photo);
      let offset = (await ask(photo, {})).offset;
      while (offset < photo.size) {
        photo.item.querySelector("progress").value = offset / photo.size;
        if (!photo.blob) throw new Refused(row.dataset.choose);
        offset = (await ask(photo, piece(photo, offset))).offset;
      }
      arrived(photo);
    } catch (error) {
      if (photo.stop.signal.aborted) return;
      if (error instanceof Refused) return tell(photo, "stopped", error.message);
      tell(photo, "waiting");
      setTimeout(() => photo.state === "waiting" && send(photo), AGAIN_MS);
    }
  }

  class Refused extends Error {}

  function piece(photo, offset) {
    const end = Math.min(offset + PIECE_BYTES, photo.size);
    const range = `bytes ${offset}-${end - 1}/${photo.size}`;
    return { method: "PUT", body: photo.blob.slice(offset, end), headers: { "Content-Range": range } };
  }

  async function announce(photo) {
    const body = new URLSearchParams({ name: photo.label, size: photo.size });
    Object.assign(photo, await ask({ ...photo, address: form.dataset.photos }, { method: "POST", body }));
    remember();
    await box().then((open) => open.put(photo.address, new Response(photo.blob))).catch(() => {});
  }

  async function ask(photo, { headers = {}, ...more }) {
    const token = form.elements.csrfmiddlewaretoken.value;
    const signal = photo.stop.signal;
    const answer = await fetch(photo.address, {
      ...more, signal, redirect: "manual", headers: { ...headers, "X-CSRFToken": token },
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Refused(row.dataset.out);
    if (answer.status === 404) {
      photo.token = "";
      if (photo.wasDone) drop(photo);  // its form was sent
      throw new Refused(row.dataset.gone);
    }
    const said = await answer.json();
    if (answer.status === 422) throw new Refused(said.message);
    if (!answer.ok && answer.status !== 409) throw new Error(answer.statusText);
    return said;
  }

  function arrived(photo) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "part", value: photo.token });
    photo.item.append(field);
    photo.done = true;
    tell(photo, "done");
    remember();
    box().then((open) => open.delete(photo.address)).catch(() => {});
  }

  function cancel(photo) {
    photo.stop.abort();
    if (photo.token) {
      const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
      fetch(photo.address, { method: "DELETE", headers }).catch(() => {});
      box().then((open) => open.delete(photo.address)).catch(() => {});
    }
    drop(photo);
    if (waiting && ![...photos].some(isUnderWay)) goOn();
  }

  function drop(photo) {
    photos.delete(photo);
    photo.item.remove();
    photo.state = "";
    remember();
  }

  /* -- the form ---------------------------------------------------------------------------------------- */

  function goOn() {
    const { submitter } = waiting;
    waiting = null;
    delete form.dataset.sent;
    form.requestSubmit(submitter);
  }

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      for (const file of input.files) add(file);
      input.value = "";
    });
  }
  form.addEventListener("submit", (event) => {
    if (![...photos].some(isUnderWay)) return;
    event.preventDefault();
    waiting = event;
  });
  form.addEventListener("kept", remember);
  window.addEventListener("online", () => {
    for (const photo of photos) if (photo.state === "waiting") send(photo);
  });
  comeBack();
}
