/* What was typed and is not known to be saved, kept in the browser until the server has said so. One journal for
   each person and page: a colleague at the same computer does not find it. Two windows share it, so each change is
   made to what stands there now. */
import { form } from "./fields.js";

const KEY = `typed ${form.dataset.journal}`;
const stands = () => { try { return JSON.parse(localStorage.getItem(KEY)) ?? {}; } catch { return {}; } };
const own = stands();

const change = (name, entry) => {
  const all = stands();
  if (entry) own[name] = all[name] = entry;
  else { delete own[name]; delete all[name]; }
  try {
    if (Object.keys(all).length) localStorage.setItem(KEY, JSON.stringify(all));
    else localStorage.removeItem(KEY);
  } catch { /* a full or forbidden store: the page itself still holds it, and sends it */ }
};
export const journal = {
  get: (name) => own[name],
  has: (name) => name in own,
  names: () => Object.keys(own),
  put: (name, entry) => change(name, entry),
  drop: (name) => change(name, null),
};
