/* Saving while one types: one field at a time, on the version it is based on, sent again until the server has answered.
   A field is `waiting`, `sending`, `unreadable`, `conflict` or `refused`; what is saved is none of these. */
import { cameBackRefused, contentOf, form, inputOf, isHalfTyped, nameOf, pairsFrom, putIn, setVersion, typedIn, versionOf, allNames } from "./fields.js";
import { journal } from "./journal.js";
import { post } from "./post.js";
import { word } from "./words.js";

const PAUSE = 500; /* ms after the last key */
const PATIENCE = 15000;
const PAUSES = [1000, 2000, 4000, 8000, 15000]; /* before the next try without an answer */

/* What the server holds; null where the page itself brought back a text that was refused. */
const stored = new Map(allNames().map((name) => [name, cameBackRefused(name) ? null : contentOf(typedIn(name))]));
const states = new Map([...stored].filter(([, content]) => content === null).map(([name]) => [name, "unreadable"]));
const KEEPALIVE_MOST = 50000; /* characters; browsers refuse more in a request that outlives its page */
const timers = new Map(), past = [];
let sending = false, trouble = "", tries = 0, retry = 0, undoing = "", lastSaved = "";
const listeners = [];

const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const tell = (event, detail) => listeners.forEach((listener) => listener(event, detail));
const set = (name, state, detail) => {
  if (state) states.set(name, state); else states.delete(name);
  tell("field", { name, state: state || "saved", ...detail });
};

export const saver = {
  listen: (listener) => listeners.push(listener),
  isPending: (name) => journal.has(name) || states.has(name),
  pending: () => [...states.keys()],
  get trouble() { return trouble; },
  get lastSaved() { return lastSaved; },
  count: (...wanted) => [...states.values()].filter((state) => wanted.includes(state)).length,
  canUndo: () => past.length > 0,

  /* Something was typed in the field. */
  changed(name) {
    const pairs = typedIn(name), content = contentOf(pairs);
    clearTimeout(timers.get(name));
    const before = journal.get(name);
    /* Back to what the server holds, and no try under way or unanswered that may have changed that. */
    if (content === stored.get(name) && states.get(name) !== "sending" && !before?.tried) {
      if (undoing === name) undoing = "";
      journal.drop(name);
      set(name, "");
      return;
    }
    if (states.get(name) === "conflict") {
      journal.put(name, { ...journal.get(name), pairs });
      return; /* the person chooses first */
    }
    journal.put(name, { pairs, base: versionOf(name), key: newKey(), after: before?.tried ? before.key : before?.after, tried: false });
    if (states.get(name) !== "sending") set(name, "waiting");
    timers.set(name, setTimeout(pump, PAUSE));
  },
  /* The field was left: nothing to wait for. */
  left(name) { if (states.get(name) === "waiting") setTimeout(pump); },
  /* Send what waits; true when all that can be saved is saved. */
  async flush() {
    await pump();
    while (sending) await new Promise((done) => setTimeout(done, 20));
    return states.size === 0;
  },
  /* Of two answers, take the own one (true) or the colleague's. */
  choose(name, mine, theirs) {
    setVersion(name, theirs.version);
    stored.set(name, contentOf(pairsFrom(name, theirs)));
    if (mine) {
      states.delete(name);
      this.changed(name);
      if (!states.has(name)) set(name, "");
      pump();
      return;
    }
    putIn(name, pairsFrom(name, theirs));
    journal.drop(name);
    forget(name);
    set(name, "", { by: theirs.by, when: theirs.when });
  },
  /* The server says that something newer stands in a field that nobody is typing in here. */
  take(name, shown) {
    forget(name);
    putIn(name, pairsFrom(name, shown));
    setVersion(name, shown.version);
    stored.set(name, contentOf(pairsFrom(name, shown)));
    tell("taken", { name, ...shown });
  },
  undo() {
    const last = past.pop();
    if (!last) return;
    undoing = last.name;
    putIn(last.name, last.pairs);
    this.changed(last.name);
    tell("undone", last);
    pump();
  },
  retryNow() { if (trouble) { clearTimeout(retry); pump(); } },
  /* A new field came onto the page (a finding to explain): what stands in it now is stored. */
  met(name) {
    stored.set(name, contentOf(typedIn(name)));
    const entry = journal.get(name);
    if (entry) { putIn(name, entry.pairs); set(name, "waiting"); }
  },
  /* What an earlier visit could not save: put back and sent, or set beside what stands by now. */
  putBack() {
    for (const name of journal.names()) {
      const entry = journal.get(name);
      if (!inputOf(name) || stored.get(name) === null) continue; /* a finding that is gone, or what the page says itself */
      if (inputOf(name).disabled || contentOf(entry.pairs) === stored.get(name)) { journal.drop(name); continue; }
      const standing = { version: versionOf(name), pairs: typedIn(name) };
      putIn(name, entry.pairs);
      if (entry.base === standing.version) { set(name, "waiting"); continue; }
      set(name, "conflict", { theirs: shownFrom(name, standing) });
    }
    if (states.size) pump();
  },
};

