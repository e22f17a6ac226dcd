// What this browser keeps for a person until the server has it: texts in localStorage under "lantoa.kept.<user>.<form>".
// office.js throws all of it away when one signs out.

const PREFIX = "lantoa.kept.";
const MOST_DAYS = 7;

function name(user, form) {
  return `${PREFIX}${user}.${form}`;
}

/* Whether it could be kept: a private window or a full disk keeps nothing. */
export function keep(user, form, what) {
  try {
    localStorage.setItem(name(user, form), JSON.stringify({ ...what, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function find(user, form) {
  try {
    return JSON.parse(localStorage.getItem(name(user, form)));
  } catch {
    return null;
  }
}

export function forget(user, form) {
  try {
    localStorage.removeItem(name(user, form));
  } catch {
    /* nothing was kept */
  }
}

/* Removes what is wanted no more: of any form for which `done(form, what)` is true, and whatever is a week old. */
export function forgetWhere(done) {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      const what = JSON.parse(localStorage.getItem(key));
      const form = key.slice(PREFIX.length).replace(/^\d+\./, "");
      if (Date.now() - what.at > MOST_DAYS * 86_400_000 || done(form, what)) localStorage.removeItem(key);
    }
  } catch {
    /* nothing was kept */
  }
}
