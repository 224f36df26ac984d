/* What was typed and is not known to be saved, kept in the browser until the server has said so. One journal for
   each person and page: a colleague at the same computer does not find it. */
import { form } from "./fields.js";

const KEY = `typed ${form.dataset.journal}`;
let entries = {};
try { entries = JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { entries = {}; }

const keep = () => {
  try {
    if (Object.keys(entries).length) localStorage.setItem(KEY, JSON.stringify(entries));
    else localStorage.removeItem(KEY);
  } catch { /* a full or forbidden store: the page itself still holds it, and sends it */ }
};
export const journal = {
  get: (name) => entries[name],
  has: (name) => name in entries,
  names: () => Object.keys(entries),
  put(name, entry) { entries[name] = entry; keep(); },
  drop(name) { delete entries[name]; keep(); },
};