const shownFrom = (name, { version, pairs }) => {
  const texts = new Map(pairs);
  if (pairs.length && pairs[0][0].includes("__country_")) {
    const rows = [];
    for (let at = 0; at < pairs.length; at += 2) rows.push([pairs[at][1], pairs[at + 1][1]]);
    return { version, rows, words: rows.map((row) => row.join(" ")).join(", ") || word("empty"), by: "", when: "" };
  }
  const text = texts.get(name) ?? "", not_relevant = texts.has(`${name}__not_relevant`);
  return { version, text, not_relevant, words: not_relevant ? word("not_relevant") : text || word("empty"), by: "", when: "" };
};

async function pump() {
  if (sending) return;
  sending = true;
  clearTimeout(retry);
  try {
    for (;;) {
      const name = [...states].find(([waiting, state]) => state === "waiting" && !isHalfTyped(waiting))?.[0];
      if (!name) { if (trouble) { trouble = ""; tell("page"); } break; }
      if (!(await send(name))) break;
    }
  } finally {
    sending = false;
    tell("page");
  }
}

/* One field to the server; false when there was no answer and it is better to wait. */
async function send(name) {
  const entry = journal.get(name);
  if (!entry) { set(name, ""); return true; }
  set(name, "sending");
  journal.put(name, { ...entry, tried: true });
  const version = [name.startsWith("explain__") ? `${name}__seen` : `${name}__version`, entry.base];
  let answer;
  try {
    const pairs = [...entry.pairs, ["field", name], ["key", entry.key], ["after", entry.after ?? ""], version];
    const keepalive = JSON.stringify(pairs).length < KEEPALIVE_MOST;
    const response = await post(form.dataset.save, pairs, { keepalive, signal: AbortSignal.timeout(PATIENCE) });
    if (response.status >= 500) throw new Error(response.status);
    if (response.type === "opaqueredirect") return wait(name, "logged_out");
    const isJson = response.headers.get("Content-Type")?.includes("json");
    answer = isJson ? await response.json() : { state: "refused", message: word("refused") };
  } catch {
    return wait(name, "offline");
  }
  if (answer.state === "logged_out") return wait(name, "logged_out"); /* somebody else is logged in here now */
  tries = 0;
  trouble = "";
  arrived(name, entry, answer);
  return true;
}

function wait(name, why) {
  trouble = why;
  states.delete(name); /* to the end of the line: the next try begins with another field */
  set(name, "waiting");
  retry = setTimeout(pump, PAUSES[Math.min(tries, PAUSES.length - 1)]);
  tries += 1;
  return false;
}

function arrived(name, entry, answer) {
  const now = journal.get(name), isStill = now && now.key === entry.key;
  if (answer.state === "saved") {
    if (undoing === name) undoing = "";
    else if (stored.get(name)) past.push({ name, pairs: JSON.parse(stored.get(name)) });
    setVersion(name, answer.version);
    stored.set(name, contentOf(entry.pairs));
    lastSaved = answer.at;
    if (isStill) {
      journal.drop(name);
      const standing = contentOf(pairsFrom(name, answer));
      if (!isHere(name)) { putIn(name, pairsFrom(name, answer)); stored.set(name, standing); }
      set(name, "", { at: answer.at });
    } else if (now) { /* typed on meanwhile: the next save is based on this one */
      journal.put(name, { ...now, base: answer.version, after: "", tried: false });
      set(name, "waiting");
    }
    tell("saved", { name });
    return;
  }
  if (answer.state === "overtaken") { /* this very save was there before, and a colleague has written since */
    if (isStill) { journal.drop(name); states.delete(name); saver.take(name, answer); set(name, "", { by: answer.by, when: answer.when }); }
    else set(name, "conflict", { theirs: answer });
    return;
  }
  if (!isStill && answer.state !== "conflict") { set(name, "waiting"); return; } /* typed on: the new text is tried */
  if (answer.state === "conflict") set(name, "conflict", { theirs: answer });
  else set(name, answer.state === "unreadable" ? "unreadable" : "refused", { message: answer.message });
}

/* Somebody else's answer stands: an undo would overwrite it. */
const forget = (name) => {
  for (let at = past.length - 1; at >= 0; at -= 1) if (past[at].name === name) past.splice(at, 1);
  if (undoing === name) undoing = "";
};
/* Whether the cursor is in the field: then its text is left as it was typed. */
const isHere = (name) => document.activeElement?.name !== undefined && nameOf(document.activeElement) === name;

addEventListener("online", () => saver.retryNow());
document.addEventListener("visibilitychange", () => { if (!document.hidden) saver.retryNow(); });
